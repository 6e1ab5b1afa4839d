/**
 * Reads what agents did in a separate thread (`dist/activity.js`): it reads whole transcripts, and the host's thread
 * must not wait.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { serveQuestions } from '../workers/serve-questions.ts';
import { ACTIVITY } from './activity-client.ts';
import { LastActivities } from './activity-growth.ts';
import { ActivitySource } from './activity-source.ts';
import type { ActivityQuestion } from './activity-source.ts';

const data = workerData as { readonly kind?: unknown } | null | undefined;
if (parentPort !== null && data?.kind === ACTIVITY) {
  const source = new ActivitySource();
  const last = new LastActivities();
  serveQuestions(parentPort, async (question: ActivityQuestion) =>
    last.growthOf(question.transcript, await source.read(question)),
  );
}
