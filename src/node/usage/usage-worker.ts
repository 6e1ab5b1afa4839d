/**
 * Measures usage in a separate thread (`dist/usage.js`): it reads whole transcripts, and the host's thread must not
 * wait.
 */

import { parentPort, workerData } from 'node:worker_threads';

import { isProcessAlive } from '../files/system-error.ts';
import { serveQuestions } from '../workers/serve-questions.ts';
import { UsageMeter } from './measure-usage.ts';
import { USAGE } from './protocol.ts';
import type { UsageAsk, UsageReplied, UsageWorkerData } from './protocol.ts';

const data = workerData as UsageWorkerData | null | undefined;
if (parentPort !== null && data?.kind === USAGE) {
  const meter = new UsageMeter({ ...data.machine, isProcessAlive });
  serveQuestions(parentPort, (question: UsageAsk): Promise<UsageReplied> =>
    question.topic === 'course' ? meter.course(question.of) : meter.measure(question.of),
  );
}
