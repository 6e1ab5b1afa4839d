/**
 * Reads Copilot CLI's events, which the harness in VS Code writes too (an internal format: unknown parts are skipped).
 * Context usage is the prompt of the last main call, including the cached part; the window is in the same event. Source:
 * Copilot CLI 1.0.102.
 */

import { asFields, asText, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import { type SpendingStep, spentCall } from '../../meter/spending.ts';
import { TokenFigures } from '../../meter/token-figures.ts';
import type { LineReader, TranscriptState } from '../../meter/transcript-reader.ts';
import { afterCall, afterCompaction, callFigures, type FigureNames, hasMarker } from '../call-steps.ts';
import { typedText } from '../typed-text.ts';

const FIGURES: FigureNames = { inputs: ['inputTokens'], outputs: ['outputTokens'] };
/** Calls that aren't the conversation's: their prompt isn't the context. */
const COMPACTION = 'compaction';

export const copilotCliReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"session.', '"assistant.turn_', '"user.message"', '.requested"', '.completed"'],
  title: ({ type, data }) => (type === 'user.message' ? typedText(asFields(data)?.content) : null),
  feed(state, line) {
    const event = eventOf(this.markers, line);
    if (event === null) return state;
    const { data } = event;
    if (event.type === 'session.shutdown') return { ...ended(state), isClosed: true };
    const isQuestion = QUESTION.test(asText(event.type) ?? '');
    if (isQuestion) return asked(state, event, data);
    if (event.agentId === undefined && asText(event.type)?.startsWith('session.') !== true)
      return staged(state, event);
    const open = state.isClosed ? { ...state, isClosed: false } : state;
    if (event.type === 'session.start' || event.type === 'session.resume')
      return identified(open, event, data);
    if (event.type === 'session.model_change')
      return { ...open, model: asText(data.newModel) ?? state.model };
    if (event.agentId !== undefined) return state;
    if (event.type === 'session.compaction_complete') return compacted(open, event, data);
    return event.type === 'session.usage_record' ? called(open, event, asFields(data.usage)) : state;
  },
  spend(context, line) {
    const event = eventOf(this.markers, line);
    if (event === null) return { context, calls: [] };
    const { data } = event;
    const at = asText(event.timestamp);
    if (event.type === 'session.compaction_complete' && event.agentId === undefined && isApplied(data))
      return { context, calls: [], compactions: [{ at, trigger: triggerOf(data) }] };
    const cwd = asText(asFields(data.context)?.cwd) ?? context.cwd;
    if (event.type !== 'session.usage_record') return { context: { ...context, cwd }, calls: [] };
    return { context, calls: spentBy(event, asFields(data.usage)) };
  },
};

/** Tests whether a line's value looks like an event: everything is in its data. */
export function isCopilotCliRecord(value: unknown): boolean {
  const fields = asFields(value);
  return (
    asText(fields?.type)?.includes('.') === true &&
    asFields(fields?.data) !== null &&
    asText(fields?.id) !== null
  );
}

type Event = Fields & { readonly data: Fields };

function eventOf(markers: readonly string[], line: string): Event | null {
  const fields = hasMarker(markers, line) ? parseObject(line) : null;
  const data = asFields(fields?.data);
  return fields === null || data === null ? null : { ...fields, data };
}

/** It asks for a permission, an input, or an approval of a plan, and waits. */
const QUESTION = /^(?:permission|user_input|elicitation|exit_plan_mode)\.(?:requested|completed)$/;

function asked(state: TranscriptState, event: Event, { requestId }: Fields): TranscriptState {
  const { questions = [] } = state;
  const isNew = asText(event.type)?.endsWith('.requested') === true;
  const id = asText(requestId) ?? (isNew ? asText(event.id) : questions.at(-1)) ?? '';
  const others = questions.filter((one) => one !== id);
  const left = isNew ? [...others, id] : others;
  return { ...state, questions: left, stage: left.length > 0 ? 'waiting' : 'working' };
}

/** A turn begins with a prompt and has steps, each with an end. */
function staged(state: TranscriptState, { type }: Event): TranscriptState {
  if (type === 'assistant.turn_end') return ended(state);
  const isBegin = type === 'user.message' || type === 'assistant.turn_start';
  return isBegin ? { ...state, questions: [], stage: 'working' } : state;
}

function ended(state: TranscriptState): TranscriptState {
  return { ...state, questions: [], stage: 'idle' };
}

function identified(state: TranscriptState, event: Fields, data: Fields): TranscriptState {
  return {
    ...state,
    sessionId: asText(data.sessionId) ?? state.sessionId,
    cwd: asText(asFields(data.context)?.cwd) ?? state.cwd,
    model: asText(data.selectedModel) ?? state.model,
    version: asText(data.copilotVersion) ?? state.version,
    at: asText(event.timestamp) ?? state.at,
  };
}

function called(state: TranscriptState, event: Fields, usage: Fields | null): TranscriptState {
  if (usage === null || usage.initiator === COMPACTION) return state;
  const window = asTokens(usage.maxPromptTokens);
  const after = afterCall(state, {
    messageId: asText(usage.apiCallId),
    ...callFigures(usage, FIGURES),
    model: asText(usage.model),
    at: asText(event.timestamp),
  });
  return after === state ? state : { ...after, window: window === 0 ? after.window : window };
}

/** Older versions have no outcome. */
function isApplied({ success, outcome }: Fields): boolean {
  return success !== false && (outcome === undefined || outcome === 'applied');
}

function triggerOf({ trigger }: Fields): 'manual' | 'auto' | null {
  if (trigger === 'manual') return 'manual';
  return asText(trigger) === null ? null : 'auto';
}

/** Its own figures are local estimates, far below the provider's, so the last call's stand for them. */
function compacted(state: TranscriptState, event: Fields, data: Fields): TranscriptState {
  if (!isApplied(data)) return state;
  return afterCompaction(state, { trigger: triggerOf(data), preTokens: null, at: asText(event.timestamp) });
}

function spentBy(event: Event, usage: Fields | null): SpendingStep['calls'] {
  if (usage === null) return [];
  const figures = new TokenFigures();
  const cacheRead = figures.optional(usage, 'cacheReadTokens');
  const cacheCreation = figures.optional(usage, 'cacheWriteTokens');
  const context = figures.required(usage, 'inputTokens');
  const call = spentCall(figures, {
    id: asText(asFields(usage.accounting)?.usageId) ?? asText(usage.apiCallId) ?? asText(event.id),
    at: asText(event.timestamp),
    model: asText(usage.model),
    isSubagent: event.agentId !== undefined,
    spent: {
      input: Math.max(context - cacheRead - cacheCreation, 0),
      cacheCreation,
      cacheRead,
      output: figures.optional(usage, 'outputTokens'),
    },
    context: usage.initiator === COMPACTION || figures.noCount !== null ? null : context,
  });
  return call === null ? [] : [call];
}
