/**
 * A client of a worker that answers questions: the first one starts it, and it is terminated after some time without
 * any.
 */

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Disposable } from '../machine/clock.ts';

/** Message to the worker. */
export interface WorkerRequest<Question> {
  readonly id: number;
  readonly question: Question;
}

/** Answer from the worker; the text of a failure is for a log. */
export type WorkerReply<Answer> =
  { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly failure: string };

interface WorkerClientOptions {
  /** Name in failure messages, such as `the TOON worker`. */
  readonly name: string;
  /** The worker's file in this bundle's folder. */
  readonly file: string;
  readonly workerData: unknown;
  readonly idleMs: number;
}

/** Overrides for tests. */
export interface WorkerClientChanges {
  /** The worker's file, absolute. */
  readonly bundle?: string;
  readonly idleMs?: number;
  /** Called when the worker has ended, for whatever reason. */
  readonly onEnd?: () => void;
}

interface Pending<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerClient<Question, Answer> implements Disposable {
  readonly #options: WorkerClientOptions;
  readonly #bundle: string;
  readonly #onEnd: (() => void) | undefined;
  readonly #pending = new Map<number, Pending<Answer>>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor(options: WorkerClientOptions, { bundle, idleMs = options.idleMs, onEnd }: WorkerClientChanges) {
    this.#options = { ...options, idleMs };
    this.#bundle = bundle ?? join(__dirname, options.file);
    this.#onEnd = onEnd;
  }

  /** Whether a worker is running. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end(this.#error('is no longer asked'));
  }

  /** Asks the worker. Rejects with the failure it reports, if it fails, and on {@link dispose}. */
  protected ask(question: Question): Promise<Answer> {
    if (this.#isDisposed) return Promise.reject(this.#error('is no longer asked'));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, question } satisfies WorkerRequest<Question>);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#bundle, { workerData: this.#options.workerData });
    worker.unref();
    const fail = (error: Error): void => {
      if (worker === this.#worker) this.#end(error);
    };
    worker.on('message', (reply: WorkerReply<Answer>) => this.#settle(reply));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(this.#error(`ended with ${code}`)));
    return worker;
  }

  #settle(reply: WorkerReply<Answer>): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('answer' in reply) pending?.resolve(reply.answer);
    else pending?.reject(new Error(reply.failure));
    if (this.#pending.size > 0) return;
    const end = (): void => this.#end(this.#error('was ended'));
    this.#idle = setTimeout(end, this.#options.idleMs).unref();
  }

  #end(reason: Error): void {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(reason);
    this.#onEnd?.();
  }

  #error(what: string): Error {
    return new Error(`${this.#options.name} ${what}`);
  }
}
