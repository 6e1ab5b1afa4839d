import type { Terminal } from 'vscode';
import { env, l10n } from 'vscode';

import { agentName } from '../../core/agents/agents.ts';
import { draftLine, draftPrompt } from '../../core/handoff/draft-prompt.ts';
import type { Draft } from '../../core/handoff/draft-prompt.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { terminalOf } from '../sessions/agent-terminals.ts';
import type { LastLaunch, Launch } from '../sessions/last-launch.ts';
import { launch } from '../sessions/launch.ts';
import { fileOf, phaseOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { launchItems } from './continue-commands.ts';

/** Creates the command that has an agent draft the document of a row. */
export function draftCommands(context: CommandContext, last: LastLaunch): CommandHandlers {
  return {
    'ninefold.draftDeliverable': (row) => draft(context, last, row),
  };
}

async function draft(context: CommandContext, last: LastLaunch, row: unknown): Promise<void> {
  const open = await context.model.writable();
  const [file, phase] = [fileOf(row), Number(phaseOf(row))];
  if (file === undefined || !Number.isInteger(phase)) return;
  const { service } = open;
  const { draftReads } = await loadEngine();
  const state = await service.state();
  const asked: Draft = { state: await service.redacted(state), file, phase, reads: draftReads(service) };
  const chosen = await pick(context, last, asked);
  if (chosen === undefined) return;
  await createIfMissing(context, open, asked);
  const done = await chosen.run(open);
  if (done !== null) confirmBriefly(done);
}

/** The agent fills in the template; a file that exists already stays as it is. */
async function createIfMissing(
  context: CommandContext,
  { service }: OpenFolder,
  { state, file, phase }: Draft,
): Promise<void> {
  if (state.deliverables.some((deliverable) => deliverable.file === file)) return;
  const { createDeliverable } = await loadEngine();
  await settle(context, await createDeliverable(service, PERSON, { phase, path: file }));
}

interface DraftItem extends Choice {
  /** @returns a confirmation to show; null if there is none */
  readonly run: (open: OpenFolder) => Promise<string | null>;
}

async function pick(context: CommandContext, last: LastLaunch, asked: Draft): Promise<DraftItem | undefined> {
  const line = draftLine(asked);
  const prompt = draftPrompt(asked);
  const running = line === null ? [] : runningItems(context, line);
  const started = await launchItems(context, line, last.value);
  const items: readonly DraftItem[] = [
    ...running,
    ...started.flatMap((item) =>
      item.launch.kind === 'clipboard'
        ? []
        : [startItem(context, item, { last, line: line ?? '', draft: asked })],
    ),
    {
      icon: 'copy',
      label: l10n.t('Copy Prompt'),
      description: l10n.t('For any agent'),
      run: async () => {
        await env.clipboard.writeText(prompt);
        return l10n.t('Prompt copied');
      },
    },
  ];
  return pickOne(items, {
    title: l10n.t('Draft {file}', { file: asked.file }),
    placeHolder: l10n.t('Select who drafts it; you review the document'),
    ignoreFocusOut: true,
  });
}

/** The session at work, unless it waits: what is sent then would be taken for the answer. */
function runningItems({ model, reading, waiting }: CommandContext, line: string): readonly DraftItem[] {
  const key = model.current?.key ?? '';
  const session = reading.of(key);
  if (session?.live !== true || session.agent === null || waiting.of(key) !== null) return [];
  const terminal = terminalOf(session.agent, model.state?.id);
  if (terminal === undefined) return [];
  const agent = agentName(session.agent);
  return [
    {
      icon: 'terminal',
      label: l10n.t('{agent}, the running session', { agent }),
      description: l10n.t('Sends the prompt to its terminal'),
      run: () => Promise.resolve(sendTo(terminal, line, agent)),
    },
  ];
}

function sendTo(terminal: Terminal, line: string, agent: string): string {
  terminal.show();
  terminal.sendText(line);
  return l10n.t('Prompt sent to {agent}', { agent });
}

interface Started {
  readonly last: LastLaunch;
  readonly line: string;
  readonly draft: Draft;
}

function startItem(
  { reporter }: CommandContext,
  { launch: how, ...words }: Choice & { readonly launch: Launch },
  { last, line, draft: { state } }: Started,
): DraftItem {
  const run = async ({ folder }: OpenFolder): Promise<string | null> => {
    await last.set(how);
    return launch(how, { prompt: line, folder, id: state.id }, reporter);
  };
  return { ...words, run };
}
