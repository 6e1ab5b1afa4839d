import type { MessagePort } from 'node:worker_threads';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkerReply, WorkerRequest } from './worker-client.ts';

/**
 * Answers a worker's questions one after the other, so that the same file isn't read twice in parallel. An expected failure is sent
 * as its code and parameters; any other ends the worker, which its client reports.
 *
 * @param answer takes what the worker's own client asks: a message itself has no type
 */
export function serveQuestions(port: MessagePort, answer: (question: never) => Promise<unknown>): void {
  const reply = async ({ id, question }: WorkerRequest<never>): Promise<WorkerReply<unknown>> => {
    try {
      return { id, answer: await answer(question) };
    } catch (error) {
      if (!NinefoldError.is(error)) throw error;
      return { id, failure: `${error.code} ${JSON.stringify(error.parameters)}` };
    }
  };
  let queue: Promise<void> = Promise.resolve();
  port.on('message', (request: WorkerRequest<never>) => {
    queue = queue.then(async () => port.postMessage(await reply(request)));
  });
}
