import { join } from 'node:path';

import type { QuickPickItem } from 'vscode';
import { commands, extensions, l10n, ProgressLocation, Uri, window } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { ResumeOutcome } from '../../core/service/resume-service.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { handOver } from '../meter/write-for-level.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { canLaunch, launch } from '../sessions/launch.ts';
import { workflowOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { pickWorkflow } from './workflow-commands.ts';

/** Commands that hand over, resume and export. */
export function handoffCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.createHandoff': () => create(context),
    'ninefold.openHandoff': (id) => open(context, workflowOf(id)),
    'ninefold.resumeWorkflow': (id) => resume(context, workflowOf(id)),
    'ninefold.exportToon': () => exportAs(context, 'toon'),
    'ninefold.exportJson': () => exportAs(context, 'json'),
  };
}

async function create(context: CommandContext): Promise<void> {
  const { service, root } = await context.model.writable();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Writing the handoff…') },
    () => handOver(service, PERSON, context.reading.value),
  );
  await context.model.refresh();
  const secrets = Object.values(outcome.redacted).reduce((sum, count) => sum + count, 0);
  confirmBriefly(
    secrets === 0
      ? l10n.t('Handoff written')
      : l10n.t('Handoff written; secrets taken out: {count}', { count: secrets }),
  );
  await preview(Uri.file(join(root, outcome.path)));
}

async function open({ model }: CommandContext, given: string | undefined): Promise<void> {
  const { service, root } = await model.readable();
  const { id } = await service.state(given);
  const newest = (await service.ports.exports.listHandoffs(id))[0];
  if (newest === undefined) throw new NinefoldError('handoff-none', { id });
  await preview(Uri.file(join(root, newest.path)));
}

/**
 * As Markdown where VS Code's own preview is there; a fork may leave it out. The extension is asked for, not the
 * command: that isn't known before the first use of Markdown in the window.
 */
async function preview(uri: Uri): Promise<void> {
  const isThere = extensions.getExtension('vscode.markdown-language-features') !== undefined;
  const command = isThere ? 'markdown.showPreview' : 'vscode.open';
  await commands.executeCommand(command, uri);
}

async function resume(context: CommandContext, given: string | undefined): Promise<void> {
  const open = await context.model.writable();
  const id = given ?? (await pickWorkflow(context, open.service, l10n.t('Resume Workflow')))?.id;
  if (id === undefined) return;
  // Only a person takes up what was cancelled; the core leaves it as it is.
  if ((await open.service.state(id)).status === 'cancelled') {
    await open.service.execute({ kind: 'setStatus', status: 'in_progress' }, PERSON, id);
  }
  const { resumeWorkflow } = await loadEngine();
  const outcome = await resumeWorkflow(open.service, PERSON, { id });
  await context.model.refresh();
  await offerPrompt(open, outcome);
}

interface ResumeItem extends QuickPickItem {
  readonly run: () => unknown;
}

async function offerPrompt({ folder, service, root }: OpenFolder, outcome: ResumeOutcome): Promise<void> {
  const { prompt, state } = outcome;
  const copy: ResumeItem = {
    label: l10n.t('$(copy) Copy Prompt'),
    description: l10n.t('for any agent'),
    run: async () => confirmBriefly(await launch('clipboard', prompt, folder, state.name)),
  };
  const run: ResumeItem = {
    label: l10n.t('$(terminal) Run in Terminal'),
    description: l10n.t('starts Claude Code with it'),
    run: () => launch('claude-code', prompt, folder, state.name),
  };
  const newest = (await service.ports.exports.listHandoffs(state.id))[0];
  const show = newest === undefined ? [] : [showItem(Uri.file(join(root, newest.path)))];
  const items = [copy, ...(canLaunch('claude-code', prompt) ? [run] : []), ...show];
  const title = l10n.t('Resume {name}', { name: state.name });
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: prompt,
    ignoreFocusOut: true,
  });
  await chosen?.run();
}

function showItem(uri: Uri): ResumeItem {
  return { label: l10n.t('$(open-preview) Open Handoff'), run: () => preview(uri) };
}

async function exportAs({ model }: CommandContext, format: 'toon' | 'json'): Promise<void> {
  const { service, root } = await model.writable();
  const { id } = await service.state();
  await service.exportFiles(id);
  const { WORKFLOW_STATE_FILE, workflowFile } = await loadEngine();
  const file = format === 'toon' ? WORKFLOW_STATE_FILE : workflowFile(id, 'json');
  await commands.executeCommand('vscode.open', Uri.file(join(root, file)));
  confirmBriefly(l10n.t('Exports are up to date'));
}
