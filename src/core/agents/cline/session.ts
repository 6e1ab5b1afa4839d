/**
 * Reads the sessions of Cline's newer layout: `<id>.messages.json`, one document, rewritten with every message. Context
 * usage is the input of the last answer with metrics, which includes the cached part. Source: Cline CLI 3.0.
 */

import { asFields, asList, asText, asTime, type Fields, parseObject } from '../../json-fields.ts';
import { NO_SPENDING_CONTEXT, type SpentCall, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import {
  type DocumentReader,
  EMPTY_TRANSCRIPT,
  type TranscriptState,
} from '../../meter/transcript-reader.ts';
import { afterCall, callFigures, type FigureNames } from '../call-steps.ts';

const FIGURES: FigureNames = { inputs: ['inputTokens'], outputs: ['outputTokens'] };

export const clineSessionReader: DocumentReader = {
  form: 'document',
  read(text) {
    const fields = parseObject(text);
    return fields === null || !isClineSession(fields) ? EMPTY_TRANSCRIPT : readSession(fields);
  },
  spendings(text) {
    const fields = parseObject(text);
    const calls = fields === null || !isClineSession(fields) ? [] : messagesOf(fields).flatMap(spentBy);
    return { context: NO_SPENDING_CONTEXT, calls };
  },
};

/** Tests whether a whole document looks like a session: its id, and messages of a role. */
export function isClineSession(value: unknown): boolean {
  const fields = asFields(value);
  return (
    asText(fields?.sessionId) !== null && asText(fields?.agent) !== null && Array.isArray(fields?.messages)
  );
}

function messagesOf(fields: Fields): readonly Fields[] {
  return asList(fields.messages)
    .map(asFields)
    .filter((message) => message !== null);
}

function readSession(fields: Fields): TranscriptState {
  const head: TranscriptState = {
    ...EMPTY_TRANSCRIPT,
    sessionId: asText(fields.sessionId),
    version: asText(asFields(fields.origin)?.version),
    at: asText(fields.updated_at),
  };
  return messagesOf(fields).reduce((state, message) => {
    if (message.role !== 'assistant' || (message.metrics ?? null) === null) return state;
    return afterCall(state, {
      messageId: asText(message.id),
      ...callFigures(asFields(message.metrics), FIGURES),
      model: asText(asFields(message.modelInfo)?.id),
      at: asTime(message.ts),
    });
  }, head);
}

function spentBy(message: Fields): SpentCall[] {
  const metrics = asFields(message.metrics);
  if (metrics === null) return [];
  const figures = new TokenFigures();
  const cacheRead = figures.optional(metrics, 'cacheReadTokens');
  const cacheCreation = figures.optional(metrics, 'cacheWriteTokens');
  const context = figures.required(metrics, 'inputTokens');
  const call = spentCall(figures, {
    id: asText(message.id),
    at: asTime(message.ts),
    model: asText(asFields(message.modelInfo)?.id),
    isSubagent: false,
    spent: {
      input: Math.max(context - cacheRead - cacheCreation, 0),
      cacheCreation,
      cacheRead,
      output: figures.optional(metrics, 'outputTokens'),
    },
    context: figures.noCount === null ? context : null,
  });
  return call === null ? [] : [call];
}
