import type { SessionActivity } from '../../core/activity/activity.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import { LastActivities } from './activity-growth.ts';
import type { ActivityGrowth } from './activity-growth.ts';
import type { ActivityQuestion } from './activity-source.ts';

/** Marks a worker for activities, so that the bundle does nothing in a thread that loads it for another reason. */
export const ACTIVITY = 'ninefold.activity';

/** Turns are minutes apart, and the worker keeps what it read in memory only. */
const IDLE_MS = 30 * 60_000;

/** Reads what agents did in a worker. */
export class ActivityClient extends WorkerClient<ActivityQuestion, ActivityGrowth> {
  readonly #last: LastActivities;

  constructor(changes: WorkerClientChanges = {}) {
    const workerData = { kind: ACTIVITY };
    const last = new LastActivities();
    const onEnd = (): void => {
      last.clear();
      changes.onEnd?.();
    };
    const options = { name: 'the activity worker', file: 'activity.js', workerData, idleMs: IDLE_MS };
    super(options, { ...changes, onEnd });
    this.#last = last;
  }

  /**
   * Reads an activity.
   *
   * Rejects with the code of an expected failure, if the worker fails, and on `dispose`.
   */
  async read(question: ActivityQuestion): Promise<SessionActivity> {
    return this.#last.grown(question.transcript, await this.ask(question));
  }
}
