/**
 * Reads Claude Code's transcripts (an internal format: unknown parts are skipped). "Rule n" refers to
 * test/unit/meter/claude-code.test.ts, which has a sample for each. Context usage is what Claude Code calls
 * `used_percentage`: the input side of the main conversation's last call.
 */

import { withTurn } from '../../meter/forecast.ts';
import { asFields, asList, asText, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import type { Compaction } from '../../meter/reading.ts';
import {
  type SpendingContext,
  type SpendingStep,
  spentCall,
  type TokenSpending,
} from '../../meter/spending.ts';
import { cacheCounts, countsCache } from './cache-counts.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import type { LineReader, TranscriptCall, TranscriptState } from '../../meter/transcript-reader.ts';
import { typedText } from '../typed-text.ts';

/** An idle session is compacted about 54 minutes after its last reply, whatever its size. */
const IDLE_MILLISECONDS = 30 * 60 * 1000;

/** The model id of messages that no model made. */
const SYNTHETIC = '<synthetic>';

export const claudeCodeReader: LineReader = {
  form: 'lines',
  readsFirstLine: false,
  markers: ['"assistant"', '"compact_boundary"'],
  title({ type, isMeta, isSidechain, isCompactSummary, toolUseResult, message, ...others }) {
    if (type === 'custom-title') return asText(others.customTitle);
    const isOther = isMeta === true || isSidechain === true || isCompactSummary === true;
    return type !== 'user' || isOther || toolUseResult !== undefined
      ? null
      : typedText(asFields(message)?.content);
  },
  feed(state, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return state;
    // Rule 10: skip malformed lines and those that aren't objects.
    const fields = parseObject(line);
    // Rule 1: a sub-agent's lines say nothing about the main conversation.
    if (fields === null || fields.isSidechain === true) return state;
    if (fields.type === 'assistant') return afterCall(state, fields);
    return isCompaction(fields) ? afterCompaction(state, fields) : state;
  },
  spend(context, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return { context, calls: [] };
    const fields = parseObject(line);
    if (fields !== null && isCompaction(fields)) {
      const trigger = triggerOf(asFields(fields.compactMetadata));
      return { context, calls: [], compactions: [{ at: asText(fields.timestamp), trigger }] };
    }
    // Rule 2: a `progress` line repeats a sub-agent's message, which is in a file of its own.
    return fields?.type === 'assistant' ? spentBy(context, fields) : { context, calls: [] };
  },
};

/** Types of lines that occur in no other agent's transcripts. */
const OWN_TYPES: ReadonlySet<unknown> = new Set([
  'progress',
  'attachment',
  'file-history-snapshot',
  'queue-operation',
  'pr-link',
  'mode',
  'permission-mode',
  'last-prompt',
]);

/** Tests whether a line's value looks like Claude Code's: a message in its envelope, or a type of its own. */
export function isClaudeCodeRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null || fields.payload !== undefined || isOfOthers(fields)) return false;
  const { type } = fields;
  if (type === 'user' || type === 'assistant') return asFields(fields.message) !== null;
  if (type === 'system') return asText(fields.subtype) !== null || asText(fields.sessionId) !== null;
  return OWN_TYPES.has(type) || (type === 'summary' && asText(fields.leafUuid) !== null);
}

/** Agents that grew from another one have its envelope around a message of parts. */
function isOfOthers({ message, systemPayload, usageMetadata }: Fields): boolean {
  return (
    Array.isArray(asFields(message)?.parts) || systemPayload !== undefined || usageMetadata !== undefined
  );
}

/** Every call costs, including a sub-agent's; API errors and synthetic messages don't (rule 1). */
function spentBy(before: SpendingContext, fields: Fields): SpendingStep {
  const context = { ...before, cwd: asText(fields.cwd) ?? before.cwd };
  const message = countedMessage(fields);
  if (message === null) return { context, calls: [] };
  const figures = new TokenFigures();
  const usage = figures.group(message, 'usage');
  // Rule 4 reversed: each iteration costs, and the top level has their sum.
  const spent = usage === null ? null : spendingOf(figures, usage);
  const { messageId, tokens } = callOf(message);
  const call = spentCall(figures, {
    id: messageId ?? asText(fields.uuid),
    at: asText(fields.timestamp),
    model: asText(message.model),
    isSubagent: fields.isSidechain === true,
    spent,
    context: tokens,
  });
  return { context, calls: call === null ? [] : [call] };
}

function spendingOf(figures: TokenFigures, usage: Fields): TokenSpending {
  const { creation, read } = cacheCounts(figures, usage);
  return {
    input: figures.required(usage, 'input_tokens'),
    cacheCreation: creation,
    cacheRead: read,
    output: figures.required(usage, 'output_tokens'),
  };
}

/** Returns a line's message if a model made it. Rule 1: errors and synthetic messages have usage, but of nothing. */
function countedMessage(fields: Fields): Fields | null {
  const message = asFields(fields.message);
  const isMadeUp = fields.isApiErrorMessage === true || message?.model === SYNTHETIC;
  return message === null || isMadeUp || (message.usage ?? null) === null ? null : message;
}

