import { Uri, workspace } from 'vscode';

import type { DisposableLike } from '../registration/disposable-list.ts';

const SCHEME = 'ninefold';
/** Older documents come up empty after a reload. */
const MOST = 50;

/** Provides read-only documents for texts that aren't on disk, such as either side of a diff. */
export class ReadOnlyDocuments implements DisposableLike {
  readonly #texts = new Map<string, string>();
  readonly #registration: DisposableLike;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
    });
  }

  /**
   * Returns the URI that opens a text.
   *
   * @param path its name; the extension selects the language
   * @param version distinguishes texts with the same name
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
