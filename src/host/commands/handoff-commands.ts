import { join } from 'node:path';

import { commands, l10n, ProgressLocation, Uri, window } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { showInformation } from '../notices.ts';
import { runCommand } from '../registration/register-command.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { activityIn, handOverSession } from '../sessions/hand-over.ts';
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
  const open = await context.model.writable();
  const written = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Writing the handoff…') },
    () => writeHandoff(context, open),
  );
  if (written === undefined) {
    await offerStart();
    return;
  }
  const secrets = Object.values(written.redacted).reduce((sum, count) => sum + count, 0);
  confirmBriefly(
    secrets === 0
      ? l10n.t('Handoff written')
      : l10n.t('Handoff written; secrets removed: {count}', { count: secrets }),
  );
  await preview(Uri.file(written.file));
}

/** A handoff that a command wrote. */
export interface CommandHandoff {
  /** Absolute path. */
  readonly file: string;
  readonly prompt: string;
  /** Id of what is handed over: a workflow, or a session. */
  readonly id: string;
  readonly redacted: Readonly<Record<string, number>>;
}

/** Writes the handoff of the active workflow, or of the session if none is active; undefined if there is none either. */
export async function writeHandoff(
  context: CommandContext,
  open: OpenFolder,
): Promise<CommandHandoff | undefined> {
  const { service, root } = open;
  const reading = readingOf(context);
  const activity = await activityIn(open, reading, context);
  if ((await service.activeId()) === null) {
    if (activity === null) return undefined;
    const handoff = await handOverSession(open, activity, reading, true);
    return handoff;
  }
  const { createHandoff } = await loadEngine();
  const outcome = await createHandoff(service, PERSON, { reading, activity });
  await settle(context, outcome);
  const { path, prompt, state, redacted } = outcome;
  return { file: join(root, path), prompt, id: state.id, redacted };
}

/** Without a workflow and a session, there is nothing to hand over; that's no error. */
export async function offerStart(): Promise<void> {
  const start = l10n.t('Start Workflow…');
  const text = l10n.t(
    'There is nothing to hand over: no workflow is active, and no agent session was found.',
  );
  if ((await showInformation(text, start)) === start) await runCommand('ninefold.startWorkflow');
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
