/** Tree items for rows: icon, label, click, and menus. Tooltips are resolved on hover. */

import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Command, Uri } from 'vscode';

import { baseName } from '../../core/paths/paths.ts';
import type { PhaseStatus } from '../../core/workflow/phases.ts';
import { damageLabel } from '../../core/view/damage-rows.ts';
import { childrenOf } from '../../core/view/rows.ts';
import type { CheckRow, DeliverableRow, NextAction, NextRow } from '../../core/view/rows.ts';
import type { FilesRow, Row, SuggestionRow, TodoRow } from '../../core/view/rows.ts';
import type { NextStepRow, PlanSessionRow } from '../../core/view/rows.ts';
import { planPhrase } from '../../core/view/plan-words.ts';
import { viewPhrase } from '../../core/view/view-words.ts';
import type { WorkflowRow } from '../../core/view/rows.ts';
import type { CommandId } from '../contributions.ts';
import { translate, translateAll } from '../messages.ts';

/** Creates the tree item of a row. */
export function treeItem(row: Row, resource: Uri | undefined): TreeItem {
  const item = new TreeItem(labelOf(row), stateOf(row));
  item.id = row.id;
  item.description = translateAll(row.description, ' · ');
  item.iconPath = iconOf(row);
  item.contextValue = contextValueOf(row);
  item.accessibilityInformation = { label: translateAll(row.spoken, ', ') };
  if (resource !== undefined && row.kind === 'deliverable' && !row.isMissing) item.resourceUri = resource;
  const command = commandOf(row);
  if (command !== undefined) item.command = command;
  return item;
}

/** `;phase;approve;skip;`: package.json's menus look for `;approve;` and the like. */
function contextValueOf(row: Row): string {
  return `;${[row.kind, ...row.actions].join(';')};`;
}

/** Creates a Markdown tooltip; text written by people is escaped. */
export function tooltipOf(lines: readonly string[]): MarkdownString {
  const markdown = new MarkdownString();
  lines.forEach((line, index) => {
    if (index > 0) markdown.appendMarkdown('\n\n');
    markdown.appendMarkdown(line);
  });
  return markdown;
}

function labelOf(row: Row): string {
  if ('label' in row) return typeof row.label === 'string' ? row.label : translate(row.label);
  switch (row.kind) {
    case 'check':
      return row.command;
    case 'deliverable':
    case 'suggestion':
    case 'existing':
      return baseName(row.file);
    case 'damage':
      return translateAll(damageLabel(row), ' ');
    case 'folder':
    case 'workflow':
      return row.name;
    case 'status':
      return translate(viewPhrase(`next-${row.status}`));
    case 'others':
    case 'constraints':
      return translate(viewPhrase(row.kind, { count: row.children.length }));
    case 'constraint':
    case 'todo':
    case 'nextStep':
      return row.text;
    case 'plan':
      return translate(planPhrase('plan'));
    case 'planSession':
      return translate(planPhrase('session', { number: row.number }));
  }
}

