/**
 * Reads Droid's sessions (an internal format: unknown parts are skipped): lines with the conversation, and a settings
 * file beside them with the figures of the last call alone. Context usage is that call's input and what it read from
 * the cache. Source: Droid 0.215.
 */

import { asFields, asText, type Fields, parseObject } from '../../json-fields.ts';
import type { LineReader, TranscriptCall, TranscriptState } from '../../meter/transcript-reader.ts';
import { afterCall, afterCompaction, callFigures, type FigureNames, hasMarker } from '../call-steps.ts';
import { typedText } from '../typed-text.ts';

const FIGURES: FigureNames = {
  inputs: ['inputTokens', 'cacheReadTokens', 'cacheCreationTokens'],
  outputs: ['outputTokens'],
};

/** The lines: they tell that there was a call, not its figures. */
export const droidReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"session_start"', '"assistant"', '"compaction_state"'],
  title({ type, title, visibility, message }) {
    if (type === 'session_start') return asText(title);
    const own = type === 'message' && visibility === undefined ? asFields(message) : null;
    return own?.role === 'user' ? typedText(own.content) : null;
  },
  feed(state, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null) return state;
    if (fields.type === 'session_start') return identified(state, fields);
    const at = asText(fields.timestamp);
    if (fields.type === 'compaction_state')
      return afterCompaction(state, { trigger: null, preTokens: null, at });
    const message = fields.type === 'message' ? asFields(fields.message) : null;
    if (message?.role !== 'assistant') return state;
    const call = { messageId: asText(fields.id), tokens: null, noCount: null, outputTokens: null };
    return afterCall(state, { ...call, model: asText(message.modelId), at });
  },
};

/** Tests whether a line's value looks like a session's. */
export function isDroidRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields?.type === 'session_start') return asText(fields.id) !== null;
  return fields?.type === 'agent_turn_outcome' && asText(fields.turnId) !== null;
}

/** The settings' figures of the last call; null if there are none yet, or the text is half written. */
export function droidCall(settings: string): Omit<TranscriptCall, 'messageId'> | null {
  const fields = parseObject(settings);
  const last = fields?.lastCallTokenUsage ?? null;
  return last === null ? null : callFigures(asFields(last), FIGURES);
}

/** The session that compressed its conversation into this one; null if none did. */
export function droidParentOf(head: Fields | null): string | null {
  return asText(head?.parent) ?? asText(head?.parentSessionId);
}

function identified(state: TranscriptState, fields: Fields): TranscriptState {
  return {
    ...state,
    sessionId: asText(fields.id) ?? state.sessionId,
    cwd: asText(fields.cwd) ?? state.cwd,
    // A session of the task tool: its parent's call made it.
    parentSessionId: asText(fields.callingSessionId) ?? state.parentSessionId,
  };
}

/** Tokens that Droid counts as used in every session, on both sides of its percentage. Source: its own display. */
const BASELINE = 11_000;

/**
 * Returns what Droid shows as used.
 *
 * @example droidPercent(87650, 200000) // 41
 */
export function droidPercent(tokens: number, window: number): number {
  if (window <= BASELINE) return 100;
  const share = (tokens - BASELINE) / (window - BASELINE);
  return Math.round(Math.min(Math.max(share, 0), 1) * 100);
}
