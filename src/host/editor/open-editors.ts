import { TabInputText, TabInputTextDiff, TextDocumentSaveReason, window, workspace } from 'vscode';

import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** An auto save this soon after the last key may catch a word in the middle. */
const QUIET_MS = 1500;

/** Tracks which exports are open or being edited. */
export class OpenEditors implements DisposableLike {
  readonly #disposables = new DisposableList();
  /** Time of the last edit of each file, unless it was saved manually since. */
  readonly #typed = new Map<string, number>();

  constructor() {
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document: { isDirty, fileName } }) => {
        if (isDirty && fileName.endsWith('.toon')) this.#typed.set(fileName, Date.now());
      }),
    );
    this.#disposables.add(
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === TextDocumentSaveReason.Manual) this.#typed.delete(document.fileName);
      }),
    );
  }

  /** Returns whether a file has unsaved changes, or was auto-saved during typing. */
  isBusy(file: string): boolean {
    const isDirty = workspace.textDocuments.some(({ fileName, isDirty }) => fileName === file && isDirty);
    return isDirty || Date.now() - (this.#typed.get(file) ?? 0) < QUIET_MS;
  }

  /** Returns whether a file is open in an editor tab, visible or not. */
  isOpen(file: string): boolean {
    return window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => {
        if (input instanceof TabInputText) return input.uri.fsPath === file;
        return input instanceof TabInputTextDiff && input.modified.fsPath === file;
      });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
