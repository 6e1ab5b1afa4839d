/** How full a session's context was over time, from the calls of its transcript. */

import type { SpentCall, SpentCompaction } from '../meter/spending.ts';

/** Calls as columns, because a long session has ten thousands of them. */
export interface SessionCourse {
  /** Milliseconds since the epoch, rising. */
  readonly at: readonly number[];
  /** Occupied context at each call, by the agent's own count. */
  readonly tokens: readonly number[];
  readonly compactions: readonly CourseCompaction[];
}

export interface CourseCompaction {
  readonly at: number;
  readonly trigger: SpentCompaction['trigger'];
}

/** Sub-agents have a context of their own and aren't in it, nor is a record whose time can't be read or whose size isn't
 * known. */
export function sessionCourse(
  calls: readonly SpentCall[],
  compactions: readonly SpentCompaction[],
): SessionCourse {
  const own = calls
    .flatMap(({ at, context, isSubagent }) =>
      isSubagent || context === null ? [] : [{ at: timeOf(at), context }],
    )
    .filter(({ at }) => !Number.isNaN(at))
    .sort((one, other) => one.at - other.at);
  return {
    at: own.map(({ at }) => at),
    tokens: own.map(({ context }) => context),
    compactions: compactions
      .map(({ at, trigger }) => ({ at: timeOf(at), trigger }))
      .filter(({ at }) => !Number.isNaN(at))
      .sort((one, other) => one.at - other.at),
  };
}

function timeOf(at: string | null): number {
  return at === null ? Number.NaN : Date.parse(at);
}
