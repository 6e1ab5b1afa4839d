/** The content of a workflow document of any age, and the state made from it. */

import { NinefoldError } from '../errors.ts';
import {
  checkDecisionKey,
  checkLine,
  checkPatternType,
  readLine,
  readTime,
  slugOf,
} from '../workflow/names.ts';
import { LONGEST, MAX_CONSTRAINTS } from '../workflow/limits.ts';
import { workspacePath } from '../workflow/paths.ts';
import { PHASES, STEP_IDS, isSubPhase, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { PhaseStatus, StepId } from '../workflow/phases.ts';
import type { NextStepStatus, StepState, WorkflowState, WorkflowStatus } from '../workflow/state.ts';

/** Parts of a workflow that a document contains; what it lacks is omitted or empty. */
export interface RecoveredWorkflow {
  readonly id: string;
  readonly name?: string | undefined;
  readonly task?: string | undefined;
  readonly status?: WorkflowStatus | undefined;
  readonly branch?: string | null | undefined;
  readonly createdAt?: string | undefined;
  /** The step it was in. */
  readonly step?: StepId | undefined;
  /** Status of phases (`2`) and sub-phases (`5b`). */
  readonly statuses?: Readonly<Record<string, PhaseStatus>> | undefined;
  readonly agents?: readonly string[] | undefined;
  /** The project's stack, such as `React`. */
  readonly stack?: readonly string[] | undefined;
  readonly deliverables?: readonly { readonly phase: number; readonly file: string }[] | undefined;
  readonly decisions?:
    readonly { readonly id: string; readonly choice: string; readonly reason: string }[] | undefined;
  readonly patterns?:
    | readonly {
        readonly type: string;
        readonly convention: string;
        readonly example: string;
      }[]
    | undefined;
  /** Offered again, because a document isn't a person. */
  readonly constraints?: readonly string[] | undefined;
  readonly attempts?: readonly { readonly text: string; readonly because: string | null }[] | undefined;
  readonly nextSteps?: readonly { readonly text: string; readonly status: NextStepStatus }[] | undefined;
}

/** Maximum number of rows of a table, whatever a document holds. */
const MOST_ROWS = 1000;
/** Maximum number of names in a stack. */
const MOST_OF_STACK = 40;

/** A state, and the number of entries that can't be used: a path outside the folder, an invalid key. */
export interface RecoveredState {
  readonly state: WorkflowState;
  readonly leftOut: number;
}

/**
 * Makes a state from a recovered workflow. Nothing is known about the evidence of completed steps.
 *
 * @param when the document was written, or is read (ISO 8601)
 */
export function stateOfRecovered(recovered: RecoveredWorkflow, when: string): RecoveredState {
  const { id } = recovered;
  const at = readTime(when);
  const name = lineOr('the name', recovered.name, LONGEST.name) ?? id;
  const current = currentOf(recovered);
  const counted = new Counted();
  const state: WorkflowState = {
    id,
    name,
    feature: slugOf(name) || slugOf(id),
    task: lineOr('the task', recovered.task, LONGEST.task) ?? name,
    status: recovered.status ?? 'in_progress',
    preset: 'full',
    branch: recovered.branch == null ? null : readLine(recovered.branch, LONGEST.name),
    createdAt: readTime(recovered.createdAt ?? at),
    updatedAt: at,
    revision: 0,
    heads: [],
    current,
    steps: stepsOf(recovered, current, at),
    ...tablesOf(recovered, phaseOfStep(current), at, counted),
    checks: [],
    handoffs: [],
    sessions: [],
    taskMerges: [],
    undoable: null,
    ...stackOf(recovered, counted),
  };
  return { state, leftOut: counted.leftOut };
}

function stackOf({ stack = [] }: RecoveredWorkflow, counted: Counted): Pick<WorkflowState, 'stack'> {
  const names = counted.each(stack.slice(0, MOST_OF_STACK), (name) =>
    checkLine('the stack', name.replaceAll(',', ' '), LONGEST.role),
  );
  return names.length === 0 ? {} : { stack: names };
}

type Tables = Pick<
  WorkflowState,
  'agents' | 'deliverables' | 'decisions' | 'nextSteps' | 'patterns' | 'constraints' | 'attempts'
>;

function tablesOf(recovered: RecoveredWorkflow, phase: number, at: string, counted: Counted): Tables {
  return {
    agents: counted.each(recovered.agents, (agent) =>
      checkLine('a role', agent.replaceAll(',', ' '), LONGEST.role),
    ),
    deliverables: counted.each(unique(recovered.deliverables, 'file'), (row) => ({
      phase: row.phase,
      file: relativePath(row.file),
      template: null,
      addedAt: at,
    })),
    decisions: counted.each(unique(recovered.decisions, 'id'), ({ id, choice, reason }) => ({
      id: checkDecisionKey(id),
      choice: checkLine('the choice', choice),
      reason: checkLine('the reason', reason),
      at,
    })),
    nextSteps: counted.each(recovered.nextSteps, ({ text, status }) => ({
      id: '',
      text: checkLine('the next step', text),
      status,
      phase,
      at,
    })),
    ...toldOf(recovered, at, counted),
    patterns: counted.each(unique(recovered.patterns, 'type'), ({ type, convention, example }) => ({
      type: checkPatternType(type),
      convention: checkLine('the convention', convention),
      example: readLine(example),
    })),
  };
}

/** Constraints are offered again; a person decides whether they still hold. */
function toldOf(
  { constraints, attempts }: RecoveredWorkflow,
  at: string,
  counted: Counted,
): Pick<Tables, 'constraints' | 'attempts'> {
  return {
    constraints: counted.each([...new Set(constraints)].slice(0, MAX_CONSTRAINTS), (text) => ({
      id: '',
      text: checkLine('the constraint', text, LONGEST.constraint),
      isOffered: true,
      at,
    })),
    attempts: counted.each(attempts, ({ text, because }) => ({
      text: checkLine('the attempt', text),
      because: because === null ? null : checkLine('the reason', because),
      at,
    })),
  };
}

/** Returns the current step: the recorded one, otherwise the first that isn't closed, otherwise the first. */
function currentOf({ step, statuses = {} }: RecoveredWorkflow): StepId {
  if (step !== undefined) return step;
  const open = STEP_IDS.find((id) => {
    const status = statuses[id] ?? statuses[String(phaseOfStep(id))];
    return status !== 'completed' && status !== 'skipped';
  });
  return Object.keys(statuses).length === 0 ? '1' : (open ?? '9');
}

function stepsOf(recovered: RecoveredWorkflow, current: StepId, at: string): WorkflowState['steps'] {
  const entries = STEP_IDS.map((id) => [id, stepOf(recovered, id, current, at)] as const);
  return Object.fromEntries(entries) as Record<StepId, StepState>;
}

function stepOf(
  { status, statuses = {} }: RecoveredWorkflow,
  id: StepId,
  current: StepId,
  at: string,
): StepState {
  const told = statuses[id] ?? (isSubPhase(id) ? closedOnly(statuses['5']) : statuses[phaseOfStep(id)]);
  const place = stepIndex(id) - stepIndex(current);
  const isDone = place < 0 || (place === 0 && status === 'completed');
  const behind = told === 'skipped' ? 'skipped' : 'completed';
  const here = told === 'awaiting_approval' ? told : 'in_progress';
  const ahead = told === 'skipped' ? 'skipped' : 'pending';
  const now = isDone ? behind : place === 0 ? here : ahead;
  return {
    status: now,
    reason: null,
    attempts: 0,
    unverified: now === 'completed' ? ['recovered'] : [],
    byPreset: false,
    since: at,
  };
}

/** For a phase with sub-phases, *in progress* says nothing about each. */
function closedOnly(status: PhaseStatus | undefined): PhaseStatus | undefined {
  return status === 'completed' || status === 'skipped' ? status : undefined;
}

/** An absolute path is another machine's or another folder's. @throws path-outside, path-invalid */
function relativePath(file: string): string {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(file)) throw new NinefoldError('path-outside', { path: file });
  return workspacePath(file, '/');
}

function unique<T>(rows: readonly T[] | undefined, key: keyof T): readonly T[] {
  return [...new Map((rows ?? []).map((row) => [row[key], row] as const)).values()];
}

function lineOr(field: string, text: string | undefined, max: number): string | undefined {
  if (text === undefined) return undefined;
  try {
    return checkLine(field, text, max);
  } catch (error) {
    if (NinefoldError.is(error)) return undefined;
    throw error;
  }
}

/** Takes valid entries and counts the others: a bad row must not cost the rest. */
class Counted {
  leftOut = 0;

  each<T, R>(rows: readonly T[] = [], take: (row: T) => R): R[] {
    this.leftOut += Math.max(0, rows.length - MOST_ROWS);
    return rows.slice(0, MOST_ROWS).flatMap((row) => {
      try {
        return [take(row)];
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        this.leftOut++;
        return [];
      }
    });
  }
}

/** Returns the number of the phase with this exported name. */
export function phaseNamed(name: string): number | undefined {
  return PHASES.find((phase) => phase.name.toLowerCase() === name.trim().toLowerCase())?.num;
}
