/** Forecasts when the next level is reached, from the turns since the last compaction. A turn is one call of the model. */

import { type LevelRules, tokensToLevels, WARNING_LEVELS } from './levels.ts';
import { type Forecast, type Reading, type Spread, thresholdsOf, tokensLeft } from './reading.ts';

/** Occupancy at one call of the main conversation. */
export interface TurnSample {
  readonly tokens: number;
  /** ISO time, as the agent wrote it. */
  readonly at: string | null;
}

/** Number of newest turns considered. */
export const RECENT_TURNS = 32;
/** Minimum number of turns for a forecast. */
export const MIN_TURNS = 7;

/** Single turns vary widely (one reads a file, the next a line), so pace is measured over several in a row. */
const IN_A_ROW = 3;
/** Quantiles of the pace: four of five lie in between, without the slowest and the fastest. */
const SLOW = 0.2;
const FAST = 0.8;
/** A longer pause isn't work: the user was away, or was asked. */
const LONGEST_PAUSE_MS = 10 * 60_000;

type ForecastFacts = Pick<Reading, 'tokens' | 'window' | 'compactsAt' | 'compactsEarlier' | 'live'>;

/** Adds a turn; a later record of the last turn replaces it. Ignores turns of unknown size. */
export function withTurn(
  turns: readonly TurnSample[],
  { tokens, at }: { readonly tokens: number | null; readonly at: string | null },
  isSame = false,
): readonly TurnSample[] {
  if (tokens === null) return turns;
  const before = isSame ? turns.slice(0, -1) : turns;
  const began = isSame ? (turns.at(-1)?.at ?? at) : at;
  return [...before, { tokens, at: began }].slice(-RECENT_TURNS);
}

/**
 * Returns the forecast for a reading of a live session.
 *
 * @param turns since the last compaction, oldest first
 * @returns null if nothing can be ahead: the session has ended, nothing is known, or every level is reached
 */
export function forecastOf(
  reading: ForecastFacts,
  turns: readonly TurnSample[],
  rules: LevelRules,
): Forecast | null {
  return forecastsOf(reading, turns, rules)[0] ?? null;
}

/** Returns the forecasts for all levels ahead, the next one first, at the same pace. */
export function forecastsOf(
  facts: ForecastFacts,
  turns: readonly TurnSample[],
  rules: LevelRules,
): readonly Forecast[] {
  const thresholds = thresholdsOf(facts, rules);
  if (!facts.live || facts.tokens === null || thresholds === null) return [];
  const ahead = tokensToLevels(facts.tokens, thresholds);
  const recent = turns.slice(-RECENT_TURNS);
  return WARNING_LEVELS.filter((level) => ahead[level] > 0).map((level) => {
    const left = ahead[level];
    const isEarly = recent.length < MIN_TURNS;
    const spread = isEarly ? null : turnsTo(left, recent);
    const pause = spread === null ? null : usualPause(recent);
    return {
      level,
      tokens: left,
      isEarly,
      turns: spread,
      minutes: pause === null ? null : minutesOf(spread, pause),
    };
  });
}

/** Returns the turns until the agent compacts or its window is full, at the usual pace; null if unknown. */
export function turnsLeftOf(reading: ForecastFacts, turns: readonly TurnSample[]): number | null {
  const left = tokensLeft(reading);
  const recent = turns.slice(-RECENT_TURNS);
  if (!reading.live || left === null || left === 0 || recent.length < MIN_TURNS) return null;
  return turnsTo(left, recent)?.typical ?? null;
}

function turnsTo(left: number, turns: readonly TurnSample[]): Spread | null {
  const paces = turns
    .slice(IN_A_ROW)
    .map(({ tokens }, index) => (tokens - (turns[index]?.tokens ?? 0)) / IN_A_ROW);
  const [slow, usual, fast] = [percentile(paces, SLOW), percentile(paces, 0.5), percentile(paces, FAST)];
  if (usual <= 0) return null;
  return {
    typical: Math.ceil(left / usual),
    low: Math.ceil(left / fast),
    high: slow > 0 ? Math.ceil(left / slow) : null,
  };
}

/** Milliseconds between turns, without pauses. */
function usualPause(turns: readonly TurnSample[]): number | null {
  const times = turns.map(({ at }) => (at === null ? Number.NaN : Date.parse(at)));
  const pauses = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? Number.NaN))
    .filter((pause) => pause > 0 && pause <= LONGEST_PAUSE_MS);
  return pauses.length === 0 ? null : percentile(pauses, 0.5);
}

function minutesOf(turns: Spread | null, pause: number): Spread | null {
  if (turns === null) return null;
  const minutes = (count: number): number => Math.ceil((count * pause) / 60_000);
  const { typical, low, high } = turns;
  return { typical: minutes(typical), low: minutes(low), high: high === null ? null : minutes(high) };
}

/** Interpolated percentile. @param values not empty */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
