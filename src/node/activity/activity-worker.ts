/** Reads what agents did in a thread of its own (`dist/activity.js`): whole transcripts are read, and the host's thread must not wait. */

import { parentPort, workerData } from 'node:worker_threads';

import { NinefoldError } from '../../core/errors.ts';
import { ACTIVITY } from './activity-client.ts';
import type { ActivityReply, ActivityRequest } from './activity-client.ts';
import { ActivitySource } from './activity-source.ts';

const data = workerData as { readonly kind?: unknown } | null | undefined;
if (parentPort !== null && data?.kind === ACTIVITY) {
  const port = parentPort;
  const source = new ActivitySource();
  const answer = async ({ id, question }: ActivityRequest): Promise<ActivityReply> => {
    try {
      return { id, answer: await source.read(question) };
    } catch (error) {
      // What wasn't expected ends the worker, and the client says so.
      if (!NinefoldError.is(error)) throw error;
      return { id, failure: `${error.code} ${JSON.stringify(error.parameters)}` };
    }
  };
  // One after the other: two that read one file would do the same twice.
  let queue: Promise<void> = Promise.resolve();
  port.on('message', (request: ActivityRequest) => {
    queue = queue.then(async () => port.postMessage(await answer(request)));
  });
}
