/**
 * Reads TOON documents in a separate thread (`dist/toon.js`): a large one must not delay the host's response to a
 * key.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { TOON } from './protocol.ts';
import type { ToonReply, ToonRequest, ToonWorkerData } from './protocol.ts';
import { ToonHandler } from './toon-handler.ts';

const data = workerData as ToonWorkerData | null | undefined;
if (parentPort !== null && data?.kind === TOON) {
  const port = parentPort;
  const handler = new ToonHandler();
  port.on('message', ({ id, question }: ToonRequest) =>
    port.postMessage({ id, answer: handler.answer(question) } satisfies ToonReply),
  );
}
