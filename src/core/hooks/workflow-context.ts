/**
 * Context about its workflow for a new session: phase, deliverables, decisions, open items, branch, and drift, as
 * TOON with a limited number of characters. Facts, not orders: the agent and its person decide what to do with them.
 */

import { mergePatterns } from '../context/merge-patterns.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../exports/export-names.ts';
import type { ShowPath } from '../exports/exports.ts';
import {
  constraintList,
  currentPhase,
  decisionRows,
  phaseRows,
  subPhaseField,
  subPhaseTable,
} from '../exports/tables.ts';
import { EXPORT_SCHEMA } from '../exports/toon.ts';
import type { DriftReport } from '../handoff/drift.ts';
import { driftLines } from '../handoff/drift-words.ts';
import { formatMessage } from '../messages.ts';
import { phraseText } from '../meter/meter-words.ts';
import type { GitFacts, ProjectFacts } from '../service/ports.ts';
import type { OtherSession } from '../service/resume-service.ts';
import { clip, oneLine } from '../text/foreign-text.ts';
import { encodeToon } from '../toon/encode-toon.ts';
import type { FileFact } from '../workflow/facts.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import { progressText } from '../workflow/progress.ts';
import { questionTexts } from '../view/question-words.ts';
import { rejectionPhrase } from '../workflow/rejection-words.ts';
import type { NextStepStatus, WorkflowState } from '../workflow/state.ts';
import { allocateRows } from './row-allocation.ts';
import { MAX_CONTEXT } from './hook-answer.ts';

export interface ContextFacts {
  readonly state: WorkflowState;
  readonly project: ProjectFacts;
  /** Facts about the deliverables; a missing one is unknown. */
  readonly files: Readonly<Record<string, FileFact>>;
  /** Current git facts; null if they couldn't be read in time. */
  readonly git: GitFacts | null;
  /** The disk compared with the newest handoff; null if there is none, or git didn't respond in time. */
  readonly drift: DriftReport | null;
  /** Another session that works on it. */
  readonly otherSession: OtherSession | null;
  readonly show: ShowPath;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A table whose rows may be omitted, the least important first. */
interface Table {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Indices of `rows`, the most important first. */
  readonly order: readonly number[];
  /** Location of the whole table. */
  readonly where: string;
}

/** Maximum length of text outside tables: a task has up to 2,000 characters, and is complete in the state file. */
const MAX_TEXT = 600;
/** Additional length of the tables' own lines if some of their rows are omitted. */
const SLACK = 50;
const HASH_SHOWN = 8;

const HEADER = [
  "# Ninefold: status of this folder's workflow. This is a copy; the state changes through Ninefold's MCP tools or the",
  '# `ninefold` command, and a person approves each phase unless ninefold.json says otherwise.',
  '# `ninefold check COMMAND` runs tests or a build, saves the whole output to a file, and returns a summary.',
].join('\n');

/**
 * Makes the context.
 *
 * @param limit characters, at least 4,000; defaults to the limit of a hook for a session
 */
export function workflowContext(facts: ContextFacts, limit = MAX_CONTEXT): string {
  const tables = tablesOf(facts);
  const whole = documentOf(facts, tables);
  if (whole.length <= limit) return whole;
  const empty = tables.map((table) => ({ ...table, rows: [] }));
  const bare = documentOf(facts, empty, leftOut(tables, empty));
  const lengths = tables.map((table) => ({ ...table, lengths: lengthsOf(table) }));
  const kept = allocateRows(lengths, limit - bare.length - SLACK);
  const chosen = tables.map((table) => {
    const stays = new Set((kept[table.name] ?? []).map((place) => table.order[place]));
    return { ...table, rows: table.rows.filter((_, index) => stays.has(index)) };
  });
  return withinLines(documentOf(facts, chosen, leftOut(tables, chosen)), limit);
}

/** Paths alone may be too long: keep whole lines up to the limit. */
function withinLines(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, text.lastIndexOf('\n', limit - 1) + 1);
}

function leftOut(tables: readonly Table[], chosen: readonly Table[]): readonly Row[] {
  return tables.flatMap(({ name, rows, where }, index) => {
    const missing = rows.length - (chosen[index]?.rows.length ?? 0);
    return missing === 0 ? [] : [{ table: name, rows: missing, where }];
  });
}

function documentOf(facts: ContextFacts, tables: readonly Table[], missing: readonly Row[] = []): string {
  const { state } = facts;
  const body = {
    schema: EXPORT_SCHEMA,
    // First, and never cut: what a person decided counts more than what was found.
    ...constraintList(state),
    ...undecided(state),
    workflow: workflowFields(facts),
    phases: phaseRows(state),
    ...subPhaseTable(state),
    git: gitFields(facts),
    handoff: handoffFields(facts),
    ...otherSessionFields(facts.otherSession),
    ...Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    files: filesOf(facts),
    ...(missing.length === 0 ? {} : { left_out: missing }),
    revision: state.revision,
  };
  return `${HEADER}\n${encodeToon(body)}\n`;
}

function rejectedText(count: number, reason: string): string {
  return phraseText(rejectionPhrase('rejected-context', { count, reason }));
}

