/** Counts files that no editor has open; an unchanged one isn't read again. */

import type { CountText, TokenCount } from '../../core/tokens/chunks.ts';
import { CountedDocument } from '../../core/tokens/counted-document.ts';
import { errorCode } from '../files/system-error.ts';
import { readTextFile } from './text-to-count.ts';

interface CountedFile {
  /** Changes when the file does. */
  readonly version: string;
  /** Null if it isn't text, or too large. */
  readonly count: TokenCount | null;
}

export class CountedFiles {
  readonly #countText: CountText;
  readonly #files = new Map<string, CountedFile>();

  constructor(countText: CountText) {
    this.#countText = countText;
  }

  /** @returns null for a file that can't be read, isn't text, or is too large */
  async count(path: string): Promise<TokenCount | null> {
    try {
      const known = this.#files.get(path);
      const read = await readTextFile(path, known?.version);
      if (read === 'unchanged') return known?.count ?? null;
      const count = read.text === null ? null : new CountedDocument(read.text, this.#countText).count;
      this.#files.set(path, { version: read.version, count });
      return count;
    } catch (error) {
      // Any system error means that the file can't be counted.
      if (errorCode(error) === undefined) throw error;
      this.#files.delete(path);
      return null;
    }
  }
}
