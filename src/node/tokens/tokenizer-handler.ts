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

/** Answers the worker's requests: keeps the open documents, and caches unchanged files. */
export class TokenizerHandler {
  readonly #countText: CountText;
  readonly #documents = new Map<string, CountedDocument>();
  readonly #files = new Map<string, CountedFile>();

  constructor(countText: CountText) {
    this.#countText = countText;
  }

  /** Answers a request. Never throws for its content: a document that doesn't fit the changes is closed. */
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
      // Any system error means that the file can't be counted.
      if (errorCode(error) === undefined) throw error;
      this.#files.delete(path);
      return null;
    }
  }
}
