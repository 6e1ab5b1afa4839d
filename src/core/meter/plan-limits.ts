/** The limits of an account's plan, as an agent reports them, and how long a report of them holds. */

/** One of the limits. */
export interface PlanLimit {
  /** Used share in percent, as the agent gives it: it may have decimals. */
  readonly usedPercent: number;
  /** ISO 8601; null where the agent doesn't say. */
  readonly resetsAt: string | null;
}

/** At least one of them is known. */
export interface PlanLimits {
  readonly fiveHour: PlanLimit | null;
  readonly sevenDay: PlanLimit | null;
}

const HOUR_MS = 3_600_000;
const FIVE_HOURS_MS = 5 * HOUR_MS;
const SEVEN_DAYS_MS = 7 * 24 * HOUR_MS;

/**
 * Those that still hold: one that has been reset since says nothing about now. Without a time of reset it holds as long
 * as its own span.
 *
 * @param at when they were reported (ISO 8601)
 * @param now milliseconds since the epoch
 * @returns null where none holds
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
