/**
 * The handoff: a document from which another session, or a person, continues. Made only from state, never from an
 * earlier handoff, so that nothing gets lost from summary to summary.
 */

import { phraseText } from '../meter/meter-words.ts';
import type { GitFacts, GitWork } from '../service/ports.ts';
import type { FileFact } from '../workflow/facts.ts';
import { acceptedConstraints } from '../workflow/accepted-constraints.ts';
import { SUB_PHASE_NAMES, isSubPhase, phaseDefinition, phaseOfStep } from '../workflow/phases.ts';
import { progressText } from '../workflow/progress.ts';
import { questionTexts } from '../view/question-words.ts';
import { rejectionPhrase } from '../workflow/rejection-words.ts';
import type { NextStep, NextStepStatus, Pattern, WorkflowState } from '../workflow/state.ts';
import { NONE_NEWER, openChecks } from './check-lines.ts';
import type { NewerResults } from './check-lines.ts';
import { doneWork } from './done-lines.ts';
import { clip, oneLine } from '../text/foreign-text.ts';
import { code, fenced, inline } from './markdown.ts';
import { resumeSentence } from './resume-prompt.ts';

export interface HandoffInput {
  readonly state: WorkflowState;
  /** As in `session-context.toon`: a person's, and those found in the code. */
  readonly patterns: readonly Pattern[];
  readonly git: GitFacts;
  readonly files: Readonly<Record<string, FileFact>>;
  /** The banner of the session that wrote it; empty at the normal level, and if nothing is metered. */
  readonly banner: string;
  /** Files that a resuming session reads, in this order. */
  readonly reads: readonly string[];
  /** Git's work since the workflow began; absent if unknown. */
  readonly work?: GitWork | null;
  /** What the session saw of checks since they were recorded; absent if nothing. */
  readonly newer?: NewerResults;
}

/** Maximum lines of a list; the rest is only counted. */
const MAX_UNCOMMITTED = 15;
const MAX_REVIEW = 20;
const MAX_NEXT = 12;
const MAX_ATTEMPTS = 10;
const MAX_COMMITS = 6;
const LONGEST_SUBJECT = 80;

const OPEN_HEADINGS: readonly (readonly [NextStepStatus, string])[] = [
  ['in_flight', 'In flight'],
  ['blocked', 'Blocked'],
  ['deferred', 'Deferred'],
  ['person', 'Needs a person'],
];

/** Lines below a section's own. */
type Below = (above: readonly string[]) => readonly string[];

const NOTHING: Below = () => [];

/**
 * Makes the Markdown document, with a trailing newline.
 *
 * @param belowDone what was observed of the done work, and of the open work
 */
