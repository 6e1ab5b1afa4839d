/**
 * Reads Pi's sessions (an internal format: unknown parts are skipped). Context usage is the input of the last answer,
 * including the cached part. A session is a tree whose branches stand in one file; the last line ends the current one.
 * Source: Pi 0.73 and 1.6.
 */

import { asFields, asText, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import { type SpendingStep, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import type { LineReader, TranscriptState } from '../../meter/transcript-reader.ts';
import {
  afterCall,
  afterCompaction,
  callFigures,
  type FigureNames,
  hasMarker,
  readSpending,
  type SpendingNames,
} from '../call-steps.ts';
import { typedText } from '../typed-text.ts';

const FIGURES: FigureNames = { inputs: ['input', 'cacheRead', 'cacheWrite'], outputs: ['output'] };
const SPENDING: SpendingNames = {
  input: 'input',
  cacheCreation: 'cacheWrite',
  cacheRead: 'cacheRead',
  outputs: FIGURES.outputs,
};
/** Answers that ended so have no usage of the context. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set(['aborted', 'error']);

export const piReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"session"', '"assistant"', '"model_change"', '"compaction"'],
  title({ type, message }) {
    const own = type === 'message' ? asFields(message) : null;
    return own?.role === 'user' ? typedText(own.content) : null;
  },
  feed(state, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null) return state;
    if (fields.type === 'session') return identified(state, fields);
    if (fields.type === 'model_change') return { ...state, model: asText(fields.modelId) ?? state.model };
    if (fields.type === 'compaction') {
      const preTokens = asTokens(fields.tokensBefore);
      return afterCompaction(state, { trigger: null, preTokens, at: asText(fields.timestamp) });
    }
    return fields.type === 'message' ? called(state, fields, asFields(fields.message)) : state;
  },
  spend(context, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null) return { context, calls: [] };
    const at = asText(fields.timestamp);
    if (fields.type === 'session')
      return { context: { ...context, cwd: asText(fields.cwd) ?? context.cwd }, calls: [] };
    if (fields.type === 'compaction') return { context, calls: [], compactions: [{ at, trigger: null }] };
    return { context, calls: fields.type === 'message' ? spentBy(fields, asFields(fields.message)) : [] };
  },
};

/** Types of lines that no other agent's transcripts have. */
const OWN_TYPES: ReadonlySet<unknown> = new Set(['thinking_level_change', 'branch_summary', 'session_info']);

/** Tests whether a line's value looks like a session's: its head, a change of model, or an answer with its cost. */
export function isPiRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null || asText(fields.id) === null) return false;
  if (fields.type === 'session') return asText(fields.cwd) !== null && asText(fields.timestamp) !== null;
  if (fields.type === 'model_change') return asText(fields.modelId) !== null;
  const isAnswer = asFields(asFields(asFields(fields.message)?.usage)?.cost) !== null;
  return OWN_TYPES.has(fields.type) || (fields.type === 'message' && isAnswer);
}

function identified(state: TranscriptState, fields: Fields): TranscriptState {
  return {
    ...state,
    sessionId: asText(fields.id) ?? state.sessionId,
    cwd: asText(fields.cwd) ?? state.cwd,
    at: asText(fields.timestamp) ?? state.at,
  };
}

function isCounted(message: Fields | null): message is Fields {
  return (
    message?.role === 'assistant' && (message.usage ?? null) !== null && !BROKEN_OFF.has(message.stopReason)
  );
}

function called(state: TranscriptState, fields: Fields, message: Fields | null): TranscriptState {
  if (!isCounted(message)) return state;
  return afterCall(state, {
    messageId: asText(fields.id),
    ...callFigures(asFields(message.usage), FIGURES),
    model: asText(message.model),
    at: asText(fields.timestamp),
  });
}

function spentBy(fields: Fields, message: Fields | null): SpendingStep['calls'] {
  const usage = message?.role === 'assistant' ? asFields(message.usage) : null;
  if (message === null || usage === null) return [];
  const figures = new TokenFigures();
  const { spent, context } = readSpending(figures, usage, SPENDING);
  const call = spentCall(figures, {
    id: asText(message.responseId) ?? asText(fields.id),
    at: asText(fields.timestamp),
    model: asText(message.model),
    isSubagent: false,
    spent,
    context: isCounted(message) ? context : null,
  });
  return call === null ? [] : [call];
}
