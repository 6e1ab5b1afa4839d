/** Rows of the tree: plain data that the host turns into tree items. */

import type { TodoStatus } from '../activity/activity.ts';
import type { CheckResult } from '../checks/check-run.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { PlanSession } from '../plan/session-plan.ts';
import type { PhaseStatus } from '../workflow/phases.ts';
import type { NextStepStatus, WorkflowStatus } from '../workflow/state.ts';
import type { RowAction } from './row-actions.ts';

/** Fields of every row. */
interface RowBase {
  /** Stable across changes of the workflow, so that expansion and selection persist. */
  readonly id: string;
  /** Id of the parent row; null at the top level. */
  readonly parent: string | null;
  /** Key of the workspace folder that its commands act on. */
  readonly folder?: string;
  /** Available actions. */
  readonly actions: readonly RowAction[];
  /** Accessible label, joined by commas. */
  readonly spoken: readonly Phrase[];
  /** Short description after the label, joined by dots. */
  readonly description: readonly Phrase[];
}

export interface PhaseRow extends RowBase {
  readonly kind: 'phase';
  /** As a person would write it: `1` to `9`. */
  readonly phase: string;
  readonly label: string;
  readonly status: PhaseStatus;
  readonly isUnverified: boolean;
  readonly isCurrent: boolean;
  /** Measured context in tokens, only for the tooltip; absent if there is none. */
  readonly taken?: number;
  readonly children: readonly Row[];
  /** The single file that a click opens; null if a click expands the row. */
  readonly opens: string | null;
}

export interface StepRow extends RowBase {
  readonly kind: 'step';
  /** `5a`, `5b` or `5c`. */
  readonly phase: string;
  readonly label: string;
  readonly status: PhaseStatus;
  readonly isUnverified: boolean;
  readonly isCurrent: boolean;
  /** Measured context in tokens, only for the tooltip; absent if there is none. */
  readonly taken?: number;
}

/** The deliverables of a phase in one folder, if the phase has many. */
export interface FilesRow extends RowBase {
  readonly kind: 'files';
  readonly phase: string;
  readonly label: Phrase;
  readonly children: readonly DeliverableRow[];
}

export interface DeliverableRow extends RowBase {
  readonly kind: 'deliverable';
  readonly phase: string;
  /** Relative to the workspace folder. */
  readonly file: string;
  readonly isMissing: boolean;
  readonly isUntouched: boolean;
}

/** A file that the phase should produce: created from its template or, if it exists, added. */
export interface SuggestionRow extends RowBase {
  readonly kind: 'suggestion' | 'existing';
  readonly phase: string;
  readonly file: string;
}

/** A state file that can't be read; opens at the damaged line. */
export interface DamageRow extends RowBase {
  readonly kind: 'damage';
  readonly file: string;
  /** Whether an editor can open it: a device or a pipe would hang the window. */
  readonly isOpenable: boolean;
}

/** What one click on the next step does. */
export type NextAction =
  'continue' | 'answer' | 'review' | 'rework' | 'create' | 'adopt' | 'fill' | 'test' | 'approve';

/** The one next thing to do, above everything else. */
export interface NextRow extends RowBase {
  readonly kind: 'next';
  readonly action: NextAction;
  readonly label: Phrase;
  /** The current step. */
  readonly phase: string;
  /** The file that it is about; null if it is about none. */
  readonly file: string | null;
  /** Id of the agent that waits for an answer; null if it is about none. */
  readonly agent: string | null;
}

/** A check of the current step. */
export interface CheckRow extends RowBase {
  readonly kind: 'check';
  readonly phase: string;
  readonly command: string;
  readonly result: CheckResult;
  /** It ended as its step wants: RED wants a failing check. */
  readonly isAsWanted: boolean;
}

/** The files that changed since the last gate. */
export interface ChangesRow extends RowBase {
  readonly kind: 'changes';
  readonly phase: string;
  readonly label: Phrase;
  readonly count: number;
}

