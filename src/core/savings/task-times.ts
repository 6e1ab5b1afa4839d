/** How long agent tasks took side by side, and would have taken in sequence. */

/** A run that has ended, in milliseconds since the epoch. */
export interface RunTime {
  readonly from: number;
  readonly until: number;
}

export interface TaskTimes {
  /** Milliseconds of all runs together. */
  readonly inSequence: number;
  /** Milliseconds in which at least one ran. */
  readonly sideBySide: number;
}

/** Sums up the runs; null if there are none. */
export function taskTimes(runs: readonly RunTime[]): TaskTimes | null {
  if (runs.length === 0) return null;
  const sorted = runs.toSorted((one, other) => one.from - other.from);
  let [inSequence, sideBySide, covered] = [0, 0, -Infinity];
  for (const { from, until } of sorted) {
    inSequence += Math.max(0, until - from);
    sideBySide += Math.max(0, until - Math.max(from, covered));
    covered = Math.max(covered, until);
  }
  return { inSequence, sideBySide };
}