function stateOf(row: Row): TreeItemCollapsibleState {
  if (childrenOf(row).length === 0) return TreeItemCollapsibleState.None;
  const isOpen =
    row.kind === 'folder' ||
    row.kind === 'question' ||
    (row.kind === 'phase' && row.isCurrent) ||
    (row.kind === 'constraints' && row.hasOffer);
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function commandOf(row: Row): Command | undefined {
  switch (row.kind) {
    case 'phase':
      return row.opens === null ? undefined : command('ninefold.openDeliverable', l10n.t('Open'), row);
    case 'step':
    case 'check':
    case 'offers':
    case 'agentPlan':
    case 'todo':
    case 'nextSteps':
    case 'nextStep':
    case 'files':
    case 'folder':
    case 'others':
    case 'workflow':
    case 'constraints':
    case 'constraint':
    case 'plan':
    case 'planSession':
    case 'questionSide':
      return undefined;
    case 'question':
      return command('ninefold.answerQuestion', l10n.t('Decide…'), row);
    case 'next':
      return command(nextCommand(row), translate(row.label), row);
    case 'changes':
      return command('ninefold.reviewPhase', l10n.t('Review'), row);
    case 'status':
      return row.status === 'completed'
        ? command('ninefold.startWorkflow', l10n.t('Start Workflow…'), row)
        : command('ninefold.resumeWorkflow', l10n.t('Resume Workflow'), row);
    case 'deliverable':
    case 'suggestion':
    case 'existing':
      return command('ninefold.openDeliverable', l10n.t('Open'), row);
    case 'damage':
      return !row.isOpenable ? undefined : command('ninefold.openJournal', l10n.t('Open Journal'), row);
  }
}

const NEXT_COMMANDS: Readonly<Record<NextAction, CommandId>> = {
  continue: 'ninefold.continueSession',
  answer: 'ninefold.showSessions',
  review: 'ninefold.reviewPhase',
  rework: 'ninefold.openDeliverable',
  create: 'ninefold.createDeliverable',
  adopt: 'ninefold.adoptDeliverable',
  fill: 'ninefold.openDeliverable',
  test: 'ninefold.runTests',
  approve: 'ninefold.approvePhase',
};

/** Without a document, what was rejected is what changed. */
function nextCommand({ action, file }: NextRow): CommandId {
  return action === 'rework' && file === null ? 'ninefold.reviewPhase' : NEXT_COMMANDS[action];
}

function command(id: CommandId, title: string, row: Row): Command {
  return { command: id, title, arguments: [row] };
}

const PLAIN_ICONS = {
  changes: 'diff-multiple',
  folder: 'root-folder',
  others: 'layers',
  constraints: 'law',
  nextSteps: 'checklist',
  agentPlan: 'checklist',
  offers: 'files',
  plan: 'milestone',
  questionSide: 'person',
} as const;

type PlainRow = Extract<Row, { readonly kind: keyof typeof PLAIN_ICONS }>;

function isPlain(row: Row): row is PlainRow {
  return row.kind in PLAIN_ICONS;
}

function iconOf(row: Row): ThemeIcon {
  if (isPlain(row)) return new ThemeIcon(PLAIN_ICONS[row.kind]);
  switch (row.kind) {
    case 'next':
      return new ThemeIcon('arrow-right', new ThemeColor('charts.blue'));
    case 'check':
      return checkIcon(row);
    case 'todo':
    case 'nextStep':
      return todoIcon(row);
    case 'phase':
    case 'step':
      return statusIcon(row.status, row.isUnverified, row.isCurrent);
    case 'files':
    case 'deliverable':
    case 'suggestion':
    case 'existing':
      return fileIcon(row);
    case 'damage':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'status':
      return new ThemeIcon(row.status === 'completed' ? 'add' : 'debug-continue');
    case 'workflow':
      return workflowIcon(row.status);
    case 'constraint':
      return constraintIcon(row.isOffered);
    case 'planSession':
      return planIcon(row.status);
    case 'question':
      return new ThemeIcon('question', new ThemeColor('charts.yellow'));
  }
}

function todoIcon({ status }: TodoRow | NextStepRow): ThemeIcon {
  return new ThemeIcon(
    status === 'in_progress' || status === 'in_flight' ? 'circle-filled' : 'circle-outline',
  );
}

function constraintIcon(isOffered: boolean): ThemeIcon {
  return isOffered ? new ThemeIcon('question', new ThemeColor('charts.yellow')) : new ThemeIcon('pinned');
}

function fileIcon(row: FilesRow | DeliverableRow | SuggestionRow): ThemeIcon {
  if (row.kind === 'files') return ThemeIcon.Folder;
  if (row.kind !== 'deliverable') return new ThemeIcon('file', new ThemeColor('disabledForeground'));
  if (!row.isMissing) return new ThemeIcon('file');
  return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
}

function checkIcon({ result, isAsWanted }: CheckRow): ThemeIcon {
  if (result === 'unknown') return new ThemeIcon('question');
  return isAsWanted
    ? new ThemeIcon('pass', new ThemeColor('charts.green'))
    : new ThemeIcon('error', new ThemeColor('list.errorForeground'));
}

function workflowIcon(status: WorkflowRow['status']): ThemeIcon {
  switch (status) {
    case 'in_progress':
      return new ThemeIcon('circle-outline');
    case 'paused':
      return new ThemeIcon('debug-pause');
    case 'completed':
      return new ThemeIcon('pass-filled', new ThemeColor('charts.green'));
    case 'cancelled':
      return new ThemeIcon('circle-slash', new ThemeColor('disabledForeground'));
    case 'unreadable':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  }
}

function planIcon(status: PlanSessionRow['status']): ThemeIcon {
  switch (status) {
    case 'done':
      return new ThemeIcon('pass-filled', new ThemeColor('charts.green'));
    case 'current':
      return new ThemeIcon('play-circle', new ThemeColor('charts.blue'));
    case 'ahead':
      return new ThemeIcon('circle-large-outline', new ThemeColor('disabledForeground'));
  }
}

function statusIcon(status: PhaseStatus, isUnverified: boolean, isCurrent: boolean): ThemeIcon {
  switch (status) {
    case 'pending':
      return new ThemeIcon('circle-large-outline', new ThemeColor('disabledForeground'));
    case 'in_progress':
      return isCurrent
        ? new ThemeIcon('play-circle', new ThemeColor('charts.blue'))
        : new ThemeIcon('circle-large-outline');
    case 'awaiting_approval':
      return new ThemeIcon('bell-dot', new ThemeColor('charts.yellow'));
    case 'completed':
      return isUnverified
        ? new ThemeIcon('pass', new ThemeColor('charts.yellow'))
        : new ThemeIcon('pass-filled', new ThemeColor('charts.green'));
    case 'skipped':
      return new ThemeIcon('circle-slash', new ThemeColor('disabledForeground'));
  }
}
