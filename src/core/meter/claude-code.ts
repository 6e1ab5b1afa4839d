/**
 * Reads Claude Code's transcripts (an internal format: whatever isn't understood is skipped). "Rule n" is the
 * numbering of test/unit/meter/claude-code.test.ts, where each has its sample. Occupancy is what Claude Code calls `used_percentage`: the input
 * side of the last call of the main conversation.
 */

import { withTurn } from './forecast.ts';
import { asFields, asText, asTokens, type Fields, parseObject } from '../json-fields.ts';
import type { Compaction } from './reading.ts';
import { processedTokens, type SpendingContext, type SpendingStep, type TokenSpending } from './spending.ts';
import type { LineReader, TranscriptCall, TranscriptState } from './transcript-reader.ts';

/** The one model id that never called a model. */
const SYNTHETIC = '<synthetic>';

export const claudeCodeReader: LineReader = {
  form: 'lines',
  readsFirstLine: false,
  markers: ['"assistant"', '"compact_boundary"'],
  feed(state, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return state;
    // Rule 10: a malformed line, or one that is no object, is skipped.
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
    // Rule 2: a `progress` line repeats a sub-agent's message, which stands in a file of its own.
    return fields?.type === 'assistant' ? spentBy(context, fields) : { context, calls: [] };
  },
};

/** Types of lines that no other agent's transcripts have, whatever else stands in them. */
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

/** Whether a line's value has the shape of Claude Code's: a message in its envelope, or a type of its own. */
export function isClaudeCodeRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null || fields.payload !== undefined) return false;
  const { type } = fields;
  if (type === 'user' || type === 'assistant') return asFields(fields.message) !== null;
  if (type === 'system') return asText(fields.subtype) !== null || asText(fields.sessionId) !== null;
  return OWN_TYPES.has(type) || (type === 'summary' && asText(fields.leafUuid) !== null);
}

/** Every call costs, a sub-agent's too; an error of the API and a made-up message don't (rule 1). */
function spentBy(before: SpendingContext, fields: Fields): SpendingStep {
  const message = asFields(fields.message);
  const usage = asFields(message?.usage);
  const context = { ...before, cwd: asText(fields.cwd) ?? before.cwd };
  const model = asText(message?.model);
  if (message === null || usage === null || fields.isApiErrorMessage === true || model === SYNTHETIC) {
    return { context, calls: [] };
  }
  // Rule 4 turned round: each iteration was paid for, and the top level sums them.
  const spent: TokenSpending = {
    input: asTokens(usage.input_tokens),
    cacheCreation: cacheCreation(usage),
    cacheRead: asTokens(usage.cache_read_input_tokens),
    output: asTokens(usage.output_tokens),
  };
  if (processedTokens(spent) === 0) return { context, calls: [] };
  const id = asText(message.id) ?? asText(fields.uuid);
  const isSubagent = fields.isSidechain === true;
  const { tokens } = callOf(id, usage);
  return {
    context,
    calls: [{ id, at: asText(fields.timestamp), model, isSubagent, spent, context: tokens }],
  };
}

function afterCall(state: TranscriptState, fields: Fields): TranscriptState {
  const message = asFields(fields.message);
  const usage = asFields(message?.usage);
  if (message === null || usage === null) return state;
  const model = asText(message.model);
  // Rule 1: an error of the API and a message made up by the client have usage, but of nothing.
  if (fields.isApiErrorMessage === true || model === SYNTHETIC) return state;
  const call = callOf(asText(message.id), usage);
  if (call.tokens === 0) return state;
  const isSameModel = model === null || model === state.model;
  return {
    ...state,
    ...identityOf(state, fields),
    model: model ?? state.model,
    call: mergeCall(state.call, call),
    recent: withTurn(
      state.recent,
      { tokens: call.tokens, at: asText(fields.timestamp) },
      isSameCall(state.call, call),
    ),
    isCompacted: false,
    // Rule 12: another model has another window, so what was seen of the old one no longer tells.
    mostTokens: isSameModel ? Math.max(state.mostTokens, call.tokens) : call.tokens,
    autoCompactedAt: isSameModel ? state.autoCompactedAt : null,
  };
}

/** Rule 3: one call is written as several lines of one `message.id`, of which the output grows. */
function mergeCall(before: TranscriptCall | null, call: TranscriptCall): TranscriptCall {
  if (!isSameCall(before, call)) return call;
  return { ...call, outputTokens: Math.max(before?.outputTokens ?? 0, call.outputTokens ?? 0) };
}

function isSameCall(before: TranscriptCall | null, { messageId }: TranscriptCall): boolean {
  return messageId !== null && before?.messageId === messageId;
}

function callOf(messageId: string | null, usage: Fields): TranscriptCall {
  const counted = lastIteration(usage) ?? usage;
  return {
    messageId,
    tokens:
      asTokens(counted.input_tokens) + cacheCreation(counted) + asTokens(counted.cache_read_input_tokens),
    outputTokens: asTokens(counted.output_tokens ?? usage.output_tokens),
  };
}

/** Rule 4: the top level sums the iterations; the context is what the last message among them was given. */
function lastIteration(usage: Fields): Fields | null {
  if (!Array.isArray(usage.iterations)) return null;
  const iterations = (usage.iterations as readonly unknown[]).map(asFields);
  const isMessage = (entry: Fields | null): boolean =>
    entry?.type === 'message' &&
    (typeof entry.cache_read_input_tokens === 'number' ||
      typeof entry.cache_creation_input_tokens === 'number');
  return iterations.findLast(isMessage) ?? null;
}

/** Rule 5: where the flat figure is 0 and the nested ones aren't, the nested ones hold it. */
function cacheCreation(usage: Fields): number {
  const flat = asTokens(usage.cache_creation_input_tokens);
  const nested = asFields(usage.cache_creation);
  if (flat > 0 || nested === null) return flat;
  return asTokens(nested.ephemeral_5m_input_tokens) + asTokens(nested.ephemeral_1h_input_tokens);
}

/** Rules 6 and 7: only this boundary forgets; `microcompact_boundary` resets nothing. Rule 1: nor does a sub-agent's. */
function isCompaction({ type, subtype, isSidechain }: Fields): boolean {
  return type === 'system' && subtype === 'compact_boundary' && isSidechain !== true;
}

function triggerOf(metadata: Fields | null): Compaction['trigger'] {
  const trigger = metadata?.trigger;
  return trigger === 'manual' || trigger === 'auto' ? trigger : null;
}

/** Rule 6: everything before the boundary is forgotten; until the next call the reading is *compacted*. */
function afterCompaction(state: TranscriptState, fields: Fields): TranscriptState {
  const compaction = compactionOf(state.call, asFields(fields.compactMetadata));
  const preTokens = compaction.preTokens ?? compaction.tokensBefore;
  const isAutomatic = compaction.trigger === 'auto' && preTokens !== null;
  return {
    ...state,
    ...identityOf(state, fields),
    call: null,
    recent: [],
    isCompacted: true,
    compactions: [...state.compactions, compaction],
    mostTokens: Math.max(state.mostTokens, compaction.preTokens ?? 0),
    autoCompactedAt: isAutomatic
      ? Math.min(state.autoCompactedAt ?? Infinity, preTokens)
      : state.autoCompactedAt,
  };
}

function compactionOf(call: TranscriptCall | null, metadata: Fields | null): Compaction {
  const preTokens = asTokens(metadata?.preTokens);
  return {
    trigger: triggerOf(metadata),
    preTokens: preTokens === 0 ? null : preTokens,
    tokensBefore: call === null ? null : call.tokens + (call.outputTokens ?? 0),
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
