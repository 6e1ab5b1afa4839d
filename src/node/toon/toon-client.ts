import type { DocumentFinding, DocumentQuestion } from '../../core/proposals/document-findings.ts';
import { AskedWorker } from '../asked-worker.ts';
import type { AskedWorkerChanges } from '../asked-worker.ts';
import { TOON } from './protocol.ts';
import type { ToonWorkerData } from './protocol.ts';

/** Documents are looked at while somebody types; between two such times the worker may go. */
const IDLE_MS = 60_000;

/** Reads TOON documents in a worker. */
export class ToonClient extends AskedWorker<DocumentQuestion, readonly DocumentFinding[]> {
  constructor(changes: AskedWorkerChanges = {}) {
    const workerData: ToonWorkerData = { kind: TOON };
    super({ name: 'the TOON worker', file: 'toon.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /** Rejected where the worker fails, and by `dispose`. */
  read(question: DocumentQuestion): Promise<readonly DocumentFinding[]> {
    return this.ask(question);
  }
}
