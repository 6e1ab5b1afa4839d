/** `apply`: folds an event into a state. Total over valid events; makes no decisions. */

import { applyGate, startedSteps } from './apply-gates.ts';
import type { EventData, WorkflowEvent } from './events.ts';
import { slugOf } from './names.ts';
import { STEP_IDS } from './phases.ts';
import { skippedAtStart } from './presets.ts';
import { keepCheck } from './kept-checks.ts';
import type { Check, Constraint, NextStep, SessionRecord, WorkflowState } from './state.ts';

/**
 * Raise this whenever the same events fold into a different state: a cached state of another version is discarded. A
 * test over every event type says when that is due.
 */
export const FOLD_VERSION = 7;

/** The first event of a journal; it never occurs later. */
export type StartEvent = WorkflowEvent & { type: 'workflow.started' | 'workflow.recovered' };

export function isStart(event: WorkflowEvent): event is StartEvent {
  return event.type === 'workflow.started' || event.type === 'workflow.recovered';
}

/**
 * Returns the first state. A recovered workflow continues unchanged, except that its last approval can't be undone.
 */
export function applyStart(event: StartEvent): WorkflowState {
  const { data, at, seq, id } = event;
  const place = { updatedAt: at, revision: seq, heads: [id] };
  if ('state' in data) return { ...withNames(data.state, id), ...place, undoable: null };
  // An event with neither skipped steps nor a known preset fails the schema.
  const skipped = skippedAtStart(data) ?? [];
  const current = STEP_IDS.find((step) => !skipped.includes(step)) ?? '1';
  return {
    id: data.id,
    name: data.name,
    feature: data.feature,
    task: data.task,
    status: 'in_progress',
    preset: data.preset,
    branch: data.branch,
    agents: data.agents,
    createdAt: at,
    ...place,
    current,
    steps: startedSteps(skipped, current, at),
    deliverables: [],
    decisions: [],
    nextSteps: [],
    checks: [],
    patterns: data.patterns,
    constraints: [],
    attempts: [],
    handoffs: [],
    sessions: [],
    taskMerges: [],
    undoable: null,
  };
}

function withNames(state: WorkflowState, id: string): WorkflowState {
  const constraints = withIds(state.constraints, `${id}.c`);
  return { ...state, nextSteps: withIds(state.nextSteps, id), constraints };
}

/** Names the entries that a document couldn't name. */
function withIds<T extends { readonly id: string }>(entries: readonly T[], prefix: string): readonly T[] {
  return entries.map((entry, index) =>
    entry.id === '' ? { ...entry, id: `${prefix}.${index + 1}` } : entry,
  );
}

/** Returns the state after `event`. A second start in one journal is an error that the journal's reader reports. */
export function apply(state: WorkflowState, event: WorkflowEvent): WorkflowState {
  return applyAll(state, [event]);
}

/** Returns the state after all `events`, like repeated `apply` but with a single copy. */
export function applyAll(state: WorkflowState, events: readonly WorkflowEvent[]): WorkflowState {
  const next = { ...state };
  for (const event of events) {
    Object.assign(next, changeOf(next, event));
    next.revision = event.seq;
    next.heads = headsAfter(next.heads, event);
    next.updatedAt = event.at;
  }
  return next;
}

/** Replaces the heads that the new event was decided on with the event itself. */
function headsAfter(heads: readonly string[], { id, after }: WorkflowEvent): readonly string[] {
  return after === undefined ? [id] : [...heads.filter((head) => !after.includes(head)), id];
}

/** Returns what `event` changes, besides the state's place in its history: heads, revision, and time. */
export function changeOf(state: WorkflowState, event: WorkflowEvent): Partial<WorkflowState> {
  switch (event.type) {
    case 'workflow.started':
    case 'workflow.recovered':
      return applyStart(event);
    case 'workflow.renamed':
      return { name: event.data.name, feature: slugOf(event.data.name) || state.feature };
    case 'workflow.taskSet':
      return { task: event.data.task };
    case 'workflow.branchSet':
      return { branch: event.data.branch };
    case 'workflow.agentsSet':
      return { agents: event.data.agents };
    case 'workflow.statusSet':
      return { status: event.data.status };
    case 'phase.submitted':
    case 'phase.approved':
    case 'phase.approvalUndone':
    case 'phase.rejected':
    case 'phase.skipped':
    case 'phase.reopened':
    case 'phase.set':
      return withSteps(state, applyGate(state, event));
    default:
      return changeOfPart(state, event);
  }
}

type PartEvent = Exclude<WorkflowEvent, { type: `workflow.${string}` } | { type: `phase.${string}` }>;

