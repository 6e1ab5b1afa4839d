/**
 * A reading: what the meter knows now. Its fields are those of `ninefold meter --json`; what isn't known is null,
 * never 0.
 */

import type { TokenCount } from '../tokens/chunks.ts';
import type { Encoding } from '../tokens/encodings.ts';
import { type Level, type LevelRules, levelOf, levelThresholds, type WarningLevel } from './levels.ts';
import type { PlanLimits } from './plan-limits.ts';

/** Where the tokens came from, best first. */
type ReadingSource = 'statusline' | 'transcript' | 'reported' | 'estimate';

/** Where the window came from, in the order in which it is looked for. */
type WindowSource = 'reported' | 'setting' | 'observed' | 'model' | 'assumed';

/** One compaction found in a transcript. */
export interface Compaction {
  readonly trigger: 'manual' | 'auto' | null;
  /** Tokens the agent itself recorded before compacting. */
  readonly preTokens: number | null;
  /** Input side of the last call before it plus that call's output: what `preTokens` should be. */
  readonly tokensBefore: number | null;
}

/** The tokens of the open editors, the files that the session context loads and the pinned files. */
export interface WorkingSetCount extends TokenCount {
  readonly encoding: Encoding;
  /** Files and unsaved documents that were counted. */
  readonly files: number;
  /** Those that weren't: too large, not text, not readable. */
  readonly leftOut: number;
}

/** What an estimate was made of. */
export interface EstimateFacts extends WorkingSetCount {
  /** Whose factor was taken. */
  readonly factorOf: string;
  readonly factor: number;
}

/** Whole numbers, rounded up. */
export interface Spread {
  readonly typical: number;
  /** At the fast pace. */
  readonly low: number;
  /** At the slow pace; null where that doesn't get there at all. */
  readonly high: number | null;
}

export interface Forecast {
  /** The next level. */
  readonly level: WarningLevel;
  /** Tokens left to it. */
  readonly tokens: number;
  /** There were too few turns to say anything. */
  readonly isEarly: boolean;
  /** Null after too few turns, and where the context doesn't grow. */
  readonly turns: Spread | null;
  /** Of work, without pauses; null as `turns`, and where the agent writes no times. */
  readonly minutes: Spread | null;
}

export interface Reading {
  /** Id of the agent; null for a number that somebody reported without saying for whom. */
  readonly agent: string | null;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly source: ReadingSource;
  /** Occupied context in tokens, as the agent itself would say. */
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  readonly window: number | null;
  readonly windowSource: WindowSource | null;
  /** Occupancy at which the agent compacts by itself; null when that isn't known. */
  readonly compactsAt: number | null;
  /** Used share of the window, whole, rounded down and at most 100, so that it never runs ahead of the level. */
  readonly percent: number | null;
  readonly level: Level;
  /** The session's process lives, or its transcript grew within 10 minutes. */
  readonly live: boolean;
  /** Time of the figures (ISO 8601), as the source wrote it. */
  readonly at: string | null;
  /** In file order; complete when the whole transcript was read, else those of the part that was. */
  readonly compactions: readonly Compaction[];
  /** Where the level is unknown because the agent's figure of this name isn't a count. Absent else. */
  readonly noCount?: string;
  /** Of an estimate alone: what it was made of. */
  readonly estimate?: EstimateFacts;
  /** Of a live session: when the next level will be reached. Absent where nothing can be ahead. */
  readonly forecast?: Forecast;
  /** Cost of the session in US dollars by the agent's own count. Absent where it doesn't tell. */
  readonly costUsd?: number;
  /** Those of the plan that still hold. Absent where the agent or the account has none. */
  readonly rateLimits?: PlanLimits;
}

/** A window and what it was taken from. */
export interface WindowResolution {
  readonly window: number;
  readonly windowSource: WindowSource;
}

/** Everything of a reading that isn't derived from tokens and window. */
export interface ReadingFacts {
  readonly agent: string | null;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly source: ReadingSource;
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  readonly window: WindowResolution | null;
  readonly compactsAt: number | null;
  readonly isCompacted: boolean;
  readonly live: boolean;
  readonly at: string | null;
  readonly compactions: readonly Compaction[];
  /** Name of the agent's figure that isn't a count, because of which the tokens are null. */
  readonly noCount?: string | null;
}

/** Used share in percent by an agent's own formula, from tokens and window, both known. */
export type PercentFormula = (tokens: number, window: number) => number;

/** The usual formula: occupancy of the window, 0 to 100. Rounded down, see {@link Reading.percent}. */
export function percentOfWindow(tokens: number, window: number): number {
  return Math.min(100, Math.floor((tokens * 100) / window));
}

/**
 * Makes a reading of facts: adds percent and level. The level compares exact tokens, never the rounded percent.
 *
 * @example makeReading({ …, tokens: 152000, window: { window: 200000, windowSource: 'model' } }, rules).percent // 76
 */
export function makeReading(
  facts: ReadingFacts,
  rules: LevelRules,
  percentOf: PercentFormula = percentOfWindow,
): Reading {
  const { window: resolution, isCompacted, noCount = null, ...rest } = facts;
  const window = resolution?.window ?? null;
  const figures = { window, windowSource: resolution?.windowSource ?? null };
  if (isCompacted) {
    return { ...rest, ...figures, tokens: null, outputTokens: null, percent: null, level: 'compacted' };
  }
  if (facts.tokens === null || window === null) {
    const why = noCount === null ? {} : { noCount };
    return { ...rest, ...figures, ...why, percent: null, level: 'unknown' };
  }
  const level = levelOf(facts.tokens, levelThresholds(window, facts.compactsAt, rules));
  return { ...rest, ...figures, percent: percentOf(facts.tokens, window), level };
}