/** The files that the agent wrote since the last gate: suggested deliverables. */
export interface OffersRow extends RowBase {
  readonly kind: 'offers';
  /** The current step. */
  readonly phase: string;
  readonly label: Phrase;
  readonly children: readonly SuggestionRow[];
}

/** The agent's open to-dos. */
export interface AgentPlanRow extends RowBase {
  readonly kind: 'agentPlan';
  readonly label: Phrase;
  readonly children: readonly TodoRow[];
}

export interface TodoRow extends RowBase {
  readonly kind: 'todo';
  readonly text: string;
  readonly status: TodoStatus;
}

/** The workflow's next steps that aren't done. */
export interface NextStepsRow extends RowBase {
  readonly kind: 'nextSteps';
  readonly label: Phrase;
  readonly children: readonly NextStepRow[];
}

export interface NextStepRow extends RowBase {
  readonly kind: 'nextStep';
  readonly text: string;
  readonly status: NextStepStatus;
}

export type Row =
  | NextRow
  | CheckRow
  | ChangesRow
  | OffersRow
  | AgentPlanRow
  | TodoRow
  | NextStepsRow
  | NextStepRow
  | PhaseRow
  | StepRow
  | FilesRow
  | DeliverableRow
  | SuggestionRow
  | DamageRow
  | WorkflowTreeRow
  | ConstraintsRow
  | ConstraintRow
  | PlanRow
  | PlanSessionRow
  | QuestionRow
  | QuestionSideRow;

/** Summary of a workflow. */
export interface WorkflowSummary {
  readonly id: string;
  readonly name: string;
  readonly status: WorkflowStatus | 'unreadable';
  /** `Phase 2 - Tech Planning`; empty if unreadable. */
  readonly phase: string;
}

/** A workspace folder, if several have a workflow. */
export interface FolderRow extends RowBase {
  readonly kind: 'folder';
  readonly name: string;
  readonly children: readonly Row[];
}

/** The next action for a workflow that isn't running. */
export interface StatusRow extends RowBase {
  readonly kind: 'status';
  readonly status: Exclude<WorkflowStatus, 'in_progress'>;
  readonly workflow: string;
}

/** Parent of the folder's other workflows. */
export interface OthersRow extends RowBase {
  readonly kind: 'others';
  readonly children: readonly WorkflowRow[];
}

/** A workflow that isn't active. */
export interface WorkflowRow extends RowBase {
  readonly kind: 'workflow';
  readonly workflow: string;
  readonly name: string;
  readonly status: WorkflowSummary['status'];
}

type WorkflowTreeRow = FolderRow | StatusRow | OthersRow | WorkflowRow;

/** Parent of the constraints. */
export interface ConstraintsRow extends RowBase {
  readonly kind: 'constraints';
  readonly hasOffer: boolean;
  readonly children: readonly ConstraintRow[];
}

export interface ConstraintRow extends RowBase {
  readonly kind: 'constraint';
  /** Id of the constraint. */
  readonly constraint: string;
  readonly text: string;
  readonly isOffered: boolean;
}

/** Parent of the plan's sessions. */
export interface PlanRow extends RowBase {
  readonly kind: 'plan';
  readonly children: readonly PlanSessionRow[];
}

export interface PlanSessionRow extends RowBase {
  readonly kind: 'planSession';
  readonly number: number;
  readonly status: PlanSession['status'];
  /** Measured context in tokens, only for the tooltip. */
  readonly taken: number;
}

/** What histories that met leave to a person. */
export interface QuestionRow extends RowBase {
  readonly kind: 'question';
  /** As in the state. */
  readonly subject: string;
  readonly label: Phrase;
  readonly children: readonly QuestionSideRow[];
}

/** What one side of a question said. */
export interface QuestionSideRow extends RowBase {
  readonly kind: 'questionSide';
  readonly subject: string;
  /** Id of the event that said it. */
  readonly event: string;
  readonly label: Phrase;
}

/** Returns the children of a row. */
export function childrenOf(row: Row): readonly Row[] {
  return 'children' in row ? row.children : [];
}

/** Flattens rows with their descendants, parents first. */
export function withDescendants(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [row, ...withDescendants(childrenOf(row))]);
}
