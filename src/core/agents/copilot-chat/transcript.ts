/**
 * Reads VS Code's chat sessions, including GitHub Copilot's: lines of changes to one object (`kind` 0 the whole, 1 a
 * value, 2 entries of a list, 3 a deletion), formerly one JSON document. Context usage is `promptTokens` of the last
 * request with a count; VS Code's own indicator divides that by the model's `maxInputTokens`. Some versions write no
 * counts.
 */

import { asFields, asList, asText, asTime, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import {
  type DocumentReader,
  EMPTY_TRANSCRIPT,
  type LineReader,
  type MessageTrail,
  type TranscriptState,
} from '../../meter/transcript-reader.ts';
import { TokenFigures } from '../../meter/token-figures.ts';

export const copilotChatReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"requests"', '"promptTokens"', '"selectedModel"'],
  feed(state, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return state;
    const change = parseObject(line);
    if (change === null) return state;
    if (change.kind === 0) return afterWhole(asFields(change.v) ?? {});
    return Array.isArray(change.k) ? afterChange(state, change, asList(change.k)) : state;
  },
  // Its requests are long over, and the lines between aren't read.
  headOf(line) {
    const { sessionId, window } = this.feed(EMPTY_TRANSCRIPT, line);
    return { ...EMPTY_TRANSCRIPT, sessionId, window };
  },
};

/** A session in the former format, rewritten with every request. */
export const copilotChatDocumentReader: DocumentReader = {
  form: 'document',
  read(text) {
    const session = parseObject(text);
    return isCopilotChatRecord(session) ? afterWhole(session ?? {}) : EMPTY_TRANSCRIPT;
  },
};

/** Tests whether a line's value, or a whole document, looks like a chat session. */
export function isCopilotChatRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null) return false;
  if (typeof fields.kind === 'number') return Array.isArray(fields.k) || isSession(asFields(fields.v));
  return isSession(fields);
}

function isSession(fields: Fields | null): boolean {
  return Array.isArray(fields?.requests) && asText(fields.sessionId) !== null;
}

function afterWhole(session: Fields): TranscriptState {
  const head = {
    ...EMPTY_TRANSCRIPT,
    sessionId: asText(session.sessionId),
    window: windowIn(session.inputState),
  };
  return told(head, withRequests(null, 0, asList(session.requests)));
}

function afterChange(state: TranscriptState, change: Fields, path: readonly unknown[]): TranscriptState {
  if (path[0] === 'inputState') return withModel(state, change, path);
  if (path[0] !== 'requests') return state;
  if (path.length === 1) return afterRequests(state, change);
  const [, index, ...field] = path;
  return typeof index === 'number' ? afterField(state, index, field, change) : state;
}

/** Adds requests, replacing those from `i` on; without `i`, replaces all. */
function afterRequests(state: TranscriptState, { kind, i, v }: Fields): TranscriptState {
  if (kind === 1) return told(state, withRequests(null, 0, asList(v)));
  if (kind !== 2) return state;
  const from = typeof i === 'number' ? i : nextIndex(state.trail);
  const left = typeof i === 'number' ? before(state.trail, i) : state.trail;
  return told(state, withRequests(left, from, asList(v)));
}

/** Changes one field of a request or of its result. */
function afterField(
  state: TranscriptState,
  index: number,
  field: readonly unknown[],
  { kind, v }: Fields,
): TranscriptState {
  if (kind !== 1 && kind !== 3) return state;
  const value = kind === 1 ? v : undefined;
  const nested = [...field].reverse().reduce<unknown>((inner, name) => ({ [String(name)]: inner }), value);
  return told(state, withRequest(state.trail, index, asFields(nested) ?? {}));
}

/** @param from index of the first; null if unknown, as at the beginning of a tail */
function withRequests(
  trail: MessageTrail | null,
  from: number | null,
  requests: readonly unknown[],
): MessageTrail | null {
  return requests.map(asFields).reduce<MessageTrail | null>((left, request, at) => {
    const id = from === null ? null : String(from + at);
    return { id, call: callOf(request ?? {}, null), before: left };
  }, trail);
}

/**
 * Merges what is new about a request with what was known. Requests before the last one no longer matter; one with an
 * unknown index is the one mentioned next.
 */
function withRequest(trail: MessageTrail | null, index: number, request: Fields): MessageTrail | null {
  const last = firstNumbered(trail);
  const isLast = last === trail;
  if (last !== null && (indexOf(last) > index || (indexOf(last) === index && !isLast))) return trail;
  const same = trail !== null && (trail.id === null || indexOf(trail) === index) ? trail : null;
  const call = callOf(request, same?.call ?? null);
  return { id: String(index), call, before: same === null ? trail : same.before };
}

function firstNumbered(trail: MessageTrail | null): MessageTrail | null {
  let place = trail;
  while (place !== null && place.id === null) place = place.before;
  return place;
}

function callOf(request: Fields, known: MessageTrail['call']): MessageTrail['call'] {
  const figures = new TokenFigures();
  const metadata = asFields(asFields(request.result)?.metadata) ?? {};
  // The request's own count is that of its last round; the result's is the fallback.
  const own = figures.optional(request, 'promptTokens');
  const ofResult = figures.optional(metadata, 'promptTokens');
  const output = figures.optional(request, 'completionTokens') || figures.optional(metadata, 'outputTokens');
  const earlier = known?.tokens ?? 0;
  const isTold = figures.noCount === null && own > 0;
  const noCount = figures.noCount ?? (isTold ? null : (known?.noCount ?? null));
  return {
    messageId: asText(request.requestId) ?? known?.messageId ?? null,
    tokens: noCount === null ? own || earlier || ofResult : null,
    noCount,
    outputTokens: noCount === null ? output || (known?.outputTokens ?? null) : null,
    model: asText(metadata.resolvedModel) ?? known?.model ?? plainModel(request.modelId),
    at: asTime(asFields(request.modelState)?.completedAt) ?? known?.at ?? null,
  };
}

/** `copilot/claude-opus-4.8` → the model; `copilot/auto` doesn't name one yet. */
function plainModel(value: unknown): string | null {
  const model = asText(value)?.replace(/^copilot\//, '') ?? null;
  return model === 'auto' ? null : model;
}

function indexOf({ id }: MessageTrail): number {
  return Number(id);
}

function nextIndex(trail: MessageTrail | null): number | null {
  return trail?.id == null ? null : indexOf(trail) + 1;
}

function before(trail: MessageTrail | null, index: number): MessageTrail | null {
  let place = trail;
  while (place !== null && (place.id === null || indexOf(place) >= index)) place = place.before;
  return place;
}

function withModel(state: TranscriptState, { kind, v }: Fields, path: readonly unknown[]): TranscriptState {
  const input = path[1] === 'selectedModel' ? { selectedModel: path.length === 2 ? v : null } : v;
  const window = kind === 1 ? windowIn(input) : null;
  return window === null ? state : { ...state, window };
}

function windowIn(inputState: unknown): number | null {
  const metadata = asFields(asFields(asFields(inputState)?.selectedModel)?.metadata);
  return asTokens(metadata?.maxInputTokens) || null;
}

/** The last request with a count is the reading; one without a count so far doesn't clear it. */
function told(state: TranscriptState, trail: MessageTrail | null): TranscriptState {
  let place = trail;
  while (place !== null && (place.call === null || place.call.tokens === 0)) place = place.before;
  if (place?.call == null) return { ...state, trail, call: null };
  const { model, at, ...call } = place.call;
  return {
    ...state,
    trail,
    call,
    model,
    at,
    mostTokens: Math.max(state.mostTokens, call.tokens ?? 0),
  };
}
