/**
 * Reads Gemini CLI's chats: JSON lines, formerly one JSON document. Context usage is `tokens.input` of the last
 * remaining message, including the cached part.
 */

import { RECENT_TURNS, type TurnSample } from '../../meter/forecast.ts';
import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import {
  NO_SPENDING_CONTEXT,
  type SpendingContext,
  type SpendingStep,
  type SpentCall,
  spentCall,
} from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import {
  type DocumentReader,
  EMPTY_TRANSCRIPT,
  type LineReader,
  type MessageTrail,
  type TranscriptState,
} from '../../meter/transcript-reader.ts';
import { typedText } from '../typed-text.ts';

/** How a compression's summary, its first message, begins. */
const SNAPSHOT = '<state_snapshot>';

/** An appended chat: messages, later versions of them under the same id, changes of its head, rewinds. */
export const geminiReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"id"', '"sessionId"', '"$set"', '"$rewindTo"'],
  title: ({ type, content }) => (type === 'user' ? typedText(content) : null),
  feed(state, line) {
    if (!this.markers.some((marker) => line.includes(marker))) return state;
    const fields = parseObject(line);
    if (fields === null) return state;
    const target = asText(fields.$rewindTo);
    if (target !== null) return told(state, rewound(state.trail, target));
    if (asText(fields.id) !== null) return told(state, withMessage(state.trail, fields));
    return withHead(state, asFields(fields.$set) ?? fields);
  },
  spend(context, line) {
    const fields = this.markers.some((marker) => line.includes(marker)) ? parseObject(line) : null;
    return fields === null ? { context, calls: [] } : spentBy(context, asFields(fields.$set) ?? fields);
  },
};

/** A chat in the former format, rewritten with every message. */
export const geminiDocumentReader: DocumentReader = {
  form: 'document',
  read(text) {
    const fields = parseObject(text);
    return fields === null ? EMPTY_TRANSCRIPT : withHead(EMPTY_TRANSCRIPT, fields);
  },
  spendings(text) {
    const fields = parseObject(text);
    return fields === null
      ? { context: NO_SPENDING_CONTEXT, calls: [] }
      : spentBy(NO_SPENDING_CONTEXT, fields);
  },
};

/** Tests whether a line's value, or a whole document, looks like a chat: its head, a change of it, or a message. */
export function isGeminiRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields === null) return false;
  const isHead = asText(fields.sessionId) !== null && asText(fields.projectHash) !== null;
  const isChange = asText(fields.$rewindTo) !== null || asFields(fields.$set) !== null;
  return isHead || isChange || (fields.type === 'gemini' && asText(fields.id) !== null);
}

/** A message, or a head with all messages again. What a rewind takes back was still paid for. */
function spentBy({ cwd, model }: SpendingContext, fields: Fields): SpendingStep {
  const messages = [fields, ...asList(fields.messages).map(asFields)];
  return {
    context: { cwd: asText(asList(fields.directories)[0]) ?? cwd, model },
    calls: messages.flatMap((message) => (message === null ? [] : spentIn(message))),
  };
}

/** `input` includes cached tokens; thinking and tool tokens are separate. */
function spentIn(message: Fields): SpentCall[] {
  const figures = new TokenFigures();
  const tokens = figures.group(message, 'tokens');
  if (tokens === null && figures.noCount === null) return [];
  const told = tokens ?? {};
  figures.optional(told, 'total');
  const cacheRead = figures.optional(told, 'cached');
  const context = figures.required(told, 'input');
  const spent = {
    input: Math.max(context - cacheRead, 0) + figures.optional(told, 'tool'),
    cacheCreation: 0,
    cacheRead,
    output: figures.optional(told, 'output') + figures.optional(told, 'thoughts'),
  };
  const call = spentCall(figures, {
    id: asText(message.id),
    at: asText(message.timestamp),
    model: asText(message.model),
    isSubagent: false,
    spent,
    context: figures.noCount === null ? context : null,
  });
  return call === null ? [] : [call];
}

/** Identity; a change of it sometimes repeats every message (a compression, a turn taken back). */
function withHead(state: TranscriptState, fields: Fields): TranscriptState {
  const sessionId = state.sessionId ?? asText(fields.sessionId);
  const isSubagent = fields.kind === 'subagent';
  const head: TranscriptState = {
    ...state,
    sessionId,
    cwd: asText(asList(fields.directories)[0]) ?? state.cwd,
    parentSessionId: isSubagent ? (asText(fields.parentSessionId) ?? '') : state.parentSessionId,
  };
  if (!Array.isArray(fields.messages)) return head;
  const messages = asList(fields.messages)
    .map(asFields)
    .filter((message) => message !== null);
  const trail = messages.reduce<MessageTrail | null>(withMessage, null);
  const mark = messages.map(snapshotMark).findLast((one) => one !== null) ?? state.compactionMark;
  const isNew = mark !== state.compactionMark;
  // What the compression kept still has the figures from before it.
  if (isNew || (state.isCompacted && mark !== null)) return compressed(head, trail, mark, isNew);
  return told(head, trail);
}

