import { Uri, workspace } from 'vscode';

import type { DisposableLike } from '../registration/disposable-list.ts';

const SCHEME = 'ninefold';
/** So many are kept; what was shown before them is gone from its editor after a reload. */
const MOST = 50;

/** Texts that are in no file: what a file was like, what would be written. Nobody can edit or save them. */
export class ReadOnlyDocuments implements DisposableLike {
  readonly #texts = new Map<string, string>();
  readonly #registration: DisposableLike;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
    });
  }

  /**
   * Where a text can be opened.
   *
   * @param path names it; its ending chooses the language
   * @param version tells it from other texts of that name
   */
  uriOf(path: string, version: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${path}`, query: version });
    const key = uri.toString();
    this.#texts.delete(key);
    this.#texts.set(key, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}