function afterCall(state: TranscriptState, fields: Fields): TranscriptState {
  const message = countedMessage(fields);
  if (message === null) return state;
  const model = asText(message.model);
  const isSameModel = model === null || model === state.model;
  const isCacheExpected = isSameModel && state.isCacheCounted;
  const call = callOf(message, isCacheExpected);
  if (call.tokens === 0) return state;
  const turn = { tokens: call.tokens, at: asText(fields.timestamp) };
  return {
    ...state,
    ...identityOf(state, fields),
    model: model ?? state.model,
    call: mergeCall(state.call, call),
    recent: withTurn(state.recent, turn, isSameCall(state.call, call)),
    isCompacted: false,
    isCacheCounted: isCacheExpected || countsCache(asFields(message.usage) ?? {}),
    // Rule 12: another model has another window, so earlier figures no longer apply.
    mostTokens: Math.max(isSameModel ? state.mostTokens : 0, call.tokens ?? 0),
    autoCompactedAt: isSameModel ? stillCompactsAt(state.autoCompactedAt, call) : null,
  };
}

/** A call above the point, after the compaction there, shows that something else caused it. */
function stillCompactsAt(point: number | null, { tokens }: TranscriptCall): number | null {
  return point !== null && (tokens ?? 0) > point ? null : point;
}

/** Rule 3: one call is written as several lines with the same `message.id` and increasing output. */
function mergeCall(before: TranscriptCall | null, call: TranscriptCall): TranscriptCall {
  if (!isSameCall(before, call) || call.outputTokens === null) return call;
  return { ...call, outputTokens: Math.max(before?.outputTokens ?? 0, call.outputTokens) };
}

function isSameCall(before: TranscriptCall | null, { messageId }: TranscriptCall): boolean {
  return messageId !== null && before?.messageId === messageId;
}

function callOf(message: Fields, isCacheExpected = false): TranscriptCall {
  const figures = new TokenFigures();
  const usage = figures.group(message, 'usage') ?? {};
  const counted = lastIteration(usage) ?? usage;
  const told = counted.output_tokens === undefined ? usage : counted;
  const output = figures.optional(told, 'output_tokens');
  const input = figures.required(counted, 'input_tokens');
  const { creation, read } = cacheCounts(figures, counted, isCacheExpected);
  const tokens = figures.sum(input, creation, read);
  return {
    messageId: asText(message.id),
    tokens,
    noCount: figures.noCount,
    outputTokens: tokens === null || told.output_tokens === undefined ? null : output,
  };
}

/** Rule 4: the top level sums the iterations; the context is the input of the last message iteration. */
function lastIteration(usage: Fields): Fields | null {
  const isMessage = (entry: Fields | null): boolean =>
    entry?.type === 'message' &&
    ('cache_read_input_tokens' in entry || 'cache_creation_input_tokens' in entry);
  return asList(usage.iterations).map(asFields).findLast(isMessage) ?? null;
}

/** Rules 6 and 7: only this boundary resets; `microcompact_boundary` doesn't. Rule 1: nor does a sub-agent's. */
function isCompaction({ type, subtype, isSidechain }: Fields): boolean {
  return type === 'system' && subtype === 'compact_boundary' && isSidechain !== true;
}

function triggerOf(metadata: Fields | null): Compaction['trigger'] {
  const trigger = metadata?.trigger;
  return trigger === 'manual' || trigger === 'auto' ? trigger : null;
}

/** Rule 6: discards everything before the boundary; until the next call, the reading is *compacted*. */
function afterCompaction(state: TranscriptState, fields: Fields): TranscriptState {
  const compaction = compactionOf(state.call, asFields(fields.compactMetadata));
  const preTokens = compaction.preTokens ?? compaction.tokensBefore;
  const isAutomatic =
    compaction.trigger === 'auto' && preTokens !== null && !isIdle(state, asText(fields.timestamp));
  return {
    ...state,
    ...identityOf(state, fields),
    call: null,
    callBefore: state.call ?? state.callBefore,
    recent: [],
    isCompacted: true,
    compactions: [...state.compactions, compaction],
    mostTokens: Math.max(state.mostTokens, compaction.preTokens ?? 0),
    autoCompactedAt: isAutomatic
      ? Math.min(state.autoCompactedAt ?? Infinity, preTokens)
      : state.autoCompactedAt,
  };
}

/** Also if the call before isn't known, such as in a tail. */
function isIdle(state: TranscriptState, boundaryAt: string | null): boolean {
  if (state.call === null || state.at === null || boundaryAt === null) return state.call === null;
  return Date.parse(boundaryAt) - Date.parse(state.at) > IDLE_MILLISECONDS;
}

function compactionOf(call: TranscriptCall | null, metadata: Fields | null): Compaction {
  const preTokens = asTokens(metadata?.preTokens);
  const { tokens = null, outputTokens = null } = call ?? {};
  return {
    trigger: triggerOf(metadata),
    preTokens: preTokens === 0 ? null : preTokens,
    tokensBefore: tokens === null || outputTokens === null ? null : tokens + outputTokens,
  };
}

function identityOf(
  state: TranscriptState,
  fields: Fields,
): Pick<TranscriptState, 'sessionId' | 'cwd' | 'version' | 'at'> {
  return {
    sessionId: asText(fields.sessionId) ?? state.sessionId,
    cwd: asText(fields.cwd) ?? state.cwd,
    version: asText(fields.version) ?? state.version,
    at: asText(fields.timestamp) ?? state.at,
  };
}
