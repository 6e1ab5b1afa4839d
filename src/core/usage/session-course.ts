/** How full a session's context was over time, from the calls of its transcript. */

import type { SpentCall, SpentCompaction } from '../meter/spending.ts';

/** Calls as columns, because a long session has tens of thousands of them. */
export interface SessionCourse {
  /** Milliseconds since the epoch, ascending. */
  readonly at: readonly number[];
  /** Context tokens at each call, by the agent's own count. */
  readonly tokens: readonly number[];
  readonly compactions: readonly CourseCompaction[];
}

export interface CourseCompaction {
  readonly at: number;
  readonly trigger: SpentCompaction['trigger'];
}

/**
 * Builds the course of a session. Excludes sub-agents, which have their own context, and records without a valid time
 * or size.
 */
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
