import { l10n, QuickPickItemKind } from 'vscode';

import { isWarningLevel } from '../../core/meter/levels.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import type { CommandId } from '../contributions.ts';
import { runCommand } from '../registration/register-command.ts';
import type { CommandTarget } from '../tree/row-guards.ts';
import type { CommandContext } from './command-context.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

interface ActionItem extends Choice {
  readonly command?: CommandId;
}

/** Shows the actions behind the status bar item, the most useful first. */
export async function showActions(context: CommandContext): Promise<void> {
  const { state } = context.model;
  const { value } = context.reading;
  const isWarned = value !== null && isWarningLevel(value.level);
  const items: ActionItem[] = [
    ...(state === undefined ? withoutWorkflow() : withWorkflow(phaseLabel(state))),
    ...(isWarned ? whileWarned() : []),
    ...aboutTokens(value),
    { label: '', kind: QuickPickItemKind.Separator },
    item('list-tree', l10n.t('Show Phases'), 'ninefold.showPhases'),
    item('pulse', l10n.t('Show Agent Sessions'), 'ninefold.showSessions'),
    item('graph-line', l10n.t('Show Session View'), 'ninefold.showSessionView'),
    item('output', l10n.t('Show Log'), 'ninefold.showLog'),
  ];
  const title = state === undefined ? l10n.t('Ninefold') : state.name;
  const chosen = await pickOne(items, { title, placeHolder: l10n.t('Select an action') });
  const target: CommandTarget = { folder: context.model.current?.key };
  if (chosen?.command !== undefined) await runCommand(chosen.command, target);
}

function withWorkflow(phase: string): readonly ActionItem[] {
  return [
    item('repo-push', l10n.t('Create Handoff'), 'ninefold.createHandoff', phase),
    item('rocket', l10n.t('Continue in a New Session'), 'ninefold.continueSession'),
    item('debug-continue', l10n.t('Resume Workflow…'), 'ninefold.resumeWorkflow'),
    item('arrow-swap', l10n.t('Switch Workflow…'), 'ninefold.switchWorkflow'),
    item('add', l10n.t('Start Workflow…'), 'ninefold.startWorkflow'),
  ];
}

function withoutWorkflow(): readonly ActionItem[] {
  return [
    item('repo-push', l10n.t('Create Handoff'), 'ninefold.createHandoff', l10n.t('Of the session')),
    item('rocket', l10n.t('Continue in a New Session'), 'ninefold.continueSession'),
    item('add', l10n.t('Start Workflow…'), 'ninefold.startWorkflow'),
    item('debug-continue', l10n.t('Resume Workflow…'), 'ninefold.resumeWorkflow'),
  ];
}

function whileWarned(): readonly ActionItem[] {
  return [
    item('bell-slash', l10n.t('Snooze Warnings'), 'ninefold.snoozeWarnings', l10n.t('For 30 minutes')),
    item('copy', l10n.t('Copy Warning Banner'), 'ninefold.copyBanner'),
  ];
}

/** A session that reports its own figures needs no manual number. */
function aboutTokens(reading: Reading | null): readonly ActionItem[] {
  if (reading?.live === true) return [];
  const set = item('edit', l10n.t('Set Token Usage…'), 'ninefold.setTokenUsage');
  if (reading?.source !== 'reported') return [set];
  return [set, item('clear-all', l10n.t('Clear Token Usage'), 'ninefold.clearTokenUsage')];
}

function item(icon: string, label: string, command: CommandId, description = ''): ActionItem {
  return { icon, label, description, command };
}
