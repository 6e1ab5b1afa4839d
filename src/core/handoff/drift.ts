/**
 * Drift: how the disk differs from the newest handoff. Pure: compares the journal's record of the handoff with facts
 * from git and about files.
 */

import type { FileFact } from '../workflow/facts.ts';
import { isSubPhase, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { phaseStatus } from '../workflow/progress.ts';
import type { EventType } from '../workflow/events.ts';
import type { Check, HandoffRecord, WorkflowState } from '../workflow/state.ts';

export const DRIFTS = ['unchanged', 'changed since', 'gone', 'branch differs', 'new commits'] as const;
export type Drift = (typeof DRIFTS)[number];

export interface CommitLine {
  /** Short hash. */
  readonly hash: string;
  readonly subject: string;
}

/** A file whose current content isn't in git. */
export interface UncommittedFile {
  readonly file: string;
  /** When it was last written (ISO 8601); null if it is gone. */
  readonly modifiedAt: string | null;
}

/** Distance between HEAD and the commit of the handoff. */
export interface CommitDistance {
  /** Commits in HEAD that it lacks. */
  readonly ahead: number;
  /** Commits that HEAD lacks: the history was rewound, rebased, or left. */
  readonly behind: number;
  /** The latest commits ahead. */
  readonly newest: readonly CommitLine[];
}

/** Git's state since a handoff. */
export interface GitSince {
  /** `none`: no repository, or no git. */
  readonly head: 'branch' | 'detached' | 'unborn' | 'none';
  readonly branch: string | null;
  readonly commit: string | null;
  /** Top folder of a linked worktree; otherwise null. */
  readonly worktree: string | null;
  readonly uncommitted: readonly UncommittedFile[];
  /** Git couldn't list them: the list is empty, but there may be some. */
  readonly isUnlisted?: true;
  /** Null if the repository doesn't have that commit, or HEAD has none. */
  readonly distance: CommitDistance | null;
  /** By commit, the files that differ between it and HEAD; null if the repository doesn't have it. */
  readonly changedSince: Readonly<Record<string, readonly string[] | null>>;
}

interface FileDrift {
  readonly file: string;
  readonly phase: number;
  readonly drift: 'unchanged' | 'changed since' | 'gone';
  /** Whether a closed phase depends on it. */
  readonly isEvidence: boolean;
  /** SHA-256 then and now; null if it was or is absent. */
  readonly was: string | null;
  readonly now: string | null;
}

interface EvidenceDrift {
  readonly step: StepId;
  readonly command: string;
  readonly exitCode: number | null;
  readonly commit: string | null;
  readonly drift: 'unchanged' | 'changed since' | 'gone';
  /** Files that changed after the check ran. */
  readonly files: readonly string[];
}

export interface DriftReport {
  /** The basis of the comparison. */
  readonly handoff: { readonly path: string; readonly at: string };
  readonly isUnchanged: boolean;
  /** Whether the document itself still exists. */
  readonly document: 'unchanged' | 'gone';
  readonly head: GitSince['head'];
  readonly worktree: string | null;
  readonly branch: {
    readonly was: string | null;
    readonly now: string | null;
    readonly drift: 'unchanged' | 'branch differs';
  };
  readonly commits: {
    readonly was: string | null;
    readonly now: string | null;
    readonly drift: 'unchanged' | 'new commits' | 'changed since' | 'gone';
    readonly ahead: number | null;
    readonly behind: number | null;
    readonly newest: readonly CommitLine[];
  };
  /** The step at that time, and the current one. */
  readonly step: {
    readonly was: string;
    readonly now: StepId;
    readonly drift: 'unchanged' | 'changed since';
  };
  /** What was recorded with the workflow since; a changed step counts as `step`. */
  readonly records: {
    readonly count: number;
    /** Type of the newest; null if there is none. */
    readonly latest: EventType | null;
    readonly drift: 'unchanged' | 'changed since';
  };
  readonly files: readonly FileDrift[];
  readonly evidence: readonly EvidenceDrift[];
  readonly uncommitted: readonly string[];
  /** Git couldn't list uncommitted files: whatever depends on them may have changed. */
  readonly isUnlisted: boolean;
}

export interface DriftInput {
  readonly state: WorkflowState;
  readonly handoff: HandoffRecord;
  readonly isDocumentThere: boolean;
  readonly git: GitSince;
  readonly files: Readonly<Record<string, FileFact>>;
  /** Types of the events that changed the workflow since the handoff, oldest first; defaults to none. */
  readonly recorded?: readonly EventType[];
}

/** Makes the report. Judges nothing: the next session may well want the changes. */
export function driftOf(input: DriftInput): DriftReport {
  const { state, handoff, git } = input;
  const step = {
    was: handoff.phase,
    now: state.current,
    drift: handoff.phase === state.current ? 'unchanged' : 'changed since',
  } as const;
  const parts = {
    document: input.isDocumentThere ? 'unchanged' : 'gone',
    branch: branchDrift(handoff, git),
    commits: commitDrift(handoff, git),
    step,
    records: recordDrift(input.recorded ?? [], step.drift),
    files: fileDrift(input),
    evidence: standingChecks(state).map((check) => evidenceDrift(check, input)),
  } as const;
  const single = [parts.document, parts.branch.drift, parts.commits.drift, step.drift, parts.records.drift];
  const isUnlisted = git.isUnlisted === true;
  const all = [...single, ...[...parts.files, ...parts.evidence].map(({ drift }) => drift)];
  return {
    handoff: { path: handoff.path, at: handoff.at },
    isUnchanged: !isUnlisted && all.every((drift) => drift === 'unchanged'),
    head: git.head,
    worktree: git.worktree,
    ...parts,
    uncommitted: git.uncommitted.map(({ file }) => file),
    isUnlisted,
  };
}

/** Lists the commits whose distance `driftOf` needs. */
export function commitsOfInterest(state: WorkflowState): readonly string[] {
  return standingChecks(state).flatMap(({ commit }) => (commit === null ? [] : [commit]));
}

/** The line about the step stands for the gates that moved it. */
function recordDrift(
  recorded: readonly EventType[],
  step: DriftReport['step']['drift'],
): DriftReport['records'] {
  const own = step === 'unchanged' ? recorded : recorded.filter((type) => !type.startsWith('phase.'));
  return {
    count: own.length,
    latest: own.at(-1) ?? null,
    drift: own.length === 0 ? 'unchanged' : 'changed since',
  };
}

function branchDrift(handoff: HandoffRecord, git: GitSince): DriftReport['branch'] {
  const was = handoff.branch;
  const now = git.branch;
  return { was, now, drift: was === now ? 'unchanged' : 'branch differs' };
}

function commitDrift(handoff: HandoffRecord, { commit: now, distance }: GitSince): DriftReport['commits'] {
  const was = handoff.commit;
  const base = { was, now, ahead: null, behind: null, newest: [] };
  if (was === now) return { ...base, drift: 'unchanged', ahead: 0, behind: 0 };
  // The commit, or the whole repository, is no longer here.
  if (now === null || distance === null) return { ...base, drift: 'gone' };
  const { ahead, behind, newest } = distance;
  return { ...base, drift: ahead > 0 ? 'new commits' : 'changed since', ahead, behind, newest };
}

function fileDrift({ state, handoff, files }: DriftInput): readonly FileDrift[] {
  return Object.entries(handoff.files).map(([file, was]) => {
    const fact = files[file];
    const now = fact?.hash ?? null;
    const phase = state.deliverables.find((deliverable) => deliverable.file === file)?.phase ?? 0;
    const isClosed = phase > 0 && phaseStatus(state, phase) === 'completed';
    const isGone = fact?.exists !== true && was !== null;
    const drift = isGone ? 'gone' : was === now ? 'unchanged' : 'changed since';
    return { file, phase, drift, isEvidence: isClosed, was, now };
  });
}

/** Checks that still count: RED's failing test has served its purpose once GREEN has its own check. */
function standingChecks(state: WorkflowState): readonly Check[] {
  const isGreenChecked = state.checks.some(({ step }) => isSubPhase(step) && step !== '5a');
  return state.checks.filter(
    ({ step, commit }) => commit !== null && !(step === '5a' && isGreenChecked) && isReached(state, step),
  );
}

function isReached(state: WorkflowState, step: StepId): boolean {
  return stepIndex(step) <= stepIndex(state.current);
}

/** A check vouches for the files as of its run; documents of other phases don't affect it. */
function evidenceDrift({ step, command, exitCode, commit, at }: Check, input: DriftInput): EvidenceDrift {
  const { state, git } = input;
  const documents = new Set(
    state.deliverables.filter(({ phase }) => phase !== phaseOfStep(step)).map(({ file }) => file),
  );
  const committed = git.changedSince[commit ?? ''] ?? null;
  const base = { step, command, exitCode, commit };
  if (committed === null) return { ...base, drift: 'gone', files: [] };
  const later = git.uncommitted.filter(({ modifiedAt }) => modifiedAt === null || isAfter(modifiedAt, at));
  const all = [...committed, ...later.map(({ file }) => file)].filter((file) => !documents.has(file));
  const files = [...new Set(all)];
  return { ...base, drift: files.length === 0 ? 'unchanged' : 'changed since', files };
}

function isAfter(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}
