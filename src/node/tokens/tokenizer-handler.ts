import type { CountText, TokenCount } from '../../core/tokens/chunks.ts';
import { countAll, CountedDocument } from '../../core/tokens/counted-document.ts';
import type { CountedFiles } from './counted-files.ts';
import type { TokenizerAnswer, TokenizerQuestion } from './protocol.ts';

/** Answers the worker's requests, and keeps the open documents. */
export class TokenizerHandler {
  readonly #countText: CountText;
  readonly #documents = new Map<string, CountedDocument>();
  #files: CountedFiles | undefined;

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
    // Only pinned files need it: the command line counts texts, and editors send theirs.
    const { CountedFiles } = await import('./counted-files.ts');
    this.#files ??= new CountedFiles(this.#countText);
    return this.#files.count(path);
  }
}
