import type { MarkdownString } from 'vscode';

import { code, inline } from '../../core/handoff/markdown.ts';
import type { MessageParameters } from '../../core/messages.ts';
import type { Phrase } from '../../core/meter/meter-words.ts';
import { STEP_IDS } from '../../core/workflow/phases.ts';
import type { PhaseStatus, StepId } from '../../core/workflow/phases.ts';
import { rejectionPhrase } from '../../core/workflow/rejection-words.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { NextRow, PhaseRow, QuestionRow, QuestionSideRow, Row, StepRow } from '../../core/view/rows.ts';
import { offerPhrase } from '../../core/view/offer-words.ts';
import { goalPhrase, isAtWork, lacksOf, thenPhrase } from '../../core/view/phase-guide.ts';
import type { FileFacts } from '../../core/view/phase-rows.ts';
import { reviewPhrase } from '../../core/view/review-words.ts';
import { viewPhrase } from '../../core/view/view-words.ts';
import { translate, translateAll, translateLack } from '../messages.ts';
import { tooltipOf } from './tree-items.ts';

interface TooltipFacts {
  readonly state: WorkflowState;
  readonly files: FileFacts;
  /** Lines at the end. */
  readonly more?: readonly string[];
}

/** Creates the tooltip of a row: what the row itself doesn't show. */
export function rowTooltip(row: Row, { state, files, more = [] }: TooltipFacts): MarkdownString {
  return tooltipOf([...linesOf(row, state, files), ...more]);
}

function linesOf(row: Row, state: WorkflowState, files: FileFacts): readonly string[] {
  switch (row.kind) {
    case 'phase':
    case 'step':
      return gateLines(row, state, files);
    case 'deliverable':
      if (row.isMissing) return [aboutFile('tooltip-missing', row.file)];
      return [row.isUntouched ? aboutFile('tooltip-untouched', row.file) : code(row.file)];
    case 'suggestion':
      return [aboutFile('tooltip-create', row.file)];
    case 'existing':
      return [aboutFile('tooltip-adopt', row.file)];
    case 'next':
    case 'question':
    case 'questionSide':
      return saidBy(row);
    case 'check':
      return [code(row.command), translateAll(row.description, ' · ')];
    case 'offers':
      return [translate(offerPhrase('tooltip-offers'))];
    case 'agentPlan':
      return [translate(offerPhrase('tooltip-plan'))];
    case 'constraint':
    case 'todo':
    case 'nextStep':
      return [inline(row.text)];
    case 'changes':
    case 'files':
    case 'nextSteps':
    case 'constraints':
    case 'folder':
    case 'status':
    case 'others':
    case 'workflow':
    case 'damage':
    case 'plan':
    case 'planSession':
      return [];
  }
}

/** What the row says, and what its click does if that isn't the same. */
function saidBy(row: NextRow | QuestionRow | QuestionSideRow): readonly string[] {
  const said = inline(translateAll([row.label, ...row.description], ' · '));
  const runsTests = row.kind === 'next' && row.action === 'test';
  return runsTests ? [said, translate(reviewPhrase('runs-tests'))] : [said];
}

function gateLines(row: PhaseRow | StepRow, state: WorkflowState, files: FileFacts): readonly string[] {
  const head = `**${inline(row.label)}**: ${translate(viewPhrase(`status-${row.status}`))}`;
  const step = STEP_IDS.find((id) => id === row.phase);
  const goal = goalPhrase(row.phase);
  return [
    head,
    ...(goal === undefined ? [] : [translate(goal)]),
    ...(step === undefined ? [] : stepLines(step, state)),
    ...(isAtWork(state, row.phase) ? workLines(state, files) : []),
  ];
}

/** What the phase at work lacks, and what comes next. */
function workLines(state: WorkflowState, files: FileFacts): readonly string[] {
  const lacks = lacksOf(state, files).map((lack) =>
    translate(viewPhrase('missing', { lack: translateLack(lack) })),
  );
  return [...lacks, translate(thenPhrase(state))];
}

function stepLines(step: StepId, state: WorkflowState): readonly string[] {
  const { status, reason, byPreset, attempts, unverified } = state.steps[step];
  const why: readonly Phrase[] =
    byPreset && status === 'skipped'
      ? [viewPhrase('skipped-by-preset', { preset: state.preset })]
      : reason === null
        ? []
        : [reasonPhrase(status, attempts, { reason: inline(reason) })];
  return [...why.map(translate), ...unverified.map(translateLack)];
}

function reasonPhrase(status: PhaseStatus, attempts: number, reason: MessageParameters): Phrase {
  if (status === 'skipped') return viewPhrase('reason-skipped', reason);
  return attempts > 0 ? rejectionPhrase('rejected-reason', reason) : viewPhrase('reason-reopened', reason);
}

function aboutFile(
  word: 'tooltip-missing' | 'tooltip-untouched' | 'tooltip-create' | 'tooltip-adopt',
  file: string,
): string {
  return translate(viewPhrase(word, { file: code(file) }));
}
