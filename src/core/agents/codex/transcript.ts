/**
 * Reads Codex CLI's rollouts (an internal format: unknown parts are skipped). Context usage is
 * `last_token_usage.total_tokens`, and the window is in the same line; `total_token_usage` only ever grows and says
 * nothing about the context.
 */

import { withTurn } from '../../meter/forecast.ts';
import { asFields, asText, asTokens, type Fields, isTokenCount, parseObject } from '../../json-fields.ts';
import { type SpendingContext, type SpendingStep, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import type { LineReader, SessionStage, TranscriptState } from '../../meter/transcript-reader.ts';
import { typedText } from '../typed-text.ts';

/** Tokens that Codex counts as used in every session: prompt and tools. Source: its own "context left". */
const BASELINE = 12_000;

/** The tool by which it asks the person. */
const ASKING = 'request_user_input';

const STAGES: Readonly<Record<string, SessionStage>> = {
  task_started: 'working',
  task_complete: 'idle',
  turn_aborted: 'idle',
  exec_approval_request: 'waiting',
  apply_patch_approval_request: 'waiting',
};

export const codexReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: [
    '"session_meta"',
    '"turn_context"',
    '"token_count"',
    '"task_started"',
    '"compacted"',
    '"task_complete"',
    '"turn_aborted"',
    '_approval_request"',
    `"${ASKING}"`,
    '"function_call_output"',
  ],
  title({ type, payload }) {
    const event = type === 'event_msg' ? asFields(payload) : null;
    return event?.type === 'user_message' ? typedText(event.message) : null;
  },
  feed(state, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return state;
    // Outputs may be long, and tell nothing but that a question has its answer.
    if (state.stage !== 'waiting' && line.includes('"function_call_output"')) return state;
    const fields = parseObject(line);
    const payload = asFields(fields?.payload);
    if (fields === null || payload === null) return state;
    if (fields.type === 'session_meta') return identified(state, fields, payload);
    if (fields.type === 'turn_context') return inTurn(state, payload);
    if (fields.type === 'compacted') return afterCompaction(state, fields);
    if (fields.type === 'response_item') return afterItem(state, payload);
    return fields.type === 'event_msg' ? afterEvent(state, fields, payload) : state;
  },
  spend(context, line) {
    if (!SPENDING_MARKERS.some((marker) => line.includes(marker))) return { context, calls: [] };
    const fields = parseObject(line);
    const payload = asFields(fields?.payload);
    if (fields === null || payload === null) return { context, calls: [] };
    if (fields.type === 'event_msg') return { context, calls: spentBy(context, fields, payload) };
    if (fields.type === 'compacted')
      return { context, calls: [], compactions: [{ at: asText(fields.timestamp), trigger: null }] };
    const { cwd, model } = context;
    // A fork continues with its parent's lines: only the first is its own.
    if (fields.type === 'session_meta')
      return { context: { cwd: cwd ?? asText(payload.cwd), model }, calls: [] };
    if (fields.type !== 'turn_context') return { context, calls: [] };
    return { context: { cwd: asText(payload.cwd) ?? cwd, model: asText(payload.model) ?? model }, calls: [] };
  },
};

/** Tests whether a line's value looks like a rollout's, where everything is in a payload. */
export function isCodexRecord(value: unknown): boolean {
  const fields = asFields(value);
  return asText(fields?.type) !== null && asFields(fields?.payload) !== null;
}

const SPENDING_MARKERS = ['"session_meta"', '"turn_context"', '"token_count"', '"compacted"'];

/**
 * A line that only reports new limits repeats the previous call's figures, and a fork or sub-agent begins with a copy
 * of its parent's lines with new times: a call is identified by its figures and the running total.
 */
