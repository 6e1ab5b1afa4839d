import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { TokenCount } from '../../core/tokens/chunks.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import { countByLength } from '../../core/tokens/pieces.ts';
import type { Disposable } from '../machine/clock.ts';
import {
  TOKENIZER,
  type TokenizerAnswer,
  type TokenizerQuestion,
  type TokenizerReply,
  type TokenizerWorkerData,
} from './protocol.ts';

/** After this time, the worker is terminated, and the text is counted by its length. */
const DEADLINE_MS = 10_000;
/** A worker without open documents and requests is terminated, because it takes tens of megabytes. */
const IDLE_MS = 30_000;
/** A worker that fails repeatedly isn't started again. */
const MAX_FAILURES = 3;

export interface TokenizerClientOptions {
  /** The worker's file; defaults to `tokenizer.js` in this bundle's folder. */
  readonly bundle?: string;
  /** Defaults to `o200k`. */
  readonly encoding?: Encoding;
  readonly deadlineMs?: number;
  readonly idleMs?: number;
  /** Called with unexpected errors; counting continues, if necessary by length. */
  readonly onError?: (error: unknown) => void;
}

interface Pending {
  readonly question: TokenizerQuestion;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (answer: TokenizerAnswer) => void;
}

/**
 * Counts tokens in a worker that the first request starts. For an open document, only changes are sent. The answer
 * null means that the document isn't open (any more): open it again.
 */
export class TokenizerClient implements Disposable {
  readonly #options: TokenizerClientOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<() => void>();
  readonly #open = new Set<string>();
  /** Length of the documents that are counted by it, because the worker failed. */
  readonly #byLength = new Map<string, number>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #failures = 0;
  #isDisposed = false;

  constructor(options: TokenizerClientOptions = {}) {
    this.#options = options;
  }

  /** Whether a worker is running. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Reports that the worker was lost, along with every open document. */
  onDidLose(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Opens a document, or opens it again with another text. */
  open(uri: string, text: string): Promise<TokenCount | null> {
    if (this.#byLength.has(uri)) return Promise.resolve(this.#measure(uri, text.length));
    this.#open.add(uri);
    return this.#ask({ kind: 'open', uri, text });
  }

  /** Applies changes to an open document: ranges and new text, never the whole. */
  change(uri: string, changes: readonly ContentChange[]): Promise<TokenCount | null> {
    const length = this.#byLength.get(uri);
    if (length !== undefined) {
      const grown = changes.reduce((sum, { rangeLength, text }) => sum + text.length - rangeLength, length);
      return Promise.resolve(this.#measure(uri, grown));
    }
    if (!this.#open.has(uri)) return Promise.resolve(null);
    const plain = changes.map(({ rangeOffset, rangeLength, text }) => ({ rangeOffset, rangeLength, text }));
    return this.#ask({ kind: 'change', uri, changes: plain });
  }

  close(uri: string): void {
    this.#byLength.delete(uri);
    if (this.#open.delete(uri) && this.#worker !== undefined) void this.#ask({ kind: 'close', uri });
  }

  /** Counts the tokens of a text without keeping it. */
  count(text: string): Promise<TokenCount | null> {
    return this.#ask({ kind: 'count', text });
  }

  /** Counts the tokens of a file; null if it can't be read, isn't text, or exceeds 2 MB. */
  countFile(path: string): Promise<TokenCount | null> {
    return this.#ask({ kind: 'countFile', path });
  }

  /** Counts the tokens of all documents in the worker. */
  total(): Promise<TokenCount | null> {
    return this.#ask({ kind: 'total' });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#end();
  }

  #measure(uri: string, length: number): TokenCount {
    this.#byLength.set(uri, length);
    return countByLength(length);
  }

  #ask(question: TokenizerQuestion): Promise<TokenizerAnswer> {
    if (this.#isDisposed || this.#failures >= MAX_FAILURES) return Promise.resolve(this.#guess(question));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#overrun(id), this.#options.deadlineMs ?? DEADLINE_MS);
      this.#pending.set(id, { question, timer, resolve });
      worker.postMessage({ id, ...question });
    });
  }

  #start(): Worker {
    const bundle = this.#options.bundle ?? join(__dirname, 'tokenizer.js');
    const workerData: TokenizerWorkerData = { kind: TOKENIZER, encoding: this.#options.encoding ?? 'o200k' };
    const worker = new Worker(bundle, { workerData });
    // It must not keep the process alive: pending requests have their own timer.
    worker.unref();
    const fail = (error: unknown): void => {
      if (worker !== this.#worker) return;
      this.#failures += 1;
      this.#options.onError?.(error);
      this.#lose();
    };
    worker.on('message', (reply: TokenizerReply) => this.#settle(reply));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the tokenizer ended with ${code}`)));
    return worker;
  }

  #settle({ id, answer }: TokenizerReply): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.#pending.delete(id);
    pending.resolve(answer);
    if (this.#pending.size > 0 || this.#open.size > 0) return;
    this.#idle = setTimeout(() => this.#end(), this.#options.idleMs ?? IDLE_MS).unref();
  }

  /** The worker is busy with the first pending request. */
  #overrun(id: number): void {
    const [first] = this.#pending;
    const stuck = first?.[1].question;
    this.#options.onError?.(new Error(`the tokenizer took too long over ${stuck?.kind ?? id}`));
    if (stuck !== undefined && 'uri' in stuck) this.#byLength.set(stuck.uri, 0);
    this.#lose();
  }

  /** All pending requests get an answer without the worker; the next request starts another. */
  #lose(): void {
    const hadOpen = this.#open.size > 0;
    this.#end();
    if (hadOpen) for (const listener of [...this.#listeners]) listener();
  }

  #end(): void {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#open.clear();
    void worker?.terminate();
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { question, timer, resolve } of waiting) {
      clearTimeout(timer);
      resolve(this.#guess(question));
    }
  }

  #guess(question: TokenizerQuestion): TokenizerAnswer {
    if (question.kind === 'open') return this.#guessOpened(question);
    return question.kind === 'count' ? countByLength(question.text.length) : null;
  }

  /** A document that timed out, or that no worker accepts, stays counted by its length; others are opened again. */
  #guessOpened({ uri, text }: { readonly uri: string; readonly text: string }): TokenizerAnswer {
    const isOutOfReach = this.#byLength.has(uri) || this.#failures >= MAX_FAILURES;
    return isOutOfReach ? this.#measure(uri, text.length) : null;
  }
}
