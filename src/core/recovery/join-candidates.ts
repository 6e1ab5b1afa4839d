/**
 * Joins what older tools kept of one workflow in several documents: the state in JSON or TOON, the next steps,
 * patterns, and sub-phase in a handoff. Pure.
 */

import { phaseOfStep, STEP_IDS, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { StepState, WorkflowState } from '../workflow/state.ts';
import type { Candidate } from './candidates.ts';
import { recoveryPhrase } from './recovery-words.ts';

/** Maximum time between documents that were written together. */
const TOGETHER_MS = 60_000;

/**
 * Replaces the older documents of a workflow and its newest handoff by one candidate with all of them. A workflow
 * with an export or a journal of Ninefold's own is left alone: those are whole.
 */
export function joinOlder(candidates: readonly Candidate[]): readonly Candidate[] {
  const ids = [...new Set(candidates.map(({ state }) => state.id))];
  return ids.flatMap((id) => joinGroup(candidates.filter(({ state }) => state.id === id)));
}

function joinGroup(group: readonly Candidate[]): readonly Candidate[] {
  const isOwn = group.some(({ revision }) => revision !== null);
  const older = group.filter(({ kind }) => kind === 'older').toSorted(byAge);
  const [handoff] = group.filter(({ kind }) => kind === 'handoff').toSorted(byAge);
  const parts = [...older, ...(handoff === undefined ? [] : [handoff])].toSorted(byAge);
  const [newest, ...others] = parts;
  if (isOwn || older.length === 0 || newest === undefined || others.length === 0) return group;
  // The file with the state comes first, whichever document tells how far it is.
  const base = older[0] ?? newest;
  const rest = parts.filter((part) => part !== base);
  const joined: Candidate = {
    ...base,
    at: newest.at,
    state: joinStates(
      parts.map(({ state }) => state),
      base.state,
    ),
    reasons: [...base.reasons, ...rest.map(({ place }) => recoveryPhrase('joined-from', { place }))],
  };
  return [joined, ...group.filter((candidate) => !parts.includes(candidate) && candidate.kind !== 'handoff')];
}

/** The newest first; of documents written together, the JSON. */
function byAge(one: Candidate, other: Candidate): number {
  const apart = Date.parse(other.at) - Date.parse(one.at);
  if (Math.abs(apart) > TOGETHER_MS) return apart;
  return Number(isJson(other)) - Number(isJson(one)) || apart;
}

function isJson({ place }: Candidate): boolean {
  return place.endsWith('.json');
}

/**
 * @param states newest first
 * @param base the one that the others complete
 */
function joinStates(states: readonly WorkflowState[], base: WorkflowState): WorkflowState {
  const current = currentOf(states);
  const first = <T>(list: (state: WorkflowState) => readonly T[]): readonly T[] =>
    states.map(list).find((rows) => rows.length > 0) ?? [];
  const stack = first((state) => state.stack ?? []);
  const name = states.find((state) => state.name !== state.id)?.name ?? base.name;
  const named = states.find((state) => state.name === name) ?? base;
  return {
    ...base,
    name,
    feature: named.feature,
    task: base.task === base.name ? (states.find(hasTask)?.task ?? base.task) : base.task,
    branch: states.find(({ branch }) => branch !== null)?.branch ?? null,
    current,
    steps: stepsOf(states, current),
    agents: first(({ agents }) => agents),
    nextSteps: first(({ nextSteps }) => nextSteps),
    deliverables: unique(
      states.flatMap(({ deliverables }) => deliverables),
      ({ file }) => file,
    ),
    decisions: unique(
      states.flatMap(({ decisions }) => decisions),
      ({ id }) => id,
    ),
    constraints: unique(
      states.flatMap(({ constraints }) => constraints),
      ({ text }) => text,
    ),
    attempts: unique(
      states.flatMap(({ attempts }) => attempts),
      ({ text }) => text,
    ),
    patterns: unique(
      states.flatMap(({ patterns }) => patterns),
      ({ type }) => type,
    ),
    ...(stack.length === 0 ? {} : { stack }),
  };
}

function hasTask({ task, name, id }: WorkflowState): boolean {
  return task !== name && task !== id;
}

/** The newest document's phase, and in it the furthest sub-phase: a bare `5` doesn't say which. */
function currentOf(states: readonly WorkflowState[]): StepId {
  const [newest] = states;
  const phase = phaseOfStep(newest?.current ?? '1');
  const steps = states.map(({ current }) => current).filter((step) => phaseOfStep(step) === phase);
  return steps.reduce((one, other) => (stepIndex(one) > stepIndex(other) ? one : other));
}

/** The steps of the document with that current step; what another one says was skipped stays skipped. */
function stepsOf(states: readonly WorkflowState[], current: StepId): WorkflowState['steps'] {
  const steps = states.find((state) => state.current === current)?.steps;
  const entries = STEP_IDS.map((id) => {
    const skipped = states.map((state) => state.steps[id]).find(({ status }) => status === 'skipped');
    const own = steps?.[id];
    return [id, own?.status === 'completed' && skipped !== undefined ? skipped : own] as const;
  });
  return Object.fromEntries(entries) as Record<StepId, StepState>;
}

function unique<T>(rows: readonly T[], key: (row: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const row of rows) if (!found.has(key(row))) found.set(key(row), row);
  return [...found.values()];
}
