import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Disposable } from '../meter/meter-clock.ts';
import { USAGE } from './protocol.ts';
import type { UsageMachine, UsageReply, UsageTopic, UsageTopics, UsageWorkerData } from './protocol.ts';

/** A worker with nothing to do is ended: what it read is kept in the cache folder. */
const IDLE_MS = 30_000;

export interface UsageClientOptions {
  readonly machine: UsageMachine;
  /** The worker's file; `usage.js` beside this bundle. */
  readonly bundle?: string;
  readonly idleMs?: number;
}

interface Pending {
  readonly resolve: (answer: UsageTopics[UsageTopic]['answer']) => void;
  readonly reject: (error: Error) => void;
}

/** Measures usage in a worker, which is started by the first question and ended when it has had nothing to do for a while. */
export class UsageClient implements Disposable {
  readonly #options: UsageClientOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor(options: UsageClientOptions) {
    this.#options = options;
  }

  /** Whether a worker runs now. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Rejected where the workflow's journal can't be read, where the worker fails, and by {@link dispose}. */
  measure(question: UsageTopics['measure']['question']): Promise<UsageTopics['measure']['answer']> {
    return this.#ask('measure', question);
  }

  /** Null where the transcript is gone. Rejected where it can't be read, where the worker fails, and by {@link dispose}. */
  course(question: UsageTopics['course']['question']): Promise<UsageTopics['course']['answer']> {
    return this.#ask('course', question);
  }

  #ask<T extends UsageTopic>(
    topic: T,
    question: UsageTopics[T]['question'],
  ): Promise<UsageTopics[T]['answer']> {
    if (this.#isDisposed) return Promise.reject(new Error('the usage is no longer measured'));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      // A reply answers the question of its number, so it is of that topic.
      this.#pending.set(id, { resolve: resolve, reject });
      worker.postMessage({ id, topic, question });
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end(new Error('the usage is no longer measured'));
  }

  #start(): Worker {
    const workerData: UsageWorkerData = { kind: USAGE, machine: this.#options.machine };
    const worker = new Worker(this.#options.bundle ?? join(__dirname, 'usage.js'), { workerData });
    worker.unref();
    const fail = (error: Error): void => {
      if (worker === this.#worker) this.#end(error);
    };
    worker.on('message', (reply: UsageReply) => this.#settle(reply));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the usage worker ended with ${code}`)));
    return worker;
  }

  #settle(reply: UsageReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('answer' in reply) pending?.resolve(reply.answer);
    else pending?.reject(new Error(reply.failure));
    if (this.#pending.size > 0) return;
    const end = (): void => this.#end(new Error('the usage worker was ended'));
    this.#idle = setTimeout(end, this.#options.idleMs ?? IDLE_MS).unref();
  }

  #end(reason: Error): void {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(reason);
  }
}
