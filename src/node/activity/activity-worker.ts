/**
 * Reads what agents did in a separate thread (`dist/activity.js`): it reads whole transcripts, and the host's thread
 * must not wait.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { serveQuestions } from '../workers/serve-questions.ts';
import { ACTIVITY } from './activity-client.ts';
import type { ActivityAsk } from './activity-client.ts';
import { LastActivities } from './activity-growth.ts';
import { ActivitySource } from './activity-source.ts';
import { FillSource } from './fill-source.ts';

const data = workerData as { readonly kind?: unknown } | null | undefined;
if (parentPort !== null && data?.kind === ACTIVITY) {
  const source = new ActivitySource();
  const last = new LastActivities();
  const fills = new FillSource();
  serveQuestions(parentPort, async ({ topic, of }: ActivityAsk) =>
    topic === 'fill' ? fills.read(of) : last.growthOf(of.transcript, await source.read(of)),
  );
}
