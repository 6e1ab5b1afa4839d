/**
 * Reads Kimi Code's wire logs, one for each agent of a session (an internal format: unknown parts are skipped). Context
 * usage is the input of a turn's last call, including the cached part; what a compaction used has another scope.
 * Source: Kimi Code 2.1.
 */

import { asFields, asText, asTime, asTokens, type Fields, parseObject } from '../../json-fields.ts';
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

const FIGURES: FigureNames = {
  inputs: ['inputOther', 'inputCacheRead', 'inputCacheCreation'],
  outputs: ['output'],
};
const SPENDING: SpendingNames = {
  input: 'inputOther',
  cacheCreation: 'inputCacheCreation',
  cacheRead: 'inputCacheRead',
  outputs: FIGURES.outputs,
};
const COMPACTION = 'context.apply_compaction';

export const kimiCodeReader: LineReader = {
  form: 'lines',
  readsFirstLine: false,
  markers: ['"usage.record"', '"llm.request"', '"profile.bind"', `"${COMPACTION}"`],
  title: ({ type, origin, input }) =>
    type === 'turn.prompt' && asFields(origin)?.kind === 'user' ? typedText(input) : null,
  feed(state, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null) return state;
    if (fields.type === 'profile.bind') return { ...state, cwd: cwdOf(fields) ?? state.cwd };
    if (fields.type === 'llm.request') return requested(state, fields);
    if (fields.type === COMPACTION) {
      const preTokens = asTokens(fields.tokensBefore);
      return afterCompaction(state, { trigger: null, preTokens, at: asTime(fields.time) });
    }
    return fields.type === 'usage.record' ? called(state, fields) : state;
  },
  spend(context, line) {
    const fields = hasMarker(this.markers, line) ? parseObject(line) : null;
    if (fields === null) return { context, calls: [] };
    const { cwd, model } = context;
    if (fields.type === 'profile.bind') return { context: { cwd: cwdOf(fields) ?? cwd, model }, calls: [] };
    if (fields.type === 'llm.request')
      return { context: { cwd, model: asText(fields.model) ?? model }, calls: [] };
    if (fields.type === COMPACTION)
      return { context, calls: [], compactions: [{ at: asTime(fields.time), trigger: null }] };
    return { context, calls: fields.type === 'usage.record' ? spentBy(fields, model) : [] };
  },
};

/** Tests whether a line's value looks like a wire log's. */
export function isKimiCodeRecord(value: unknown): boolean {
  const fields = asFields(value);
  if (fields?.type === 'metadata') return asText(fields.protocol_version) !== null;
  return fields?.type === 'usage.record' && asText(fields.usageScope) !== null;
}

function cwdOf({ environmentDisclosure }: Fields): string | null {
  return asText(asFields(environmentDisclosure)?.cwd);
}

/** Only the request has the model's own name; its record has the user's alias. */
function requested(state: TranscriptState, fields: Fields): TranscriptState {
  const model = asText(fields.model);
  if (model === null || fields.kind === 'compaction') return state;
  return { ...state, model, mostTokens: model === state.model ? state.mostTokens : 0 };
}

function called(state: TranscriptState, fields: Fields): TranscriptState {
  if (fields.usageScope !== undefined && fields.usageScope !== 'turn') return state;
  return afterCall(state, {
    messageId: null,
    ...callFigures(asFields(fields.usage), FIGURES),
    model: state.model === null ? asText(fields.model) : null,
    at: asTime(fields.time),
  });
}

function spentBy(fields: Fields, model: string | null): SpendingStep['calls'] {
  const usage = asFields(fields.usage);
  if (usage === null) return [];
  const figures = new TokenFigures();
  const { spent, context } = readSpending(figures, usage, SPENDING);
  const call = spentCall(figures, {
    id: null,
    at: asTime(fields.time),
    model: model ?? asText(fields.model),
    isSubagent: false,
    spent,
    context: fields.usageScope === 'session' ? null : context,
  });
  return call === null ? [] : [call];
}
