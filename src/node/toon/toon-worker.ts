/** Reads TOON documents in a thread of its own (`dist/toon.js`): a large one must not keep the host from answering a key. */

import { parentPort, workerData } from 'node:worker_threads';

import { documentFindings } from '../../core/proposals/document-findings.ts';
import { TOON } from './protocol.ts';
import type { ToonReply, ToonRequest, ToonWorkerData } from './protocol.ts';

const data = workerData as ToonWorkerData | null | undefined;
if (parentPort !== null && data?.kind === TOON) {
  const port = parentPort;
  port.on('message', ({ id, question }: ToonRequest) =>
    port.postMessage({ id, answer: documentFindings(question) } satisfies ToonReply),
  );
}
