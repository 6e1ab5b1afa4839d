/** The rows of the tree: pure data, which the host turns into tree items. */

import type { Phrase } from '../meter/meter-words.ts';
import type { PlanSession } from '../plan/session-plan.ts';
import type { PhaseStatus } from '../workflow/phases.ts';
import type { WorkflowStatus } from '../workflow/state.ts';
import type { RowAction } from './row-actions.ts';

/** What every row has. */
interface RowBase {
  /** Stable over every change of its workflow, so that what is expanded and selected stays so. */
  readonly id: string;
  /** Id of the row above; null for a row at the top. */
  readonly parent: string | null;
  /** The workspace folder it belongs to, as the host names it; its commands act there. */
  readonly folder?: string;
  /** What can be done with the row. */
  readonly actions: readonly RowAction[];
  /** In full words for a screen reader: to be joined by a comma. */
  readonly spoken: readonly Phrase[];
  /** Behind the label, in short: to be joined by a dot. */
  readonly description: readonly Phrase[];
}

export interface PhaseRow extends RowBase {
  readonly kind: 'phase';
  /** What a person would write for it: `1` to `9`. */
  readonly phase: string;
  readonly label: string;
  readonly status: PhaseStatus;
  readonly isUnverified: boolean;
  readonly isCurrent: boolean;
  readonly children: readonly Row[];
  /** The one file that a click opens; null where a click expands. */
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
}

export interface DeliverableRow extends RowBase {
  readonly kind: 'deliverable';
  readonly phase: string;
  /** Relative to the workspace folder. */
  readonly file: string;
  readonly isMissing: boolean;
  readonly isUntouched: boolean;
}

/** A file that the phase should produce: to be created from its template, or, where it exists, to be added. */
export interface SuggestionRow extends RowBase {
  readonly kind: 'suggestion' | 'existing';
  readonly phase: string;
  readonly file: string;
}

/** A file of the state that can't be read: opens it where it is wrong. */
export interface DamageRow extends RowBase {
  readonly kind: 'damage';
  readonly file: string;
  /** Whether an editor may open it: a device or a pipe would hold the window. */
  readonly isOpenable: boolean;
}

export type Row =
  | PhaseRow
  | StepRow
  | DeliverableRow
  | SuggestionRow
  | DamageRow
  | WorkflowTreeRow
  | PlanRow
  | PlanSessionRow;

/** A workflow in one line. */
export interface WorkflowSummary {
  readonly id: string;
  readonly name: string;
  readonly status: WorkflowStatus | 'unreadable';
  /** `Phase 2 - Tech Planning`; empty where it can't be read. */
  readonly phase: string;
}

/** A workspace folder; only where more than one has a workflow. */
export interface FolderRow extends RowBase {
  readonly kind: 'folder';
  readonly name: string;
  readonly children: readonly Row[];
}

/** Says of a workflow that isn't running what comes next. */
export interface StatusRow extends RowBase {
  readonly kind: 'status';
  readonly status: Exclude<WorkflowStatus, 'in_progress'>;
  readonly workflow: string;
}

/** Holds the folder's other workflows. */
export interface OthersRow extends RowBase {
  readonly kind: 'others';
  readonly children: readonly WorkflowRow[];
}

/** A workflow that isn't the active one. */
export interface WorkflowRow extends RowBase {
  readonly kind: 'workflow';
  readonly workflow: string;
  readonly name: string;
  readonly status: WorkflowSummary['status'];
}

type WorkflowTreeRow = FolderRow | StatusRow | OthersRow | WorkflowRow;

/** Holds the sessions of the plan. */
export interface PlanRow extends RowBase {
  readonly kind: 'plan';
  readonly children: readonly PlanSessionRow[];
}

export interface PlanSessionRow extends RowBase {
  readonly kind: 'planSession';
  readonly number: number;
  readonly status: PlanSession['status'];
}
