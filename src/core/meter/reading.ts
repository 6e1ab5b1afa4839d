/**
 * A reading: what the meter currently knows. Its fields are those of `ninefold meter --json`; unknown values are
 * null, never 0.
 */

import type { TokenCount } from '../tokens/chunks.ts';
import type { Encoding } from '../tokens/encodings.ts';
import {
  leadBefore,
  type Level,
  type LevelRules,
  levelOf,
  levelThresholds,
  type LevelThresholds,
  type WarningLevel,
} from './levels.ts';
import type { PlanLimits } from './plan-limits.ts';

/** Source of the tokens, best first. */
type ReadingSource = 'statusline' | 'transcript' | 'reported' | 'estimate';

/** Source of the window, in lookup order. */
type WindowSource = 'reported' | 'setting' | 'observed' | 'model' | 'assumed';

/** A compaction found in a transcript. */
export interface Compaction {
  readonly trigger: 'manual' | 'auto' | null;
  /** Tokens that the agent recorded before compacting. */
  readonly preTokens: number | null;
  /** Input of the last call before it plus that call's output: what `preTokens` should be. */
  readonly tokensBefore: number | null;
}

/** Tokens of open editors, files that the session context loads, and pinned files. */
export interface WorkingSetCount extends TokenCount {
  readonly encoding: Encoding;
  /** Number of counted files and unsaved documents. */
  readonly files: number;
  /** Number of skipped ones: too large, not text, or unreadable. */
  readonly leftOut: number;
}

/** Inputs of an estimate. */
export interface EstimateFacts extends WorkingSetCount {
  /** Agent whose factor was used. */
  readonly factorOf: string;
  readonly factor: number;
}

/** Whole numbers, rounded up. */
export interface Spread {
  readonly typical: number;
  /** At a fast pace. */
  readonly low: number;
  /** At a slow pace; null if that never gets there. */
  readonly high: number | null;
}

export interface Forecast {
  /** The next level. */
  readonly level: WarningLevel;
  /** Tokens left until then. */
  readonly tokens: number;
  /** True if there are too few turns for a forecast. */
  readonly isEarly: boolean;
  /** Null if there are too few turns, or the context doesn't grow. */
  readonly turns: Spread | null;
  /** Minutes of work, without pauses; null like `turns`, or if the agent records no times. */
  readonly minutes: Spread | null;
}

export interface Reading {
  /** Id of the agent; null for a number reported without an agent. */
  readonly agent: string | null;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly source: ReadingSource;
  /** Occupied context in tokens, as the agent itself would count. */
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  readonly window: number | null;
  readonly windowSource: WindowSource | null;
  /** Occupancy at which the agent compacts automatically; null if unknown. */
  readonly compactsAt: number | null;
  /**
   * Tokens by which a long last answer, which isn't in `tokens` yet, brings the compaction nearer than the levels'
   * lead allows for. Absent for none.
   */
  readonly compactsEarlier?: number;
  /** Used percentage of the window: whole, and at most 100. As the agent rounds, so levels never depend on it. */
  readonly percent: number | null;
  readonly level: Level;
  /** The session's process is running, or its transcript grew within 10 minutes. */
  readonly live: boolean;
  /** Time of the figures (ISO 8601), as recorded by the source. */
  readonly at: string | null;
  /** In file order; of the whole transcript, or of the part that was read. */
  readonly compactions: readonly Compaction[];
  /** Name of the agent's figure that isn't a valid count, if the level is unknown because of it. */
  readonly noCount?: string;
  /** Inputs of an estimate; only for estimates. */
  readonly estimate?: EstimateFacts;
  /** When the next level is reached; only for live sessions. Absent if nothing can be ahead. */
  readonly forecast?: Forecast;
  /**
   * Turns until the agent compacts, or until its window is full, at the usual pace; only for live sessions. Absent if
   * unknown.
   */
  readonly turnsLeft?: number;
  /** Session cost in US dollars, as reported by the agent. Absent if not reported. */
  readonly costUsd?: number;
  /** Limits of the plan that are still valid. Absent if the agent or the account has none. */
  readonly rateLimits?: PlanLimits;
}

