/**
 * Measures usage in a separate thread (`dist/usage.js`): it reads whole transcripts, and the host's thread must not
 * wait.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { NinefoldError } from '../../core/errors.ts';
import { isProcessAlive } from '../files/system-error.ts';
import { UsageMeter } from './measure-usage.ts';
import { USAGE } from './protocol.ts';
import type { UsageReply, UsageRequest, UsageWorkerData } from './protocol.ts';

const data = workerData as UsageWorkerData | null | undefined;
if (parentPort !== null && data?.kind === USAGE) {
  const port = parentPort;
  const meter = new UsageMeter({ ...data.machine, isProcessAlive });
  const answer = async ({ id, question }: UsageRequest): Promise<UsageReply> => {
    try {
      if (question.topic === 'course') return { id, answer: await meter.course(question.of) };
      return { id, answer: await meter.measure(question.of) };
    } catch (error) {
      // An unexpected error ends the worker, which the client reports.
      if (!NinefoldError.is(error)) throw error;
      return { id, failure: `${error.code} ${JSON.stringify(error.parameters)}` };
    }
  };
  // Sequential, so that the same file isn't read twice in parallel.
  let queue: Promise<void> = Promise.resolve();
  port.on('message', (request: UsageRequest) => {
    queue = queue.then(async () => port.postMessage(await answer(request)));
  });
}
