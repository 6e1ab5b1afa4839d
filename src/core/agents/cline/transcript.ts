/**
 * Reads Cline's tasks, and those of the extensions that descend from it: `ui_messages.json`, one document, rewritten with every message. Context usage is that of the
 * last request with a count: input, output, cache writes, and cache reads, summed like Cline does.
 */

import {
  asFields,
  asList,
  asText,
  asTime,
  asTokens,
  type Fields,
  parseObject,
  parseValue,
} from '../../json-fields.ts';
import type { Compaction } from '../../meter/reading.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import {
  type DocumentReader,
  EMPTY_TRANSCRIPT,
  type TranscriptState,
} from '../../meter/transcript-reader.ts';
import { LARGE_WINDOW } from '../../meter/model-windows.ts';

/** Suffix of the id of a model used with its large window. */
const LARGE_MARK = ':1m';

export const clineReader: DocumentReader = {
  form: 'document',
  read(text) {
    const messages = parseValue(text);
    if (!isClineRecord(messages)) return EMPTY_TRANSCRIPT;
    return asList(messages)
      .map(asFields)
      .reduce<TranscriptState>(
        (state, message) => (message === null ? state : afterMessage(afterCut(state, message), message)),
        EMPTY_TRANSCRIPT,
      );
  },
};

/** Tests whether a whole document looks like a task: a list of timed questions and messages. */
export function isClineRecord(value: unknown): boolean {
  const first = asFields(asList(value)[0]);
  return typeof first?.ts === 'number' && (asText(first.say) !== null || asText(first.ask) !== null);
}

function afterMessage(state: TranscriptState, message: Fields): TranscriptState {
  if (message.type !== 'say') return state;
  const condensed = message.say === 'condense_context' ? asFields(message.contextCondense) : null;
  if (condensed !== null) return afterCompaction(state, { tokensBefore: condensed.prevContextTokens });
  if (message.say === 'sliding_window_truncation') return afterCompaction(state, { mode: 'auto' });
  const said = parseObject(asText(message.text) ?? '');
  if (said === null) return state;
  if (message.say === 'api_req_started') return afterRequest(state, message, said);
  return message.say === 'compaction' && said.status === 'completed' ? afterCompaction(state, said) : state;
}

const PARTS = ['tokensIn', 'tokensOut', 'cacheWrites', 'cacheReads'] as const;

/** A request has no counts before its answer arrives, if it was cancelled, or if the provider gives none. */
function afterRequest(state: TranscriptState, message: Fields, request: Fields): TranscriptState {
  const model = asText(asFields(message.modelInfo)?.modelId) ?? asText(request.modelId) ?? state.model;
  if (PARTS.every((name) => (request[name] ?? 0) === 0)) return { ...state, model };
  const figures = new TokenFigures();
  const output = figures.optional(request, 'tokensOut');
  const input = figures.required(request, 'tokensIn');
  const cached = figures.optional(request, 'cacheWrites') + figures.optional(request, 'cacheReads');
  // Descendants that name the protocol include the cached part in the input.
  const isTotal = request.apiProtocol !== undefined && input >= cached;
  const tokens = figures.sum(input, output, isTotal ? 0 : cached);
  return {
    ...state,
    model,
    at: asTime(message.ts) ?? state.at,
    call: {
      messageId: null,
      tokens,
      noCount: figures.noCount,
      outputTokens: tokens === null ? null : output,
    },
    isCompacted: false,
    mostTokens: Math.max(model === state.model ? state.mostTokens : 0, tokens ?? 0),
    window: model?.endsWith(LARGE_MARK) === true ? LARGE_WINDOW : null,
  };
}

/** Each message names the range of the conversation that is cut by then; a change is a cut. */
function afterCut(state: TranscriptState, message: Fields): TranscriptState {
  const range = asList(message.conversationHistoryDeletedRange);
  const mark = range.length === 0 ? state.compactionMark : JSON.stringify(range);
  if (mark === state.compactionMark) return state;
  // A summary that was just told of cuts too.
  if (state.isCompacted) return { ...state, compactionMark: mark };
  const compaction = { trigger: 'auto', preTokens: null, tokensBefore: state.call?.tokens ?? null } as const;
  return {
    ...state,
    call: null,
    isCompacted: true,
    compactionMark: mark,
    compactions: [...state.compactions, compaction],
  };
}

function afterCompaction(state: TranscriptState, { mode, tokensBefore }: Fields): TranscriptState {
  const preTokens = asTokens(tokensBefore);
  const compaction: Compaction = {
    trigger: mode === 'auto' || mode === 'manual' ? mode : null,
    preTokens: preTokens === 0 ? null : preTokens,
    tokensBefore: state.call?.tokens ?? null,
  };
  return { ...state, call: null, isCompacted: true, compactions: [...state.compactions, compaction] };
}