/** A window and its source. */
export interface WindowResolution {
  readonly window: number;
  readonly windowSource: WindowSource;
}

/** Fields of a reading that aren't derived from tokens and window. */
export interface ReadingFacts {
  readonly agent: string | null;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly source: ReadingSource;
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  readonly window: WindowResolution | null;
  readonly compactsAt: number | null;
  /** The last answer's tokens count towards `compactsAt`. */
  readonly countsOutput?: boolean;
  readonly isCompacted: boolean;
  readonly live: boolean;
  readonly at: string | null;
  readonly compactions: readonly Compaction[];
  /** Name of the agent's figure that isn't a valid count, because of which the tokens are null. */
  readonly noCount?: string | null;
}

/**
 * Computes the used percentage by an agent's own formula.
 *
 * @param outputTokens the last answer's, which some agents count; 0 if unknown
 */
export type PercentFormula = (tokens: number, window: number, outputTokens: number) => number;

/** Returns the occupancy of the window, 0 to 100, rounded half up like the agents do. */
export function percentOfWindow(tokens: number, window: number): number {
  return Math.min(100, Math.round((tokens * 100) / window));
}

/** Returns the occupancy of the window with the last answer, as some agents count it, 0 to 100. */
export function percentWithOutput(tokens: number, window: number, outputTokens: number): number {
  return percentOfWindow(tokens + outputTokens, window);
}

/**
 * Returns the tokens at which each level of a reading begins; null without a window. The output that counts towards
 * the compaction lowers them.
 */
export function thresholdsOf(
  { window, compactsAt, compactsEarlier = 0 }: Pick<Reading, 'window' | 'compactsAt' | 'compactsEarlier'>,
  rules: LevelRules,
): LevelThresholds | null {
  if (window === null) return null;
  return levelThresholds(window, compactsAt === null ? null : compactsAt - compactsEarlier, rules);
}

/** Returns the tokens until the agent compacts, or until its window is full; 0 if reached, null if unknown. */
export function tokensLeft({
  tokens,
  window,
  compactsAt,
  compactsEarlier = 0,
}: Pick<Reading, 'tokens' | 'window' | 'compactsAt' | 'compactsEarlier'>): number | null {
  if (tokens === null || window === null) return null;
  return Math.max(0, (compactsAt === null ? window : compactsAt - compactsEarlier) - tokens);
}

/**
 * Creates a reading from facts by adding percentage and level. The level compares exact tokens, never the rounded
 * percentage.
 *
 * @example makeReading({ …, tokens: 152000, window: { window: 200000, windowSource: 'model' } }, rules).percent // 76
 */
export function makeReading(
  facts: ReadingFacts,
  rules: LevelRules,
  percentOf: PercentFormula = percentOfWindow,
): Reading {
  const { window: resolution, isCompacted, noCount = null, countsOutput = false, ...rest } = facts;
  const window = resolution?.window ?? null;
  const figures = { window, windowSource: resolution?.windowSource ?? null };
  if (isCompacted) {
    return { ...rest, ...figures, tokens: null, outputTokens: null, percent: null, level: 'compacted' };
  }
  if (facts.tokens === null || window === null) {
    const why = noCount === null ? {} : { noCount };
    return { ...rest, ...figures, ...why, percent: null, level: 'unknown' };
  }
  const earlier = countsOutput ? beyondLead(window, facts) : 0;
  const pending = earlier === 0 ? {} : { compactsEarlier: earlier };
  const thresholds = thresholdsOf({ window, compactsAt: facts.compactsAt, ...pending }, rules);
  const level = thresholds === null ? 'unknown' : levelOf(facts.tokens, thresholds);
  return {
    ...rest,
    ...figures,
    ...pending,
    percent: percentOf(facts.tokens, window, facts.outputTokens ?? 0),
    level,
  };
}

/** The lead of the last level absorbs half its size, so that usual answers don't move the levels. */
function beyondLead(window: number, { compactsAt, outputTokens }: ReadingFacts): number {
  if (compactsAt === null) return 0;
  const absorbed = Math.floor(leadBefore(window, compactsAt, 'force') / 2);
  return Math.max(0, (outputTokens ?? 0) - absorbed);
}
