import { TabInputText, TabInputTextDiff, TextDocumentSaveReason, window, workspace } from 'vscode';

import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** So long after the last key an automatic save may still be in the middle of a word. */
const QUIET_MS = 1500;

/** Which exports somebody has open or is typing in. */
export class OpenEditors implements DisposableLike {
  readonly #disposables = new DisposableList();
  /** When each was typed in last, unless it was saved by hand since. */
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

  /** Not saved yet, or saved while somebody types. */
  isBusy(file: string): boolean {
    const isDirty = workspace.textDocuments.some(({ fileName, isDirty }) => fileName === file && isDirty);
    return isDirty || Date.now() - (this.#typed.get(file) ?? 0) < QUIET_MS;
  }

  /** In an editor's tab, in sight or not. */
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
