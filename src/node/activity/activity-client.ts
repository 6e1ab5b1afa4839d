import type { SessionActivity } from '../../core/activity/activity.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges, WorkerReply, WorkerRequest } from '../workers/worker-client.ts';
import type { ActivityQuestion } from './activity-source.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const ACTIVITY = 'ninefold.activity';

export type ActivityRequest = WorkerRequest<ActivityQuestion>;
export type ActivityReply = WorkerReply<SessionActivity>;

/** A session's turns come minutes apart, and what was read of it stands in the worker's memory alone. */
const IDLE_MS = 30 * 60_000;

/** Reads what agents did in a worker. */
export class ActivityClient extends WorkerClient<ActivityQuestion, SessionActivity> {
  constructor(changes: WorkerClientChanges = {}) {
    const workerData = { kind: ACTIVITY };
    super({ name: 'the activity worker', file: 'activity.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /** Rejected with the code of an expected failure, where the worker fails, and by `dispose`. */
  read(question: ActivityQuestion): Promise<SessionActivity> {
    return this.ask(question);
  }
}