function spentBy({ model }: SpendingContext, fields: Fields, payload: Fields): SpendingStep['calls'] {
  const info = payload.type === 'token_count' ? asFields(payload.info) : null;
  if (info === null) return [];
  const figures = new TokenFigures();
  const usage = figures.group(info, 'last_token_usage');
  if (usage === null && figures.noCount === null) return [];
  const last = usage ?? {};
  const cacheRead = figures.optional(last, 'cached_input_tokens');
  const cacheCreation = figures.optional(last, 'cache_write_input_tokens');
  const output = figures.optional(last, 'output_tokens');
  figures.optional(last, 'reasoning_output_tokens');
  const input = Math.max(figures.optional(last, 'input_tokens') - cacheRead - cacheCreation, 0);
  const id = `codex ${[...chartsOf(asFields(info.total_token_usage)), ...chartsOf(usage)].join(' ')}`;
  // After a compaction, Codex counts its context itself: only the total is set, and there was no call.
  const call = spentCall(figures, {
    id,
    at: asText(fields.timestamp),
    model,
    isSubagent: false,
    spent: { input, cacheCreation, cacheRead, output },
    context: isTokenCount(last.total_tokens) ? last.total_tokens : null,
  });
  return call === null ? [] : [call];
}

function chartsOf(usage: Fields | null): readonly number[] {
  const names = [
    'input_tokens',
    'cached_input_tokens',
    'output_tokens',
    'reasoning_output_tokens',
    'total_tokens',
  ];
  // The sum over a long session may exceed the limit of a count.
  return names.map((name) => Number(usage?.[name] ?? 0));
}

/** Only the first one is the session's own: forks and sub-agents continue with a copy of their parent's lines. */
function identified(state: TranscriptState, fields: Fields, payload: Fields): TranscriptState {
  if (state.sessionId !== null) return state;
  const sessionId = asText(payload.id) ?? asText(payload.session_id);
  if (sessionId === null) return state;
  return {
    ...state,
    sessionId,
    cwd: asText(payload.cwd),
    version: asText(payload.cli_version),
    at: asText(fields.timestamp) ?? state.at,
    parentSessionId: parentOf(payload),
  };
}

/** New versions have `thread_source`, older ones `source.subagent`; the parent is in either place. */
function parentOf(payload: Fields): string | null {
  const source = asFields(payload.source)?.subagent;
  const isSubagent = payload.thread_source === 'subagent' || source !== undefined;
  if (!isSubagent) return null;
  const spawn = asFields(asFields(source)?.thread_spawn);
  return asText(payload.parent_thread_id) ?? asText(spawn?.parent_thread_id) ?? '';
}

function inTurn(state: TranscriptState, payload: Fields): TranscriptState {
  return { ...state, cwd: asText(payload.cwd) ?? state.cwd, model: asText(payload.model) ?? state.model };
}

/** Parts that the sums include; an invalid one spoils the record nevertheless. */
const PARTS = ['cached_input_tokens', 'cache_write_input_tokens', 'reasoning_output_tokens'];

function afterEvent(state: TranscriptState, fields: Fields, payload: Fields): TranscriptState {
  const stage = STAGES[asText(payload.type) ?? ''];
  if (stage !== undefined) return { ...withWindow(state, payload), questions: [], stage };
  if (payload.type !== 'token_count') return state;
  // Null if only the plan's limits are reported: the previous figures still apply.
  const info = asFields(payload.info);
  if (info === null) return state;
  const figures = new TokenFigures();
  const usage = figures.group(info, 'last_token_usage');
  if (usage === null && figures.noCount === null) return withWindow(state, info);
  const last = usage ?? {};
  const input = figures.optional(last, 'input_tokens');
  const output = figures.optional(last, 'output_tokens');
  for (const name of PARTS) figures.optional(last, name);
  const tokens = figures.sum(figures.required(last, 'total_tokens'));
  if (tokens === 0) return withWindow(state, info);
  // After a compaction, Codex counts its context itself: there was no call, and only the total is set.
  const isCounted = tokens !== null && input === 0 && output === 0;
  const outputTokens = tokens === null || isCounted ? null : output;
  return {
    ...withWindow(state, info),
    at: asText(fields.timestamp) ?? state.at,
    call: { messageId: null, tokens, noCount: figures.noCount, outputTokens },
    // A line that only reports new limits repeats the previous call's figures.
    recent: withTurn(
      isCounted ? [] : state.recent,
      { tokens, at: asText(fields.timestamp) },
      !isCounted && state.call?.tokens === tokens,
    ),
    isCompacted: false,
    mostTokens: Math.max(state.mostTokens, tokens ?? 0),
  };
}

