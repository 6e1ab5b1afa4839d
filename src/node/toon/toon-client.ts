import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { DocumentFinding, DocumentQuestion } from '../../core/proposals/document-findings.ts';
import type { Disposable } from '../meter/meter-clock.ts';
import { TOON } from './protocol.ts';
import type { ToonReply, ToonRequest, ToonWorkerData } from './protocol.ts';

/** Documents are looked at while somebody types; between two such times the worker may go. */
const IDLE_MS = 60_000;

interface ToonClientOptions {
  /** The worker's file; `toon.js` beside this bundle. */
  readonly bundle?: string;
  readonly idleMs?: number;
}

interface Pending {
  readonly resolve: (findings: readonly DocumentFinding[]) => void;
  readonly reject: (error: Error) => void;
}

/** Reads TOON documents in a worker, which is started by the first one and ended when it has had nothing to do for a while. */
export class ToonClient implements Disposable {
  readonly #options: ToonClientOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor(options: ToonClientOptions = {}) {
    this.#options = options;
  }

  /** Whether a worker runs now. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Rejected where the worker fails, and by {@link dispose}. */
  read(question: DocumentQuestion): Promise<readonly DocumentFinding[]> {
    if (this.#isDisposed) return Promise.reject(new Error('documents are no longer read'));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, question } satisfies ToonRequest);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end(new Error('documents are no longer read'));
  }

  #start(): Worker {
    const workerData: ToonWorkerData = { kind: TOON };
    const worker = new Worker(this.#options.bundle ?? join(__dirname, 'toon.js'), { workerData });
    worker.unref();
    const fail = (error: Error): void => {
      if (worker === this.#worker) this.#end(error);
    };
    worker.on('message', (reply: ToonReply) => this.#settle(reply));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the TOON worker ended with ${code}`)));
    return worker;
  }

  #settle({ id, findings }: ToonReply): void {
    this.#pending.get(id)?.resolve(findings);
    this.#pending.delete(id);
    if (this.#pending.size > 0) return;
    const end = (): void => this.#end(new Error('the TOON worker was ended'));
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
