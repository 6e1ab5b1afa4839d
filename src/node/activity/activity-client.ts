import type { SessionActivity } from '../../core/activity/activity.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import type { ActivityQuestion } from './activity-source.ts';

/** Marks a worker for activities, so that the bundle does nothing in a thread that loads it for another reason. */
export const ACTIVITY = 'ninefold.activity';

/** Turns are minutes apart, and the worker keeps what it read in memory only. */
const IDLE_MS = 30 * 60_000;

/** Reads what agents did in a worker. */
export class ActivityClient extends WorkerClient<ActivityQuestion, SessionActivity> {
  constructor(changes: WorkerClientChanges = {}) {
    const workerData = { kind: ACTIVITY };
    super({ name: 'the activity worker', file: 'activity.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /**
   * Reads an activity.
   *
   * Rejects with the code of an expected failure, if the worker fails, and on `dispose`.
   */
  read(question: ActivityQuestion): Promise<SessionActivity> {
    return this.ask(question);
  }
}
