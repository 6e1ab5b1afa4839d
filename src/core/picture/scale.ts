/** Scales and their ticks. */

/** A linear scale. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** Returns the position of a value; the middle if the scale has no length. */
export function place({ from, to, low, high }: Scale, value: number): number {
  if (to === from) return (low + high) / 2;
  return low + ((value - from) / (to - from)) * (high - low);
}

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Returns round values from 0 to `most`, at most `count` steps.
 *
 * @example ticks(200000, 4) // [0, 50000, 100000, 150000, 200000]
 */
export function ticks(most: number, count: number): readonly number[] {
  if (most <= 0) return [0];
  const rough = most / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = STEPS.find((step) => step * power >= rough) ?? 10;
  const step = factor * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME_STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
];

/**
 * Returns round times in a range, at most `count`.
 *
 * @param offset local time's offset from UTC in minutes, so that days begin at midnight
 */
export function timeTicks(from: number, to: number, count: number, offset: number): readonly number[] {
  if (to <= from || count < 1) return [from];
  const step = TIME_STEPS.find((one) => (to - from) / one <= count) ?? to - from;
  const shift = offset * MINUTE;
  const found: number[] = [];
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) found.push(at);
  return found;
}

/**
 * Returns positions for labels that mustn't overlap: each as close to its wish as possible, starting at the bottom
 * (the largest).
 *
 * @param wishes descending
 */
export function spread(wishes: readonly number[], gap: number): readonly number[] {
  let last = Infinity;
  return wishes.map((wish) => (last = Math.min(wish, last - gap)));
}
