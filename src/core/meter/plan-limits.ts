/** Limits of an account's plan, as reported by an agent, and how long a report is valid. */

/** A limit of the plan. */
export interface PlanLimit {
  /** Used percentage, as the agent reports it; may have decimals. */
  readonly usedPercent: number;
  /** ISO 8601; null if the agent doesn't report it. */
  readonly resetsAt: string | null;
}

/** The limits; at least one is known. */
export interface PlanLimits {
  readonly fiveHour: PlanLimit | null;
  readonly sevenDay: PlanLimit | null;
}

const HOUR_MS = 3_600_000;
const FIVE_HOURS_MS = 5 * HOUR_MS;
const SEVEN_DAYS_MS = 7 * 24 * HOUR_MS;

/**
 * Returns the limits that are still valid: one that was reset since says nothing about now. Without a reset time,
 * it's valid for its own span.
 *
 * @param at when they were reported (ISO 8601)
 * @param now milliseconds since the epoch
 * @returns null if none is valid
 */
export function limitsThatHold(limits: PlanLimits | null, at: string, now: number): PlanLimits | null {
  const fiveHour = limitThatHolds(limits?.fiveHour ?? null, Date.parse(at) + FIVE_HOURS_MS, now);
  const sevenDay = limitThatHolds(limits?.sevenDay ?? null, Date.parse(at) + SEVEN_DAYS_MS, now);
  return fiveHour === null && sevenDay === null ? null : { fiveHour, sevenDay };
}

/** @param latest milliseconds since the epoch */
function limitThatHolds(limit: PlanLimit | null, latest: number, now: number): PlanLimit | null {
  const until = limit?.resetsAt == null ? latest : Date.parse(limit.resetsAt);
  return now < until ? limit : null;
}
