import { join } from 'node:path';

import { commands, l10n, ProgressLocation, Uri, window } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { workflowOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly, readingOf, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { preview } from './preview.ts';
import { resumeChosen } from './resume-workflow.ts';

/** Creates the commands for handoffs, resuming, and exports. */
export function handoffCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.createHandoff': () => create(context),
    'ninefold.openHandoff': (id) => open(context, workflowOf(id)),
    'ninefold.resumeWorkflow': (id) => resumeChosen(context, workflowOf(id)),
    'ninefold.exportToon': () => exportAs(context, 'toon'),
    'ninefold.exportJson': () => exportAs(context, 'json'),
  };
}

async function create(context: CommandContext): Promise<void> {
  const { service, root } = await context.model.writable();
  const { createHandoff } = await loadEngine();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Writing the handoff…') },
    () => createHandoff(service, PERSON, { reading: readingOf(context) }),
  );
  await settle(context, outcome);
  const secrets = Object.values(outcome.redacted).reduce((sum, count) => sum + count, 0);
  confirmBriefly(
    secrets === 0
      ? l10n.t('Handoff written')
      : l10n.t('Handoff written; secrets removed: {count}', { count: secrets }),
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

async function exportAs({ model }: CommandContext, format: 'toon' | 'json'): Promise<void> {
  const { service, root } = await model.writable();
  const { id } = await service.state();
  await service.exportFiles(id);
  const { WORKFLOW_STATE_FILE, workflowFile } = await loadEngine();
  const file = format === 'toon' ? WORKFLOW_STATE_FILE : workflowFile(id, 'json');
  await commands.executeCommand('vscode.open', Uri.file(join(root, file)));
  confirmBriefly(l10n.t('Exports are up to date'));
}
