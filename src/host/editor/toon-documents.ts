import type { DocumentFilter, TextDocument } from 'vscode';

import { isBelow } from '../../core/paths/paths.ts';
import type { ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Documents that a person edits: files and untitled documents, not the git side of a diff. */
export const TOON_DOCUMENTS: readonly DocumentFilter[] = [
  { language: 'toon', scheme: 'file' },
  { language: 'toon', scheme: 'untitled' },
  // Also matches if the user associates the extension with another language.
  { pattern: '**/*.toon', scheme: 'file' },
];

/** Knows the window's TOON documents: which are exports of a state root, and what those would contain now. */
export class ToonDocuments implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #disposables = new DisposableList();
  /** Cached per state of the folders, because answering encodes the state. */
  readonly #exports = new Map<string, Promise<ExportQuestion | undefined>>();

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.#disposables.add(model.onDidChange(() => this.#exports.clear()));
  }

  /** Returns whether a document is TOON that a person edits. */
  isToon(document: TextDocument): boolean {
    const { languageId, uri } = document;
    return languageId === 'toon'
      ? uri.scheme === 'file' || uri.scheme === 'untitled'
      : this.#folderOf(document) !== undefined;
  }

  /** Returns the export that a document is; undefined for other documents. */
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
      // Try again next time.
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
