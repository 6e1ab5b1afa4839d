import type { CountText, TokenCount } from '../../core/tokens/chunks.ts';
import { countAll, CountedDocument } from '../../core/tokens/counted-document.ts';
import { errorCode } from '../files/system-error.ts';
import type { TokenizerAnswer, TokenizerQuestion } from './protocol.ts';
import { readTextFile } from './text-to-count.ts';

interface CountedFile {
  /** Changes when the file does. */
  readonly version: string;
  readonly count: TokenizerAnswer;
}

/** Answers what the worker is asked: holds the open documents and remembers files that didn't change. */
export class TokenizerHandler {
  readonly #countText: CountText;
  readonly #documents = new Map<string, CountedDocument>();
  readonly #files = new Map<string, CountedFile>();

  constructor(countText: CountText) {
    this.#countText = countText;
  }

  /** Never throws for what it is asked about: a document that isn't the one that was changed is closed. */
  async answer(question: TokenizerQuestion): Promise<TokenizerAnswer> {
    switch (question.kind) {
      case 'open': {
        const document = new CountedDocument(question.text, this.#countText);
        this.#documents.set(question.uri, document);
        return document.count;
      }
      case 'change':
        return this.#change(question);
      case 'close':
        this.#documents.delete(question.uri);
        return null;
      case 'count':
        return new CountedDocument(question.text, this.#countText).count;
      case 'countFile':
        return this.#countFile(question.path);
      case 'total':
        return countAll(this.#documents.values());
    }
  }

  #change({ uri, changes }: Extract<TokenizerQuestion, { kind: 'change' }>): TokenCount | null {
    const document = this.#documents.get(uri);
    if (document === undefined) return null;
    try {
      return document.change(changes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#documents.delete(uri);
      return null;
    }
  }

  async #countFile(path: string): Promise<TokenizerAnswer> {
    try {
      const known = this.#files.get(path);
      const read = await readTextFile(path, known?.version);
      if (read === 'unchanged') return known?.count ?? null;
      const count = read.text === null ? null : new CountedDocument(read.text, this.#countText).count;
      this.#files.set(path, { version: read.version, count });
      return count;
    } catch (error) {
      // Whatever the system refuses, the file isn't there to be counted.
      if (errorCode(error) === undefined) throw error;
      this.#files.delete(path);
      return null;
    }
  }
}
