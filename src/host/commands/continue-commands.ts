import { homedir } from 'node:os';

import { l10n } from 'vscode';

import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { LastLaunch, Launch } from '../sessions/last-launch.ts';
import { LAUNCHES } from '../sessions/last-launch.ts';
import { canLaunch, launch } from '../sessions/launch.ts';
import { workflowOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { offerStart, writeHandoff } from './handoff-commands.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/** Creates the commands that hand over and continue in a new session, the way last used or another. */
export function continueCommands(context: CommandContext, last: LastLaunch): CommandHandlers {
  return {
    'ninefold.continueSession': (target) => goOn(context, last, workflowOf(target), last.value),
    'ninefold.continueSessionWith': (target) => goOn(context, last, workflowOf(target), undefined),
  };
}

async function goOn(
  context: CommandContext,
  last: LastLaunch,
  given: string | undefined,
  chosen: Launch | undefined,
): Promise<void> {
  const open = await context.model.writable();
  const { service, folder } = open;
  if (given !== undefined || (await service.activeId()) !== null) {
    // The workflow of a notification may no longer be active: resume it first.
    const { id } = await service.state(given);
    const { resumeWorkflow } = await loadEngine();
    await resumeWorkflow(service, PERSON, { id });
  }
  const written = await writeHandoff(context, open);
  if (written === undefined) {
    await offerStart();
    return;
  }
  const { prompt, name } = written;
  await context.model.refresh();
  const how = chosen !== undefined && canLaunch(chosen, prompt) ? chosen : await pick(prompt, last.value);
  if (how === undefined) return;
  await last.set(how);
  confirmBriefly(await launch(how, prompt, folder, name));
}

interface LaunchItem extends Choice {
  readonly launch: Launch;
}

async function pick(prompt: string, last: Launch | undefined): Promise<Launch | undefined> {
  const possible = await offered(prompt);
  const ordered = [...possible].sort((left, right) => Number(right === last) - Number(left === last));
  const items = ordered.map((how): LaunchItem => ({ launch: how, ...wordsOf(how) }));
  const title = l10n.t('Continue in a New Session');
  const placeHolder = l10n.t(
    'The handoff is written. Select where to continue; Ninefold remembers your choice.',
  );
  return (await pickOne(items, { title, placeHolder, ignoreFocusOut: true }))?.launch;
}

/** The ways to start a session that work in this window. */
async function offered(prompt: string): Promise<readonly Launch[]> {
  const isOffered = async (how: Launch): Promise<boolean> =>
    canLaunch(how, prompt) && (await isAgentThere(how));
  const answers = await Promise.all(LAUNCHES.map(isOffered));
  return LAUNCHES.filter((_, index) => answers[index]);
}

/** Checks the PATH and the agent's folder, because a terminal may have a different PATH. */
async function isAgentThere(how: Launch): Promise<boolean> {
  if (how.kind !== 'terminal') return true;
  const { folderExists, programExists } = await loadEngine();
  const { command, folder } = how.agent.terminal;
  return (await programExists(command, process)) || folderExists(homedir(), folder);
}

function wordsOf(how: Launch): Pick<Choice, 'icon' | 'label' | 'description'> {
  switch (how.kind) {
    case 'clipboard':
      return { icon: 'copy', label: l10n.t('Copy Prompt'), description: l10n.t('For any agent') };
    case 'panel':
      return {
        icon: 'comment-discussion',
        label: l10n.t('{agent} in its panel', { agent: how.agent.name }),
        description: l10n.t('Fills in the prompt for you to send'),
      };
    case 'terminal':
      return {
        icon: 'terminal',
        label: l10n.t('{agent} in a terminal', { agent: how.agent.name }),
        description: l10n.t('Runs {command}', { command: how.agent.terminal.command }),
      };
  }
}
