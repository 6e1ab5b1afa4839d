/**
 * The tokenizer (`dist/tokenizer.js`), the only one to read the ranks. As a worker, it answers requests; the command
 * line, which counts once and exits, loads it into its own process.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { loadEncoding } from './load-encoding.ts';
import {
  TOKENIZER,
  type TokenizerReply,
  type TokenizerRequest,
  type TokenizerWorkerData,
} from './protocol.ts';
import { TokenizerHandler } from './tokenizer-handler.ts';

export { loadEncoding };

const data = workerData as TokenizerWorkerData | null | undefined;
if (parentPort !== null && data?.kind === TOKENIZER) {
  const port = parentPort;
  const handler = new TokenizerHandler(loadEncoding(data.encoding));
  // A failure here ends the worker, and the client starts another.
  port.on('message', ({ id, ...question }: TokenizerRequest) => {
    void handler.answer(question).then((answer) => port.postMessage({ id, answer } satisfies TokenizerReply));
  });
}