export function handoffDocument(input: HandoffInput, belowDone = NOTHING, belowOpen = NOTHING): string {
  const { state, banner, newer = NONE_NEWER } = input;
  const { lines: done, counted } = doneWork(state, input.files, newer);
  const open = [...openChecks(state, newer), ...openLines(state)];
  const sections = [
    `# Session Handoff: ${state.id}`,
    ...section('Quick Context', quickContext(state, counted)),
    ...section('Constraints', constraintLines(state)),
    ...section('Patterns (from session-context.toon)', patternLines(input.patterns)),
    ...section("What's Done", [...done, ...belowDone(done)]),
    ...section('Tried', attemptLines(state)),
    ...section('Open', [...open, ...belowOpen(open)]),
    ...section('Decisions', decisionLines(state)),
    ...section('Git', gitLines(input.git, commitsLine(input.work ?? null, 'workflow'))),
    ...section('Next Steps', nextLines(state)),
    ...section('Files to Review', reviewLines(input)),
    ...section('Resume', resumeLines(input)),
    // Last, so that the next session doesn't take it for its own state.
    ...section('Why this was written', bannerLines(banner)),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The banner is quoted: its advice was for the session that filled its window. */
export function bannerLines(banner: string): readonly string[] {
  return banner === '' ? [] : ['The session before this one was told:', fenced(banner, 'text')];
}

/** Makes a section; none without content. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[`## ${heading}`, ...lines].join('\n')];
}

/** `5 - TDD Implementation (GREEN)`. */
function phaseLine(state: WorkflowState): string {
  const num = phaseOfStep(state.current);
  const sub = isSubPhase(state.current) ? ` (${SUB_PHASE_NAMES[state.current]})` : '';
  return `${num} - ${phaseDefinition(num).name}${sub}`;
}

function quickContext(state: WorkflowState, counted: string): readonly string[] {
  const lines = [
    `- **Task:** ${inline(state.task)}`,
    `- **Phase:** ${phaseLine(state)}`,
    `- **Progress:** ${progressText(state)}`,
    `- **Of these:** ${counted}`,
  ];
  return state.status === 'in_progress' ? lines : [...lines, `- **Status:** ${state.status}`];
}

/** Word for word. */
function constraintLines(state: WorkflowState): readonly string[] {
  return acceptedConstraints(state).map(({ text }) => `- ${inline(text)}`);
}

function patternLines(patterns: readonly Pattern[]): readonly string[] {
  return patterns.map(({ type, convention, example }) => {
    const shown = example === '' ? '' : ` (${code(example)})`;
    return `- ${sentenceCase(type)}: ${inline(convention)}${shown}`;
  });
}

/** The newest; earlier ones are only counted. */
function attemptLines({ attempts }: WorkflowState): readonly string[] {
  const rest = attempts.length - MAX_ATTEMPTS;
  return [
    ...attempts
      .slice(-MAX_ATTEMPTS)
      .map(({ text, because }) => `- ${inline(text)}${because === null ? '' : `: ${inline(because)}`}`),
    ...(rest > 0 ? [`- and ${rest} earlier: \`ninefold tried list\``] : []),
  ];
}

function openLines(state: WorkflowState): readonly string[] {
  const lines = OPEN_HEADINGS.flatMap(([status, heading]) =>
    ofStatus(state, status).map((step) => `- ${heading}: ${inline(step.text)}`),
  );
  const rejected = state.steps[state.current];
  const reason =
    rejected.attempts > 0 && rejected.reason !== null
      ? [
          `- ${phraseText(rejectionPhrase('rejected-handoff', { count: rejected.attempts, reason: inline(rejected.reason) }))}`,
        ]
      : [];
  const waits =
    rejected.status === 'awaiting_approval' ? [`- Needs a person: approval of phase ${state.current}`] : [];
  const offers = state.constraints
    .filter(({ isOffered }) => isOffered)
    .map(
      ({ text }) => `- Needs a person: accept or remove the constraint that an agent offers: ${inline(text)}`,
    );
  const { questions = [] } = questionTexts(state);
  const asked = questions.map(
    (text) => `- Needs a person: decide what merged branches disagree on: ${inline(text)}`,
  );
  return [...reason, ...waits, ...asked, ...lines, ...offers];
}

function decisionLines(state: WorkflowState): readonly string[] {
  return state.decisions.map(({ id, choice, reason }) => `- ${id}: ${inline(choice)} (${inline(reason)})`);
}

/** Returns branch and commit. */
export function gitHead({ branch, commit }: GitFacts): readonly string[] {
  if (branch === null && commit === null) return ['Not a git repository, or no commit yet.'];
  return [
    `- Branch: ${branch === null ? 'none (detached)' : code(branch)}`,
    `- Commit: ${commit === null ? 'none yet' : code(commit.slice(0, 12))}`,
  ];
}

/**
 * Returns branch, commit, and uncommitted files.
 *
 * @param commits lines about commits
 */
export function gitLines(git: GitFacts, commits: readonly string[] = []): readonly string[] {
  if (git.branch === null && git.commit === null) return gitHead(git);
  const shown = git.uncommitted.slice(0, MAX_UNCOMMITTED).map(code).join(', ');
  const rest = git.uncommitted.length - MAX_UNCOMMITTED;
  const more = rest > 0 ? ` and ${rest} more` : '';
  const none = git.isUnlisted === true ? "unknown, git couldn't list them" : 'none';
  return [
    ...gitHead(git),
    ...commits,
    `- Uncommitted: ${git.uncommitted.length === 0 ? none : shown + more}`,
  ];
}

/** Returns the line about commits since a beginning; none if there are none. */
export function commitsLine(work: GitWork | null, what: 'session' | 'workflow'): readonly string[] {
  if (work === null || work.commits === 0) return [];
  const shown = work.newest
    .slice(0, MAX_COMMITS)
    .map(({ hash, subject }) => `${code(hash)} ${inline(clip(subject, LONGEST_SUBJECT))}`);
  const rest = work.commits - shown.length;
  const more = rest > 0 ? ` … and ${rest} more` : '';
  return [`- Commits since the ${what} began: ${shown.join('; ')}${more}`];
}

function nextLines(state: WorkflowState): readonly string[] {
  // Those in flight are under *Open*.
  const steps = ofStatus(state, 'open');
  const texts = steps.slice(0, MAX_NEXT).map((step) => inline(step.text));
  const rest = steps.length - MAX_NEXT;
  if (rest > 0) texts.push(`And ${rest} more: \`ninefold next list\``);
  if (state.status === 'in_progress') texts.push(closingStep(state));
  return texts.length === 0
    ? ['The workflow is finished.']
    : texts.map((text, index) => `${index + 1}. ${text}`);
}

function closingStep(state: WorkflowState): string {
  const step = state.current;
  const isWaiting = state.steps[step].status === 'awaiting_approval';
  return isWaiting
    ? `Get phase ${step} approved`
    : `Finish phase ${phaseLine(state)} and submit it for approval`;
}

function reviewLines({ state, files }: HandoffInput): readonly string[] {
  const num = phaseOfStep(state.current);
  const present = state.deliverables.filter(({ file }) => files[file]?.exists === true);
  const near = present.filter(({ phase }) => phase === num || phase === num - 1);
  const found = near.length > 0 ? near : present;
  const rest = found.length - MAX_REVIEW;
  return [
    ...found.slice(-MAX_REVIEW).map(({ file }) => `- ${code(file)}`),
    ...(rest > 0 ? [`- and ${rest} more, in the state file`] : []),
  ];
}

function resumeLines({ state, reads }: HandoffInput): readonly string[] {
  return [fenced([...reads.map((path) => `Read ${oneLine(path)}`), resumeSentence(state)].join('\n'))];
}

function ofStatus(state: WorkflowState, status: NextStepStatus): readonly NextStep[] {
  return state.nextSteps.filter((step) => step.status === status);
}

/** `file_naming` → `File naming`. */
function sentenceCase(type: string): string {
  const words = type.replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
