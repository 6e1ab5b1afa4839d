import type { DocumentFilter, TextDocument } from 'vscode';

import { isBelow } from '../../core/paths/paths.ts';
import type { ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** What a person edits: files and new documents, not what a diff shows of git. */
export const TOON_DOCUMENTS: readonly DocumentFilter[] = [
  { language: 'toon', scheme: 'file' },
  { language: 'toon', scheme: 'untitled' },
  // Whoever gave the ending to another language has state files all the same.
  { pattern: '**/*.toon', scheme: 'file' },
];

/** The TOON documents of the window: which are exports of a state root, and what would be written there now. */
export class ToonDocuments implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #disposables = new DisposableList();
  /** Asked for once in each state of the folders, because the state is encoded for it. */
  readonly #exports = new Map<string, Promise<ExportQuestion | undefined>>();

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.#disposables.add(model.onDidChange(() => this.#exports.clear()));
  }

  /** Whether a document is TOON that a person edits. */
  isToon(document: TextDocument): boolean {
    const { languageId, uri } = document;
    return languageId === 'toon'
      ? uri.scheme === 'file' || uri.scheme === 'untitled'
      : this.#folderOf(document) !== undefined;
  }

  /** The export that a document is; undefined where it is none. */
  async exportOf(document: TextDocument): Promise<ExportQuestion | undefined> {
    const open = this.#folderOf(document);
    if (open === undefined) return undefined;
    const { fileName } = document;
    const known = this.#exports.get(fileName) ?? this.#ask(open, fileName);
    this.#exports.set(fileName, known);
    return known;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #ask(open: OpenFolder, file: string): Promise<ExportQuestion | undefined> {
    try {
      const { exportQuestion } = await loadEngine();
      return await exportQuestion(open, file);
    } catch (error) {
      // The next look tries again.
      this.#exports.delete(file);
      throw error;
    }
  }

  #folderOf({ uri, fileName }: TextDocument): OpenFolder | undefined {
    if (uri.scheme !== 'file' || !fileName.endsWith('.toon')) return undefined;
    return this.#model.all
      .map(({ open }) => open)
      .find((open) => open !== undefined && isBelow(fileName, open.root, process.platform));
  }
}
