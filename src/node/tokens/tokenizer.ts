/**
 * The tokenizer (`dist/tokenizer.js`): the one bundle that holds the ranks, more than 2 MB. As a worker it answers
 * requests; the command line, which counts once and ends, loads it into its own process.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { loadO200k } from './o200k.ts';
import { TOKENIZER, type TokenizerReply, type TokenizerRequest } from './protocol.ts';
import { TokenizerDesk } from './tokenizer-desk.ts';

export { loadO200k };

if (parentPort !== null && workerData === TOKENIZER) {
  const port = parentPort;
  const desk = new TokenizerDesk(loadO200k());
  // What fails here ends the worker, and the client starts another.
  port.on('message', ({ id, ...question }: TokenizerRequest) => {
    void desk.answer(question).then((answer) => port.postMessage({ id, answer } satisfies TokenizerReply));
  });
}