/** A question waits for the output that has its id, or for any after an approval. */
function afterItem(state: TranscriptState, { type, name, call_id: id }: Fields): TranscriptState {
  const call = asText(id) ?? '';
  const { questions = [] } = state;
  if (type === 'function_call' && name === ASKING) return { ...state, questions: [call], stage: 'waiting' };
  const isAnswer = type === 'function_call_output' && (questions.length === 0 || questions.includes(call));
  return state.stage === 'waiting' && isAnswer ? { ...state, questions: [], stage: 'working' } : state;
}

function withWindow(state: TranscriptState, { model_context_window: size }: Fields): TranscriptState {
  const window = asTokens(size);
  return window === 0 ? state : { ...state, window };
}

/** Some versions count the new context before they write this line: then the reading already has it. */
function afterCompaction(state: TranscriptState, fields: Fields): TranscriptState {
  const isCounted = state.call !== null && state.call.noCount === null && state.call.outputTokens === null;
  const tokensBefore = isCounted ? null : (state.call?.tokens ?? null);
  return {
    ...state,
    at: asText(fields.timestamp) ?? state.at,
    call: isCounted ? state.call : null,
    recent: isCounted ? state.recent : [],
    isCompacted: !isCounted,
    compactions: [...state.compactions, { trigger: null, preTokens: null, tokensBefore }],
  };
}

/**
 * Returns what Codex shows as used: 100 minus its "% context left", which excludes the baseline on both sides.
 *
 * @example codexPercent(35041, 258400) // 9
 */
export function codexPercent(tokens: number, window: number): number {
  if (window <= BASELINE) return 100;
  const usable = window - BASELINE;
  const left = (usable - Math.max(tokens - BASELINE, 0)) / usable;
  return 100 - Math.round(Math.min(Math.max(left, 0), 1) * 100);
}

/** A rollout reports this percentage of the model's window, which is a whole number of thousands. */
const EFFECTIVE_PERCENT = 95;
/** Percentage of the model's window; a configured limit can only lower it. */
const COMPACTS_PERCENT = 90;

/**
 * Returns the number of tokens at which Codex compacts automatically, counted like context usage. Source: Codex 0.154
 * (`auto_compact_token_limit`).
 *
 * @param window as reported in the rollout
 * @param limit `model_auto_compact_token_limit`; null if it isn't set
 * @example codexCompactsAt(258400, null) // 244800, for a model with 272000
 */
export function codexCompactsAt(window: number, limit: number | null): number {
  const whole = (window * 100) / EFFECTIVE_PERCENT;
  const own = whole % 1000 === 0 ? whole : window;
  return Math.min(limit ?? Infinity, Math.floor((own * COMPACTS_PERCENT) / 100));
}

/** The compaction settings in `config.toml`. */
export interface CodexConfig {
  readonly limit: number | null;
  /** The limit counts something other than the whole context. */
  readonly isOtherScope: boolean;
}

/**
 * Reads both settings by line: they are plain values before the first table. A profile's settings only apply if it
 * was selected, which nothing reveals.
 */
export function parseCodexConfig(text: string): CodexConfig {
  const top = text.split(/^\s*\[/m)[0] ?? '';
  const limit = /^\s*model_auto_compact_token_limit\s*=\s*(\d[\d_]*)\s*(?:#.*)?$/m.exec(top)?.[1];
  const scope = /^\s*model_auto_compact_token_limit_scope\s*=\s*["']([^"']*)["']/m.exec(top)?.[1];
  const tokens = asTokens(Number(limit?.replaceAll('_', '') ?? 0));
  return { limit: tokens === 0 ? null : tokens, isOtherScope: scope !== undefined && scope !== 'total' };
}