/** Identifies a compression's summary; null for any other message. */
function snapshotMark(message: Fields): string | null {
  const [first] = asList(message.content).map(asFields);
  const text = asText(message.content) ?? asText(first?.text) ?? '';
  if (message.type !== 'user' || !text.trimStart().startsWith(SNAPSHOT)) return null;
  return asText(message.id) ?? asText(message.timestamp) ?? '';
}

/** Until the next call, the reading is *compacted*. */
function compressed(
  state: TranscriptState,
  trail: MessageTrail | null,
  mark: string | null,
  isNew: boolean,
): TranscriptState {
  const { tokens = null, outputTokens = null } = state.call ?? {};
  const tokensBefore = tokens === null ? null : tokens + (outputTokens ?? 0);
  const compaction = { trigger: null, preTokens: tokens, tokensBefore };
  return {
    ...state,
    trail: withoutCalls(trail),
    call: null,
    recent: [],
    isCompacted: true,
    compactionMark: mark,
    compactions: isNew ? [...state.compactions, compaction] : state.compactions,
  };
}

function withoutCalls(trail: MessageTrail | null): MessageTrail | null {
  const ids: (string | null)[] = [];
  for (let place = trail; place !== null; place = place.before) ids.push(place.id);
  return ids.reduceRight<MessageTrail | null>((before, id) => ({ id, call: null, before }), null);
}

/** Adds a message, or replaces the one with its id. */
function withMessage(trail: MessageTrail | null, message: Fields): MessageTrail {
  const id = asText(message.id);
  const added: MessageTrail = { id, call: callOf(message), before: trail };
  return id !== null && isIn(trail, id) ? replaced(trail, added) : added;
}

function isIn(trail: MessageTrail | null, id: string): boolean {
  for (let place = trail; place !== null; place = place.before) if (place.id === id) return true;
  return false;
}

/** Figures come with a later version; a version without them doesn't clear them. */
function replaced(trail: MessageTrail | null, message: MessageTrail): MessageTrail {
  const later: MessageTrail[] = [];
  let place = trail;
  for (; place !== null && place.id !== message.id; place = place.before) later.push(place);
  const version: MessageTrail = {
    id: message.id,
    call: message.call ?? place?.call ?? null,
    before: place?.before ?? null,
  };
  return later.reduceRight<MessageTrail>((before, one) => ({ ...one, before }), version);
}

/** Removes the message and all after it; if the message is unknown, removes everything, as Gemini CLI does. */
function rewound(trail: MessageTrail | null, target: string): MessageTrail | null {
  let place = trail;
  while (place !== null && place.id !== target) place = place.before;
  return place?.before ?? null;
}

function callOf(message: Fields): MessageTrail['call'] {
  const figures = new TokenFigures();
  const group = figures.group(message, 'tokens');
  if (group === null && figures.noCount === null) return null;
  const parts = group ?? {};
  const output = figures.optional(parts, 'output');
  for (const name of ['cached', 'thoughts', 'tool', 'total']) figures.optional(parts, name);
  const tokens = figures.sum(figures.required(parts, 'input'));
  if (tokens === 0) return null;
  return {
    messageId: asText(message.id),
    tokens,
    noCount: figures.noCount,
    outputTokens: tokens === null || parts.output === undefined ? null : output,
    model: asText(message.model),
    at: asText(message.timestamp),
  };
}

function told(state: TranscriptState, trail: MessageTrail | null): TranscriptState {
  let place = trail;
  while (place !== null && place.call === null) place = place.before;
  if (place?.call == null) return { ...state, trail, call: null, recent: [] };
  const { model, at, ...call } = place.call;
  return {
    ...state,
    trail,
    call,
    recent: recentOf(trail),
    isCompacted: false,
    model: model ?? state.model,
    at: at ?? state.at,
    mostTokens: Math.max(state.mostTokens, call.tokens ?? 0),
  };
}

/** A compression rewrites the chat, so the remaining messages are the basis. */
function recentOf(trail: MessageTrail | null): readonly TurnSample[] {
  const turns: TurnSample[] = [];
  for (let place = trail; place !== null && turns.length < RECENT_TURNS; place = place.before) {
    const { tokens = null, at = null } = place.call ?? {};
    if (tokens !== null) turns.push({ tokens, at });
  }
  return turns.reverse();
}
