import type { SessionActivity } from '../../core/activity/activity.ts';
import type { WindowFill } from '../../core/meter/window-fill.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import { LastActivities } from './activity-growth.ts';
import type { ActivityGrowth } from './activity-growth.ts';
import type { ActivityQuestion } from './activity-source.ts';

/** Marks a worker for activities, so that the bundle does nothing in a thread that loads it for another reason. */
export const ACTIVITY = 'ninefold.activity';

/** Turns are minutes apart, and the worker keeps what it read in memory only. */
const IDLE_MS = 30 * 60_000;

/** What a session did, or what fills its window. */
export interface ActivityAsk {
  readonly topic: 'activity' | 'fill';
  readonly of: ActivityQuestion;
}

/** Reads what agents did, and what fills their windows, in a worker. */
export class ActivityClient extends WorkerClient<ActivityAsk, ActivityGrowth | WindowFill | null> {
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
  async read(of: ActivityQuestion): Promise<SessionActivity> {
    // A reply has its question's number, and so the same topic.
    const growth = (await this.ask({ topic: 'activity', of })) as ActivityGrowth;
    return this.#last.grown(of.transcript, growth);
  }

  /** Reads what fills the window; null if the agent's transcripts don't reveal it. Rejects as {@link read} does. */
  async fill(of: ActivityQuestion): Promise<WindowFill | null> {
    return (await this.ask({ topic: 'fill', of })) as WindowFill | null;
  }
}
