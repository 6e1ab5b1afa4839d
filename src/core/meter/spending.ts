/**
 * Usage of single model calls, as agents record it. Readers return it along with their readings; `core/usage` adds up
 * whole transcripts.
 */

import type { TokenFigures } from './token-figures.ts';

/** Tokens of one or many calls, in four disjoint parts. */
export interface TokenSpending {
  /** Uncached input. */
  readonly input: number;
  /** Input written to the cache. */
  readonly cacheCreation: number;
  /** Input read from the cache. */
  readonly cacheRead: number;
  /** Output of the model, including thinking. */
  readonly output: number;
}

export const NO_SPENDING: TokenSpending = { input: 0, cacheCreation: 0, cacheRead: 0, output: 0 };

/** A call of a model. */
export interface SpentCall {
  /**
   * The same in every record of a call, across files: agents write a call in several lines, and copy it into a fork's
   * transcript. Null if the agent records no id; then each record is a call.
   */
  readonly id: string | null;
  /** ISO time, as the agent wrote it. */
  readonly at: string | null;
  readonly model: string | null;
  /** Made by a sub-agent whose lines are in its parent's transcript. */
  readonly isSubagent: boolean;
  /** Null if a figure of the record isn't a valid count: the call was made, but its usage is unknown. */
  readonly spent: TokenSpending | null;
  /** Occupied context at that call, as the agent counts it. Null if unknown. */
  readonly context: number | null;
}

/**
 * Creates the record of a call from extracted figures; null for a call without tokens.
 *
 * @param figures through which those of `spent` were extracted
 */
export function spentCall(figures: TokenFigures, call: SpentCall): SpentCall | null {
  const spent = call.spent ?? NO_SPENDING;
  const { input, cacheCreation, cacheRead, output } = spent;
  const processed = figures.sum(input, cacheCreation, cacheRead, output);
  if (processed === null) return { ...call, spent: null };
  return processed === 0 ? null : { ...call, spent };
}

/** What later lines need from earlier ones. Plain data: it's kept between two passes over a file. */
export interface SpendingContext {
  /** Working folder of the last line that contains it. */
  readonly cwd: string | null;
  /** Model of the following calls, if the calls themselves don't contain it. */
  readonly model: string | null;
}

export const NO_SPENDING_CONTEXT: SpendingContext = { cwd: null, model: null };

/** A compaction of a session's context. */
export interface SpentCompaction {
  /** ISO time, as the agent wrote it. */
  readonly at: string | null;
  /** Null if the agent doesn't record it. */
  readonly trigger: 'manual' | 'auto' | null;
}

/** Usage found in a line, or in a whole document. */
export interface SpendingStep {
  readonly context: SpendingContext;
  /** In file order; a later record of a call adds what an earlier one lacked. */
  readonly calls: readonly SpentCall[];
  /** Compactions of the main conversation; absent if there are none. */
  readonly compactions?: readonly SpentCompaction[];
}

/** Returns all tokens processed by the model: cached or uncached input, and output. */
export function processedTokens({ input, cacheCreation, cacheRead, output }: TokenSpending): number {
  return input + cacheCreation + cacheRead + output;
}

/**
 * Merges two records of a call: the larger of each known figure, because records only grow while an answer streams,
 * and the earlier time, because a copy in a fork gets a new timestamp.
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
