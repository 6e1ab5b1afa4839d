/** The state of one workflow: what the journal's events add up to. Immutable; only `apply` makes a new one. */

import type { PhaseStatus, StepId } from './phases.ts';

export const WORKFLOW_STATUSES = ['in_progress', 'paused', 'completed', 'cancelled'] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

export const NEXT_STEP_STATUSES = ['open', 'in_flight', 'blocked', 'deferred', 'person', 'done'] as const;
export type NextStepStatus = (typeof NEXT_STEP_STATUSES)[number];

export interface StepState {
  readonly status: PhaseStatus;
  /** Why it was rejected or skipped last; null where it wasn't. */
  readonly reason: string | null;
  /** How often it was rejected since it was last begun. */
  readonly attempts: number;
  /** What was missing when it was completed; empty where its evidence was complete. */
  readonly unverified: readonly MissingEvidence[];
  /** Skipped by the preset rather than by hand. */
  readonly byPreset: boolean;
  /** Since when it has this status (ISO). */
  readonly since: string;
}

/** What an approval lacks; `by-hand` where a later phase was set, `recovered` where its evidence was lost. */
export const MISSING_EVIDENCE = [
  'deliverable-missing',
  'deliverable-absent',
  'deliverable-untouched',
  'check-missing',
  'check-not-failing',
  'check-not-passing',
  'by-hand',
  'recovered',
] as const;
export type MissingEvidence = (typeof MISSING_EVIDENCE)[number];

export interface Deliverable {
  /** The step it belongs to; `5` where the sub-phase isn't known. */
  readonly phase: number;
  /** Relative to the workspace folder, with `/`. */
  readonly file: string;
  /** SHA-256 of the template it was created from; null where it wasn't. */
  readonly template: string | null;
  readonly addedAt: string;
}

interface Decision {
  readonly id: string;
  readonly choice: string;
  readonly reason: string;
  readonly at: string;
}

export interface NextStep {
  /** Id of the event that added it; of a recovered one, that event's with its place behind it. */
  readonly id: string;
  readonly text: string;
  readonly status: NextStepStatus;
  /** The phase in which it was noted. */
  readonly phase: number;
  readonly at: string;
}

/**
 * How far evidence can be believed: somebody said so; it was read in an agent's transcript or told by its hook, both of which an agent
 * writes; Ninefold ran it.
 */
export const EVIDENCE_GRADES = ['claimed', 'observed', 'witnessed'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** A check that was run: its command, its exit code, when, and at which commit (null without git). */
export interface Check {
  readonly step: StepId;
  readonly command: string;
  readonly exitCode: number;
  readonly at: string;
  readonly commit: string | null;
  readonly grade: EvidenceGrade;
  /** Where it was read or kept: an agent's session, a log's path; null where it was only said. */
  readonly source: string | null;
}

export interface Pattern {
  readonly type: string;
  readonly convention: string;
  readonly example: string;
}

/** What a handoff claimed, kept so that a resume can hold it against the disk. */
export interface HandoffRecord {
  /** Relative to the workspace folder, or absolute where the state root lies elsewhere. */
  readonly path: string;
  readonly at: string;
  readonly phase: string;
  readonly commit: string | null;
  readonly branch: string | null;
  /** SHA-256 of each deliverable; null where the file was absent. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly session: string | null;
}

/** An agent session that worked on the workflow. */
export interface SessionRecord {
  readonly id: string;
  readonly agent: string;
  readonly model: string | null;
  readonly startedAt: string;
  /** Null while it goes on, or where nobody saw its end. */
  readonly endedAt: string | null;
  /** Most tokens of context in use at once; null where none was read. */
  readonly peakTokens: number | null;
  /** How often it was compacted, as far as its hooks told; absent where they told of none. */
  readonly compactions?: number | undefined;
  /** Steps the workflow was in meanwhile, in the order of work. */
  readonly steps: readonly StepId[];
}

/** A merge of what an agent task wrote. */
export interface TaskMerge {
  /** Id of the task. */
  readonly task: string;
  readonly title: string;
  /** ULID of the merge. */
  readonly merge: string;
  readonly agent: string | null;
  /** Commit that the agent began from; null without git. */
  readonly base: string | null;
  /** How the agent's run ended; null where nobody saw it. */
  readonly exitCode: number | null;
  /** SHA-256 of each file as it landed; null where it was deleted. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly at: string;
}

/** The approval that *Undo* would take back. */
interface UndoableApproval {
  readonly step: StepId;
  readonly before: StepState;
  /** The step that the approval started; null where it completed the workflow. */
  readonly started: StepId | null;
}

export interface WorkflowState {
  readonly id: string;
  readonly name: string;
  /** Slug of the name. */
  readonly feature: string;
  readonly task: string;
  readonly status: WorkflowStatus;
  /** Name of the preset it was started with; what that skipped is said by `byPreset` of the steps. */
  readonly preset: string;
  readonly branch: string | null;
  readonly agents: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Number of the last event: 1 after the first. */
  readonly revision: number;
  /** Ids of the newest events, on which the next one is decided; none where they aren't known. */
  readonly heads: readonly string[];
  /** The step the workflow is in; the last one once it is completed. */
  readonly current: StepId;
  readonly steps: Readonly<Record<StepId, StepState>>;
  readonly deliverables: readonly Deliverable[];
  readonly decisions: readonly Decision[];
  readonly nextSteps: readonly NextStep[];
  /** The newest check of each step; the journal has the earlier ones. */
  readonly checks: readonly Check[];
  readonly patterns: readonly Pattern[];
  readonly handoffs: readonly HandoffRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly taskMerges: readonly TaskMerge[];
  readonly undoable: UndoableApproval | null;
}