function changeOfPart(state: WorkflowState, event: PartEvent): Partial<WorkflowState> {
  const { at } = event;
  switch (event.type) {
    case 'deliverable.added':
      return { deliverables: [...state.deliverables, { ...event.data, addedAt: at }] };
    case 'deliverable.removed':
      return { deliverables: state.deliverables.filter(({ file }) => file !== event.data.file) };
    case 'decision.recorded':
      return { decisions: replaceOrAdd(state.decisions, { ...event.data, at }, ({ id }) => id) };
    case 'nextStep.added':
      return { nextSteps: [...state.nextSteps, { id: event.id, ...event.data, at }] };
    case 'nextStep.set':
      return { nextSteps: setNextStep(state.nextSteps, event.data) };
    case 'check.recorded':
      return { checks: keepCheck(state.checks, checkOf(event)) };
    case 'pattern.set':
      return { patterns: replaceOrAdd(state.patterns, event.data, ({ type }) => type) };
    case 'constraint.added':
      return { constraints: [...state.constraints, { id: event.id, ...event.data, at }] };
    case 'constraint.accepted':
      return { constraints: acceptConstraint(state.constraints, event.data.constraint) };
    case 'constraint.removed':
      return { constraints: state.constraints.filter(({ id }) => id !== event.data.constraint) };
    case 'attempt.recorded':
      return { attempts: [...state.attempts, { ...event.data, at }] };
    case 'session.started':
      return { sessions: startSession(state, event.data, at) };
    case 'session.ended':
      return { sessions: endSession(state.sessions, event.data, at) };
    case 'session.compacted':
      return { sessions: compactSession(state.sessions, event.data.id) };
    case 'session.takenOver':
      return { sessions: giveWay(state.sessions, event.data.id, at) };
    case 'handoff.created':
      return { handoffs: [...state.handoffs, { ...event.data, at }] };
    case 'task.merged':
      return { taskMerges: [...state.taskMerges, { ...event.data, at }] };
  }
}

/** Open sessions count the step that a gate leads to as one of theirs. */
function withSteps(state: WorkflowState, change: Partial<WorkflowState>): Partial<WorkflowState> {
  const { current } = change;
  if (current === undefined || current === state.current || state.sessions.length === 0) return change;
  const sessions = state.sessions.map((session) =>
    session.endedAt === null && !session.steps.includes(current)
      ? { ...session, steps: [...session.steps, current] }
      : session,
  );
  return { ...change, sessions };
}

/** A second start of an open session only adds its model, which an agent may not know at first. */
function startSession(
  { sessions, current }: WorkflowState,
  data: EventData<'session.started'>,
  at: string,
): readonly SessionRecord[] {
  const isOpen = ({ id, endedAt }: SessionRecord): boolean => id === data.id && endedAt === null;
  if (sessions.some(isOpen)) {
    return sessions.map((one) => (isOpen(one) ? { ...one, model: data.model ?? one.model } : one));
  }
  return [...sessions, { ...data, startedAt: at, endedAt: null, peakTokens: null, steps: [current] }];
}

function endSession(
  sessions: readonly SessionRecord[],
  data: EventData<'session.ended'>,
  at: string,
): readonly SessionRecord[] {
  return sessions.map((session) =>
    session.id === data.id && session.endedAt === null
      ? { ...session, endedAt: at, model: data.model ?? session.model, peakTokens: data.peakTokens }
      : session,
  );
}

function compactSession(sessions: readonly SessionRecord[], id: string): readonly SessionRecord[] {
  return sessions.map((session) =>
    session.id === id && session.endedAt === null
      ? { ...session, compactions: (session.compactions ?? 0) + 1 }
      : session,
  );
}

/** Ends the session that was taken over, whatever it does elsewhere. */
function giveWay(sessions: readonly SessionRecord[], id: string, at: string): readonly SessionRecord[] {
  return sessions.map((session) =>
    session.id === id && session.endedAt === null ? { ...session, endedAt: at } : session,
  );
}

function setNextStep(
  steps: readonly NextStep[],
  { step: id, number, status }: EventData<'nextStep.set'>,
): readonly NextStep[] {
  return steps.map((step, index) => (step.id === id || index + 1 === number ? { ...step, status } : step));
}

function acceptConstraint(constraints: readonly Constraint[], accepted: string): readonly Constraint[] {
  return constraints.map((one) => (one.id === accepted ? { ...one, isOffered: false } : one));
}

function checkOf({ data, at, actor }: WorkflowEvent & { type: 'check.recorded' }): Check {
  const { step, command, exitCode, commit, key, result, content, grade = 'claimed', source = null } = data;
  // Field by field: copying what a schema made costs ten times as much, and most journals are full of checks.
  const check: { -readonly [Field in keyof Check]: Check[Field] } = {
    step,
    command,
    exitCode,
    commit,
    grade,
    source,
    at,
  };
  if (key !== undefined) check.key = key;
  if (result !== undefined) check.result = result;
  if (content !== undefined) check.content = content;
  if (grade === 'witnessed' && actor.kind === 'person') check.isByPerson = true;
  return check;
}

/** Replaces the item with the same key, or appends `item`. */
function replaceOrAdd<T>(items: readonly T[], item: T, keyOf: (item: T) => string): readonly T[] {
  const index = items.findIndex((other) => keyOf(other) === keyOf(item));
  return index < 0 ? [...items, item] : items.with(index, item);
}
