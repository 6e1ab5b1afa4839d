import { commands, l10n } from 'vscode';

import type { TerminalAgent } from '../../core/agents/agents.ts';
import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { LastLaunch, Launch } from '../sessions/last-launch.ts';
import { isOffered, launch, missingAgent, offeredLaunches } from '../sessions/launch.ts';
import { showInformation } from '../notices.ts';
import { workflowOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly, readingOf } from './command-context.ts';
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
  const { prompt, id } = written;
  await context.model.refresh();
  const isChosen = chosen !== undefined && (await isOffered(chosen, prompt));
  const how = isChosen ? chosen : await pick(context, prompt, last.value);
  if (how === undefined) return;
  await last.set(how);
  const done = await launch(how, { prompt, folder, id }, context.reporter);
  if (how.kind === 'clipboard') await sayWhatToPaste(context);
  else if (done !== null) confirmBriefly(done);
}

/** A prompt on the clipboard starts nothing: says what is left to do, and why. */
async function sayWhatToPaste(context: CommandContext): Promise<void> {
  const missing = await missingAgent(readingOf(context)?.agent);
  const text =
    missing === null
      ? l10n.t(
          'The prompt is copied, but no session is started. Start your agent in this folder and paste it.',
        )
      : l10n.t(
          "The prompt is copied, but no session is started: '{program}' isn't on the PATH. Start {agent} in this folder and paste it.",
          { program: missing.terminal.command, agent: missing.name },
        );
  const other = l10n.t('Continue With…');
  const chosen = await showInformation(text, other);
  if (chosen === other) await commands.executeCommand('ninefold.continueSessionWith');
}

interface LaunchItem extends Choice {
  readonly launch: Launch;
}

/** Returns the ways to start a session that work in this window, the last used first. @param prompt null for none */
export async function launchItems(
  context: CommandContext,
  prompt: string | null,
  last: Launch | undefined,
): Promise<readonly LaunchItem[]> {
  if (prompt === null) return [];
  const offered = await offeredLaunches(prompt, { own: readingOf(context)?.agent, last });
  return offered.map((how): LaunchItem => ({ launch: how, ...wordsOf(how) }));
}

async function pick(
  context: CommandContext,
  prompt: string,
  last: Launch | undefined,
): Promise<Launch | undefined> {
  const missing = await missingAgent(readingOf(context)?.agent);
  const items = (await launchItems(context, prompt, last)).map((item) =>
    item.launch.kind === 'clipboard' && missing !== null ? { ...item, detail: missingText(missing) } : item,
  );
  const title = l10n.t('Continue in a New Session');
  const placeHolder = l10n.t(
    'The handoff is written. Select where to continue; Ninefold remembers your choice.',
  );
  return (await pickOne(items, { title, placeHolder, ignoreFocusOut: true }))?.launch;
}

function missingText({ name: agent, terminal }: TerminalAgent): string {
  return l10n.t("'{program}' isn't on the PATH, so a terminal can't start {agent}", {
    program: terminal.command,
    agent,
  });
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