/** One sentence: an agent only has to know that it must not decide. */
function undecided(state: WorkflowState): Readonly<Record<string, string>> {
  const { questions = [] } = questionTexts(state);
  if (questions.length === 0) return {};
  return {
    undecided: clipped(`Only a person can decide what merged branches disagree on. ${questions.join('; ')}`),
  };
}

function workflowFields({ state, project }: ContextFacts) {
  const { num, name } = currentPhase(state);
  const { status, reason, attempts } = state.steps[state.current];
  return {
    id: state.id,
    name: state.name,
    project: clipped(project.name),
    status: state.status,
    phase: num,
    phase_name: name,
    ...subPhaseField(state),
    phase_status: status,
    ...(attempts === 0 ? {} : { rejected: rejectedText(attempts, clipped(reason ?? '')) }),
    progress: progressText(state),
    task: clipped(state.task),
    branch: state.branch,
  };
}

function gitFields({ git, drift }: ContextFacts): Row {
  if (git === null) return { known: false };
  const { branch, commit, uncommitted } = git;
  const isUnlisted = git.isUnlisted === true || drift?.isUnlisted === true;
  return {
    branch: branch === null ? null : clipped(branch),
    commit: commit?.slice(0, HASH_SHOWN) ?? null,
    uncommitted_files: isUnlisted ? 'not known' : uncommitted.length,
  };
}

function handoffFields({ state, drift }: ContextFacts): Row | null {
  const newest = state.handoffs.at(-1);
  if (newest === undefined) return null;
  const since = drift === null ? 'not known' : drift.isUnchanged ? 'none' : 'listed';
  return { path: newest.path, written: newest.at, phase: newest.phase, drift_since: since };
}

function otherSessionFields(otherSession: OtherSession | null): Readonly<Record<string, Row>> {
  return otherSession === null
    ? {}
    : {
        other_session_at_work: { id: otherSession.id, agent: otherSession.agent, since: otherSession.since },
      };
}

function filesOf({ show }: ContextFacts): readonly string[] {
  return [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE].map(show);
}

function tablesOf(facts: ContextFacts): readonly Table[] {
  const { state, show, project } = facts;
  const patterns = mergePatterns(state.patterns, project.patterns);
  const decisions = decisionRows(state);
  return [
    nextSteps(state, show(WORKFLOW_STATE_FILE)),
    driftTable(facts),
    {
      name: 'decisions',
      rows: decisions,
      order: indices(decisions).reverse(),
      where: show(DECISIONS_FILE),
    },
    deliverables(facts),
    uncommitted(facts),
    {
      name: 'patterns',
      rows: patterns.map(({ type, convention, example }) => ({ type, convention, example })),
      order: indices(patterns),
      where: show(SESSION_CONTEXT_FILE),
    },
  ];
}

const URGENCY: readonly NextStepStatus[] = ['in_flight', 'blocked', 'person', 'open', 'deferred'];

/** Numbered like in `complete_next_step` and `ninefold next done`. */
function nextSteps(state: WorkflowState, where: string): Table {
  const rows = state.nextSteps.flatMap(({ text, status }, index) =>
    status === 'done' ? [] : [{ num: index + 1, text, status }],
  );
  const urgency = (index: number): number => URGENCY.indexOf(rows[index]?.status ?? 'deferred');
  const order = indices(rows).sort((one, other) => urgency(one) - urgency(other) || one - other);
  return { name: 'next_steps', rows, order, where };
}

/** Those of the current phase first, then the most recently added. */
function deliverables({ state, files, show }: ContextFacts): Table {
  const sorted = [...state.deliverables].sort((one, other) => one.phase - other.phase);
  const rows = sorted.map(({ phase, file }) => ({ phase, file, exists: files[file]?.exists ?? null }));
  const current = phaseOfStep(state.current);
  const isCurrent = (index: number): number => Number(rows[index]?.phase === current);
  const order = indices(rows).sort((one, other) => isCurrent(other) - isCurrent(one) || other - one);
  return { name: 'deliverables', rows, order, where: show(WORKFLOW_STATE_FILE) };
}

/** Since the handoff; empty if there is none. */
function driftTable({ drift }: ContextFacts): Table {
  const rows = (drift === null ? [] : driftLines(drift)).map(({ drift: kind, words }) => ({
    kind,
    detail: clipped(formatMessage(words.template, words.parameters)),
  }));
  return { name: 'drift', rows, order: indices(rows), where: '`ninefold resume` or resume_workflow' };
}

function uncommitted({ git }: ContextFacts): Table {
  const rows = (git?.uncommitted ?? []).map((file) => ({ file: clipped(file) }));
  return { name: 'uncommitted', rows, order: indices(rows), where: '`git status`' };
}

/** Length of each row in the document, in the table's order of importance. */
function lengthsOf({ name, rows, order }: Table): readonly number[] {
  const lines = encodeToon({ schema: '', [name]: rows })
    .split('\n')
    .slice(2);
  return order.map((index) => (lines[index] ?? '').length + 1);
}

function indices(rows: readonly unknown[]): number[] {
  return rows.map((_, index) => index);
}

function clipped(text: string): string {
  return clip(oneLine(text), MAX_TEXT);
}
