/**
 * Reads OpenCode's messages, rows of a database with a JSON text each (an internal format: unknown parts are skipped).
 * Context usage is the input of the last answer, including the cached part. Source: OpenCode 1.18.
 */

import { asFields, asText, asTime, type Fields, parseObject } from '../../json-fields.ts';
import { NO_SPENDING_CONTEXT, type SpendingStep, type SpentCall, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import { EMPTY_TRANSCRIPT, type TranscriptState } from '../../meter/transcript-reader.ts';
import {
  afterCall,
  afterCompaction,
  callFigures,
  type FigureNames,
  readSpending,
  type SpendingNames,
} from '../call-steps.ts';

const FIGURES: FigureNames = {
  inputs: ['input', 'cacheRead', 'cacheWrite'],
  outputs: ['output', 'reasoning'],
};

const SPENDING: SpendingNames = {
  input: 'input',
  cacheCreation: 'cacheWrite',
  cacheRead: 'cacheRead',
  outputs: FIGURES.outputs,
};

/** A row of the table of messages. */
export interface StoredMessage {
  readonly id: string;
  /** JSON; null if it's too long to be an answer. */
  readonly data: string | null;
}

/** A row of the table of sessions. */
export interface StoredSession {
  readonly id: string;
  readonly cwd: string;
  readonly version: string | null;
  /** Null if the agent gave none. */
  readonly title: string | null;
}

/** What a session is called before it has a title. */
const UNTITLED = /^(?:New|Child) session - \d{4}-/;

/**
 * Returns the state after a session's messages.
 *
 * @param messages in their order, or the newest of them
 * @param isAutomatic whether the message with an id asked for an automatic compaction; null if unknown
 */
export function stateOfMessages(
  { id, cwd, version, title }: StoredSession,
  messages: readonly StoredMessage[],
  isAutomatic: (message: string) => boolean | null,
): TranscriptState {
  const own = ownTitle(title);
  const name = own === null ? {} : { name: own };
  const head: TranscriptState = { ...EMPTY_TRANSCRIPT, sessionId: id, cwd, version, ...name };
  return messages.reduce((state, message) => {
    const answer = answerOf(message);
    if (answer === null) return state;
    if (!isSummary(answer)) return called(state, message.id, answer);
    if (!isFinished(answer)) return state;
    const isAuto = isAutomatic(asText(answer.parentID) ?? '');
    const trigger = isAuto === true ? 'auto' : isAuto === false ? 'manual' : null;
    return afterCompaction(state, { trigger, preTokens: null, at: timeOf(answer) });
  }, head);
}

/** Returns a session's title; null for what it is called before it has one. */
export function ownTitle(title: string | null): string | null {
  return title === null || UNTITLED.test(title) ? null : title;
}

/** Tests whether a message is one to the agent. */
export function isQuestion({ data }: StoredMessage): boolean {
  return data === null || parseObject(data)?.role === 'user';
}

/** Returns what a session's messages cost. */
export function spendingOfMessages(messages: readonly StoredMessage[]): SpendingStep {
  const answers = messages.map((message) => ({ id: message.id, answer: answerOf(message) }));
  const calls = answers.flatMap(({ id, answer }) => (answer === null ? [] : spentBy(id, answer)));
  const compactions = answers.flatMap(({ answer }) =>
    answer !== null && isSummary(answer) && isFinished(answer) ? [{ at: timeOf(answer), trigger: null }] : [],
  );
  return { context: NO_SPENDING_CONTEXT, calls, compactions };
}

/** Tests whether a message is one that the user's request for a compaction made, as far as its beginning tells. */
export function isAnswerText(data: string): boolean {
  return data.includes('"assistant"');
}

/** What a part of a message says of a compaction: whether it's automatic; null if it's another part. */
export function compactionOf(part: string): boolean | null {
  const fields = parseObject(part);
  return fields?.type === 'compaction' ? fields.auto === true : null;
}

function answerOf({ data }: StoredMessage): Fields | null {
  const fields = data === null ? null : parseObject(data);
  return fields?.role === 'assistant' ? fields : null;
}

function isSummary({ summary, mode }: Fields): boolean {
  return summary === true || mode === 'compaction';
}

/** One that was broken off, or is being written, changed nothing. */
function isFinished({ error, finish }: Fields): boolean {
  return (error ?? null) === null && asText(finish) !== null;
}

function timeOf({ time }: Fields): string | null {
  const times = asFields(time);
  return asTime(times?.completed) ?? asTime(times?.created);
}

/** The figures, in one level. */
function usageOf({ tokens }: Fields): Fields | null {
  const told = asFields(tokens);
  if (told === null) return null;
  const { cache, ...rest } = told;
  const parts = cache === undefined ? {} : asFields(cache);
  // What isn't an object is no count either.
  return parts === null
    ? { ...rest, cacheRead: cache }
    : { ...rest, cacheRead: parts.read ?? 0, cacheWrite: parts.write ?? 0 };
}

/** While an answer is being written, its figures are 0. */
function called(state: TranscriptState, id: string, answer: Fields): TranscriptState {
  const usage = usageOf(answer);
  if (usage === null || usage.output === 0) return state;
  return afterCall(state, {
    messageId: id,
    ...callFigures(usage, FIGURES),
    model: asText(answer.modelID),
    at: timeOf(answer),
  });
}

function spentBy(id: string, answer: Fields): SpentCall[] {
  const usage = usageOf(answer);
  if (usage === null) return [];
  const figures = new TokenFigures();
  const { spent, context } = readSpending(figures, usage, SPENDING);
  const call = spentCall(figures, {
    id,
    at: timeOf(answer),
    model: asText(answer.modelID),
    isSubagent: false,
    spent,
    context: isSummary(answer) ? null : context,
  });
  return call === null ? [] : [call];
}
