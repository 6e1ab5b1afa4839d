/**
 * Reads Qwen Code's chats (an internal format: unknown parts are skipped). The lines' envelope is another agent's too,
 * but a message has parts, and the usage stands beside it. Context usage is the prompt of the last main call, including
 * the cached part; newer versions write the window on the same line. Source: Qwen Code 0.24.
 */

import { asFields, asText, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import { type SpendingStep, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import type { LineReader, TranscriptState } from '../../meter/transcript-reader.ts';
import { afterCall, afterCompaction, callFigures, type FigureNames, hasMarker } from '../call-steps.ts';
import { typedText } from '../typed-text.ts';

const FIGURES: FigureNames = {
  inputs: ['promptTokenCount'],
  outputs: ['candidatesTokenCount', 'thoughtsTokenCount'],
};
/** Status of a compression that made the chat smaller. */
const COMPRESSED = 1;

export const qwenCodeReader: LineReader = {
  form: 'lines',
  readsFirstLine: false,
  markers: ['"assistant"', '"chat_compression"'],
  title: ({ type, message, isSidechain }) =>
    type === 'user' && isSidechain !== true ? typedText(asFields(message)?.parts) : null,
  feed(state, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null || !isQwenCodeRecord(fields) || fields.isSidechain === true) return state;
    if (fields.type === 'assistant') return called(state, fields);
    return fields.subtype === 'chat_compression' ? compressed(state, fields) : state;
  },
  spend(context, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null || !isQwenCodeRecord(fields)) return { context, calls: [] };
    const after = { ...context, cwd: asText(fields.cwd) ?? context.cwd };
    const info = compressionOf(fields);
    if (info === null) return { context: after, calls: fields.type === 'assistant' ? spentBy(fields) : [] };
    return {
      context: after,
      calls: [],
      compactions: [{ at: asText(fields.timestamp), trigger: triggerOf(info) }],
    };
  },
};

/** Tests whether a line's value looks like a chat's: a message with parts, or a system record with a payload. */
export function isQwenCodeRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null || asText(fields.sessionId) === null || asText(fields.uuid) === null) return false;
  const isMessage = Array.isArray(asFields(fields.message)?.parts);
  return isMessage || asFields(fields.usageMetadata) !== null || asFields(fields.systemPayload) !== null;
}

function called(state: TranscriptState, fields: Fields): TranscriptState {
  const usage = asFields(fields.usageMetadata);
  const isTold = usage !== null || (fields.usageMetadata ?? null) !== null;
  if (!isTold) return state;
  const window = asTokens(fields.contextWindowSize);
  const after = afterCall(state, {
    messageId: asText(fields.uuid),
    ...callFigures(usage, FIGURES),
    model: asText(fields.model),
    at: asText(fields.timestamp),
  });
  if (after === state) return state;
  return { ...identified(after, fields), window: window === 0 ? after.window : window };
}

/** A compression that made nothing smaller is recorded without this line, or with another status. */
function compressionOf(fields: Fields): Fields | null {
  const info = fields.subtype === 'chat_compression' ? asFields(asFields(fields.systemPayload)?.info) : null;
  const status = info?.compressionStatus;
  return info !== null && (status === undefined || status === COMPRESSED) ? info : null;
}

function compressed(state: TranscriptState, fields: Fields): TranscriptState {
  const info = compressionOf(fields);
  if (info === null) return state;
  const preTokens = asTokens(info.originalTokenCount);
  const after = afterCompaction(state, {
    trigger: triggerOf(info),
    preTokens,
    at: asText(fields.timestamp),
  });
  return identified({ ...after, mostTokens: Math.max(after.mostTokens, preTokens) }, fields);
}

function triggerOf({ triggerReason }: Fields): 'manual' | 'auto' | null {
  if (triggerReason === 'manual') return 'manual';
  return asText(triggerReason) === null ? null : 'auto';
}

function identified(state: TranscriptState, fields: Fields): TranscriptState {
  return {
    ...state,
    sessionId: asText(fields.sessionId) ?? state.sessionId,
    cwd: asText(fields.cwd) ?? state.cwd,
    version: asText(fields.version) ?? state.version,
    at: asText(fields.timestamp) ?? state.at,
  };
}

/** The prompt includes the cached part; thinking is separate from the answer. */
function spentBy(fields: Fields): SpendingStep['calls'] {
  const usage = asFields(fields.usageMetadata);
  if (usage === null) return [];
  const figures = new TokenFigures();
  const cacheRead = figures.optional(usage, 'cachedContentTokenCount');
  const context = figures.required(usage, 'promptTokenCount');
  const call = spentCall(figures, {
    id: asText(fields.uuid),
    at: asText(fields.timestamp),
    model: asText(fields.model),
    isSubagent: fields.isSidechain === true,
    spent: {
      input: Math.max(context - cacheRead, 0),
      cacheCreation: 0,
      cacheRead,
      output: figures.optional(usage, 'candidatesTokenCount') + figures.optional(usage, 'thoughtsTokenCount'),
    },
    context: figures.noCount === null ? context : null,
  });
  return call === null ? [] : [call];
}
