/** The state of one workflow, folded from the journal's events. Immutable; only `apply` makes a new one. */

import type { CheckResult } from '../checks/check-run.ts';
import type { PhaseStatus, StepId } from './phases.ts';

export const WORKFLOW_STATUSES = ['in_progress', 'paused', 'completed', 'cancelled'] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

export const NEXT_STEP_STATUSES = ['open', 'in_flight', 'blocked', 'deferred', 'person', 'done'] as const;
export type NextStepStatus = (typeof NEXT_STEP_STATUSES)[number];

export interface StepState {
  readonly status: PhaseStatus;
  /** Reason of the last rejection or skip; null if there is none. */
  readonly reason: string | null;
  /** Number of rejections since it last began. */
  readonly attempts: number;
  /** Evidence that was missing when it was completed. */
  readonly unverified: readonly MissingEvidence[];
  /** Skipped by the preset, not by hand. */
  readonly byPreset: boolean;
  /** When it entered this status (ISO 8601). */
  readonly since: string;
}

/** What an approval lacks; `by-hand` if a later phase was set, `recovered` if the evidence was lost. */
export const MISSING_EVIDENCE = [
  'deliverable-missing',
  'deliverable-absent',
  'deliverable-untouched',
  'check-missing',
  'check-claimed',
  'check-refuted',
  'check-unaccepted',
  'check-unknown',
  'check-stale',
  'check-not-failing',
  'check-not-passing',
  'by-hand',
  'recovered',
] as const;
export type MissingEvidence = (typeof MISSING_EVIDENCE)[number];

export interface Deliverable {
  /** The phase it belongs to; `5` if the sub-phase is unknown. */
  readonly phase: number;
  /** Relative to the workspace folder, with `/`. */
  readonly file: string;
  /** SHA-256 of the template it was created from; null if it wasn't. */
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
  /** Id of the event that added it; after a recovery, that event's id and a place. */
  readonly id: string;
  readonly text: string;
  readonly status: NextStepStatus;
  /** The phase in which it was recorded. */
  readonly phase: number;
  readonly at: string;
}

/**
 * How much evidence is worth: someone stated it; it was read in an agent's transcript or reported by its hook, both
 * of which the agent writes; Ninefold ran it.
 */
export const EVIDENCE_GRADES = ['claimed', 'observed', 'witnessed'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** Whether a check passed; `unknown` is never a pass. */
export const CHECK_RESULTS = ['pass', 'fail', 'unknown'] as const satisfies readonly CheckResult[];

/** A check that was run. A step keeps the newest of each command and grade. */
export interface Check {
  readonly step: StepId;
  readonly command: string;
  /** Null if only another command's exit code is known, such as that of a pipe. */
  readonly exitCode: number | null;
  readonly at: string;
  /** Null without git. */
  readonly commit: string | null;
  /** The command in its one spelling: `npm test` for `cd . && npm run test`; absent if it is the same. */
  readonly key?: string | undefined;
  /** Absent if the exit code tells it. */
  readonly result?: CheckResult | undefined;
  /** Digest of the workspace's files as it left them; absent if unknown, as without git. */
  readonly content?: string | undefined;
  /** A person ran it, which accepts its command. */
  readonly isByPerson?: boolean | undefined;
  readonly grade: EvidenceGrade;
  /** Where it was read or kept: an agent session, or the path of a log; null if it was only claimed. */
  readonly source: string | null;
}

export interface Pattern {
  readonly type: string;
  readonly convention: string;
  readonly example: string;
}

/** A rule for every session. */
export interface Constraint {
  /** Id of the event that added it. */
  readonly id: string;
  readonly text: string;
  /** An agent proposed it, and no person has accepted it yet. */
  readonly isOffered: boolean;
  readonly at: string;
}

/** Something that was tried and didn't work. */
interface Attempt {
  readonly text: string;
  readonly because: string | null;
  readonly at: string;
}

/** What a handoff claimed, kept so that a resume can compare it with the disk. */
export interface HandoffRecord {
  /** Relative to the workspace folder, or absolute if the state root is elsewhere. */
  readonly path: string;
  readonly at: string;
  readonly phase: string;
  readonly commit: string | null;
  readonly branch: string | null;
  /** SHA-256 of each deliverable; null if the file was absent. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly session: string | null;
}

/** An agent session that worked on the workflow. */
export interface SessionRecord {
  readonly id: string;
  readonly agent: string;
  readonly model: string | null;
  readonly startedAt: string;
  /** Null while it is open, or if its end is unknown. */
  readonly endedAt: string | null;
  /** Peak number of context tokens; null if none was read. */
  readonly peakTokens: number | null;
  /** Number of compactions that its hooks reported; absent if they reported none. */
  readonly compactions?: number | undefined;
  /** Steps that were current during the session, in the order of work. */
  readonly steps: readonly StepId[];
}

/** A merge of an agent task's output. */
export interface TaskMerge {
  /** Task id. */
  readonly task: string;
  readonly title: string;
  /** ULID of the merge. */
  readonly merge: string;
  readonly agent: string | null;
  /** Commit that the agent started from; null without git. */
  readonly base: string | null;
  /** Exit code of the agent's run; null if it is unknown. */
  readonly exitCode: number | null;
  /** SHA-256 of each file as merged; null if it was deleted. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly at: string;
}

/** The approval that *Undo* takes back. */
interface UndoableApproval {
  readonly step: StepId;
  readonly before: StepState;
  /** The step that the approval started; null if it completed the workflow. */
  readonly started: StepId | null;
}

/** One of the events that a question is about. */
export interface QuestionSide {
  /** Event id. */
  readonly event: string;
  readonly at: string;
  /** Name in git, or what made it: `person`, `agent`, `hook`, `file`. */
  readonly by: string;
  /** What it says, such as `approved`, or the new name. */
  readonly said: string;
  /** Its reason, if it has one. */
  readonly reason: string | null;
}

/** What only a person can decide, because histories that met say different things. Deciding it again answers it. */
export interface Question {
  /** What it is about: `gate:5b`, `name`, `decision:auth`. */
  readonly subject: string;
  /** One if what its event was decided on is gone, otherwise those that contradict each other. */
  readonly sides: readonly QuestionSide[];
}

export interface WorkflowState {
  readonly id: string;
  readonly name: string;
  /** Slug of the name. */
  readonly feature: string;
  readonly task: string;
  readonly status: WorkflowStatus;
  /** Name of its preset; `byPreset` of the steps tells what that skipped. */
  readonly preset: string;
  readonly branch: string | null;
  readonly agents: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Number of the last event, 1-based. */
  readonly revision: number;
  /** Ids of the newest events, which the next one is decided on; empty if unknown. */
  readonly heads: readonly string[];
  /** The current step; the last one once the workflow is completed. */
  readonly current: StepId;
  readonly steps: Readonly<Record<StepId, StepState>>;
  readonly deliverables: readonly Deliverable[];
  readonly decisions: readonly Decision[];
  readonly nextSteps: readonly NextStep[];
  /** The newest check of each step; the journal has earlier ones. */
  readonly checks: readonly Check[];
  readonly patterns: readonly Pattern[];
  readonly constraints: readonly Constraint[];
  readonly attempts: readonly Attempt[];
  readonly handoffs: readonly HandoffRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly taskMerges: readonly TaskMerge[];
  readonly undoable: UndoableApproval | null;
  /** Absent if there are none, as always in a journal with one line of history. */
  readonly questions?: readonly Question[] | undefined;
  /** The project's stack as a recovered document names it; counts while the project's own files name none. */
  readonly stack?: readonly string[] | undefined;
}
