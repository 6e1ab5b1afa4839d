/**
 * Reads what agents did in a separate thread (`dist/activity.js`): it reads whole transcripts, and the host's thread
 * must not wait.
 */

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
      // An unexpected error ends the worker, which the client reports.
      if (!NinefoldError.is(error)) throw error;
      return { id, failure: `${error.code} ${JSON.stringify(error.parameters)}` };
    }
  };
  // Sequential, so that the same file isn't read twice in parallel.
  let queue: Promise<void> = Promise.resolve();
  port.on('message', (request: ActivityRequest) => {
    queue = queue.then(async () => port.postMessage(await answer(request)));
  });
}
