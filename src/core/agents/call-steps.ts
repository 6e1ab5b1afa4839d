/** Steps that transcript readers have in common: what a call and a compaction do to a state, whatever recorded them. */

import { withTurn } from '../meter/forecast.ts';
import type { TokenSpending } from '../meter/spending.ts';
import { TokenFigures } from '../meter/token-figures.ts';
import type { TranscriptCall, TranscriptState } from '../meter/transcript-reader.ts';
import type { Fields } from '../json-fields.ts';

/** A call of the main conversation as one record has it. */
export interface ReadCall extends TranscriptCall {
  /** Null if the record doesn't name it. */
  readonly model: string | null;
  /** ISO time; null if the record has none. */
  readonly at: string | null;
}

/** Names of a record's figures: the inputs add up to the used context. */
export interface FigureNames {
  readonly inputs: readonly [required: string, ...optional: readonly string[]];
  readonly outputs: readonly string[];
}

/** Reads the figures of a call: the inputs add up to the used context; an invalid one spoils the record. */
export function callFigures(
  usage: Fields | null,
  { inputs, outputs }: FigureNames,
): Omit<TranscriptCall, 'messageId'> {
  const fields = usage ?? {};
  const figures = new TokenFigures();
  const [required, ...optional] = inputs;
  const input = [
    figures.required(fields, required),
    ...optional.map((name) => figures.optional(fields, name)),
  ];
  const output = outputs.map((name) => figures.optional(fields, name));
  const tokens = figures.sum(...input);
  const isOutputTold = outputs.some((name) => fields[name] !== undefined);
  return {
    tokens,
    noCount: figures.noCount,
    outputTokens: tokens === null || !isOutputTold ? null : output.reduce((sum, part) => sum + part, 0),
  };
}

/** Names of a record's figures that are disjoint parts, as in {@link TokenSpending}. */
export interface SpendingNames {
  readonly input: string;
  readonly cacheCreation: string;
  readonly cacheRead: string;
  readonly outputs: readonly string[];
}

/**
 * Reads what a call used, and the context it occupied.
 *
 * @returns `context` null if a figure is invalid
 */
export function readSpending(
  figures: TokenFigures,
  usage: Fields,
  names: SpendingNames,
): { readonly spent: TokenSpending; readonly context: number | null } {
  const input = figures.required(usage, names.input);
  const cacheCreation = figures.optional(usage, names.cacheCreation);
  const cacheRead = figures.optional(usage, names.cacheRead);
  const outputs = names.outputs.map((name) => figures.optional(usage, name));
  const output = outputs.reduce((sum, part) => sum + part, 0);
  return {
    spent: { input, cacheCreation, cacheRead, output },
    context: figures.sum(input, cacheCreation, cacheRead),
  };
}

/** Returns the state after a call; the same state for a call without tokens. */
export function afterCall(state: TranscriptState, { model, at, ...call }: ReadCall): TranscriptState {
  const { tokens } = call;
  if (tokens === 0) return state;
  const isSameModel = model === null || model === state.model;
  const isSame = call.messageId !== null && call.messageId === state.call?.messageId;
  return {
    ...state,
    model: model ?? state.model,
    at: at ?? state.at,
    call,
    recent: withTurn(state.recent, { tokens, at }, isSame),
    isCompacted: false,
    mostTokens: Math.max(isSameModel ? state.mostTokens : 0, tokens ?? 0),
  };
}

/** What a record tells of a compaction. */
export interface ReadCompaction {
  readonly trigger: 'manual' | 'auto' | null;
  /** Null if the record doesn't tell, or 0. */
  readonly preTokens: number | null;
  readonly at: string | null;
}

/** Returns the state after a compaction: until the next call, the reading is *compacted*. */
export function afterCompaction(
  state: TranscriptState,
  { trigger, preTokens, at }: ReadCompaction,
): TranscriptState {
  const { tokens = null, outputTokens = null } = state.call ?? {};
  const compaction = {
    trigger,
    preTokens: preTokens === 0 ? null : preTokens,
    tokensBefore: tokens === null ? null : tokens + (outputTokens ?? 0),
  };
  return {
    ...state,
    at: at ?? state.at,
    call: null,
    recent: [],
    isCompacted: true,
    compactions: [...state.compactions, compaction],
  };
}

/** Tests whether a line has any of the markers, to skip the others unparsed. */
export function hasMarker(markers: readonly string[], line: string): boolean {
  return markers.some((marker) => line.includes(marker));
}
