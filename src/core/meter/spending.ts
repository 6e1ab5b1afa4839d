/**
 * What single calls of a model cost, as the agents record it. A reader that knows says it beside its readings; whole
 * transcripts are added up in `core/usage`.
 */

import type { TokenFigures } from './token-figures.ts';

/** Tokens of one or many calls, in four parts that don't overlap. */
export interface TokenSpending {
  /** Input that no cache held. */
  readonly input: number;
  /** Input written to the cache. */
  readonly cacheCreation: number;
  /** Input read from the cache. */
  readonly cacheRead: number;
  /** What the model wrote, its thinking included. */
  readonly output: number;
}

export const NO_SPENDING: TokenSpending = { input: 0, cacheCreation: 0, cacheRead: 0, output: 0 };

/** One call of a model. */
export interface SpentCall {
  /**
   * The same in every record of one call, in whatever file: agents write a call in several lines, and copy it into a
   * fork's transcript. Null where the agent gives nothing to tell it by; then each record is a call.
   */
  readonly id: string | null;
  /** ISO time, as the agent wrote it. */
  readonly at: string | null;
  readonly model: string | null;
  /** Made by a sub-agent whose lines stand in its parent's transcript. */
  readonly isSubagent: boolean;
  /** Null where a figure of the record isn't a count: the call was made, and what it cost isn't known. */
  readonly spent: TokenSpending | null;
  /** Occupied context at that call, by the agent's own count: what a reading would say. Null where that isn't known. */
  readonly context: number | null;
}

/**
 * A record of a call, from figures that were taken out of it; null for a call of nothing.
 *
 * @param figures those of `spent` were taken with them
 */
export function spentCall(figures: TokenFigures, call: SpentCall): SpentCall | null {
  const spent = call.spent ?? NO_SPENDING;
  const { input, cacheCreation, cacheRead, output } = spent;
  const processed = figures.sum(input, cacheCreation, cacheRead, output);
  if (processed === null) return { ...call, spent: null };
  return processed === 0 ? null : { ...call, spent };
}

/** What later lines need to know of earlier ones. Plain data: it is kept between two passes over a file. */
export interface SpendingContext {
  /** Working folder of the last line that says it. */
  readonly cwd: string | null;
  /** Model of the calls that follow, where the calls themselves don't say it. */
  readonly model: string | null;
}

export const NO_SPENDING_CONTEXT: SpendingContext = { cwd: null, model: null };

/** When a session's context was compacted. */
export interface SpentCompaction {
  /** ISO time, as the agent wrote it. */
  readonly at: string | null;
  /** Null where the agent doesn't say. */
  readonly trigger: 'manual' | 'auto' | null;
}

/** What a line, or a whole document, says was spent. */
export interface SpendingStep {
  readonly context: SpendingContext;
  /** In the order of the file; a later record of a call replaces what an earlier one didn't know yet. */
  readonly calls: readonly SpentCall[];
  /** Of the main conversation; left out where the line says none. */
  readonly compactions?: readonly SpentCompaction[];
}

/** All tokens that went through the model: read from the cache or not, and written. */
export function processedTokens({ input, cacheCreation, cacheRead, output }: TokenSpending): number {
  return input + cacheCreation + cacheRead + output;
}

/**
 * Two records of one call: the larger of each figure that is known, since records only grow while an answer streams, and
 * the earlier time, since a copy in a fork is stamped anew.
 */
export function mergeRecords(one: SpentCall, other: SpentCall): SpentCall {
  return {
    ...one,
    at: earlier(one.at, other.at),
    model: one.model ?? other.model,
    spent: larger(one.spent, other.spent),
    context:
      one.context === null || other.context === null
        ? (one.context ?? other.context)
        : Math.max(one.context, other.context),
  };
}

function larger(one: TokenSpending | null, other: TokenSpending | null): TokenSpending | null {
  if (one === null || other === null) return one ?? other;
  return {
    input: Math.max(one.input, other.input),
    cacheCreation: Math.max(one.cacheCreation, other.cacheCreation),
    cacheRead: Math.max(one.cacheRead, other.cacheRead),
    output: Math.max(one.output, other.output),
  };
}

/** ISO times in UTC compare as text. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
