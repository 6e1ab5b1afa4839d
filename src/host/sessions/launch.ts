import { commands, env, extensions, l10n, Uri, workspace } from 'vscode';

import { TERMINAL_AGENTS } from '../../core/agents/agents.ts';
import type { PanelAgent, TerminalAgent } from '../../core/agents/agents.ts';
import { canLaunchWith } from '../../core/handoff/launch-line.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { LAUNCHES } from './last-launch.ts';
import type { Launch } from './last-launch.ts';
import { launchInTerminal } from './launch-in-terminal.ts';
import type { NewSession } from './launch-in-terminal.ts';

/**
 * Lists the ways to start a session that work in this window: those of the session's own agent first, then the one
 * used last.
 *
 * @param own id of the session's agent
 */
export async function offeredLaunches(
  prompt: string,
  { own = null, last }: { readonly own?: string | null | undefined; readonly last?: Launch | undefined },
): Promise<readonly Launch[]> {
  const answers = await Promise.all(LAUNCHES.map((how) => isOffered(how, prompt)));
  const rank = (how: Launch): number => {
    if (how.kind !== 'clipboard' && how.agent.id === own) return 0;
    return how === last ? 1 : 2;
  };
  return LAUNCHES.filter((_, index) => answers[index]).toSorted((one, other) => rank(one) - rank(other));
}

/** Tests whether a way works for a prompt. What a shell or a link could misread goes only to the clipboard. */
export async function isOffered(how: Launch, prompt: string): Promise<boolean> {
  if (how.kind === 'clipboard') return true;
  if (!canLaunchWith(prompt)) return false;
  if (how.kind === 'panel') return isPanelThere(how.agent);
  const { programExists } = await loadEngine();
  return programExists(how.agent.terminal.command, process);
}

/** Returns the session's agent if its program can't be found, so that no terminal can start it; otherwise null. */
export async function missingAgent(own: string | null | undefined): Promise<TerminalAgent | null> {
  const agent = TERMINAL_AGENTS.find(({ id }) => id === own);
  if (agent === undefined) return null;
  const { programExists } = await loadEngine();
  return (await programExists(agent.terminal.command, process)) ? null : agent;
}

/** VS Code's own chat is also switched off by a setting. */
async function isPanelThere({ panel }: PanelAgent): Promise<boolean> {
  if (extensions.getExtension(panel.extension) === undefined) return false;
  if ('path' in panel) return true;
  if (workspace.getConfiguration().get('chat.disableAIFeatures') === true) return false;
  const known = new Set(await commands.getCommands(true));
  return known.has(panel.newSession) && known.has(panel.fillIn);
}

/**
 * Starts a new session.
 *
 * @returns a confirmation to show; null for a terminal, which shows by itself what came of it
 */
export async function launch(how: Launch, session: NewSession, reporter: Reporter): Promise<string | null> {
  const { prompt } = session;
  switch (how.kind) {
    case 'clipboard':
      await env.clipboard.writeText(prompt);
      return l10n.t('Resume prompt copied');
    case 'panel':
      await openPanel(how.agent, prompt);
      return l10n.t('Prompt sent to {agent}', { agent: how.agent.name });
    case 'terminal':
      launchInTerminal(how.agent, session, reporter);
      return null;
  }
}

async function openPanel({ panel }: PanelAgent, prompt: string): Promise<void> {
  if ('path' in panel) {
    // Pass components: VS Code encodes the query itself and would encode it twice.
    const query = `${panel.parameter}=${prompt}`;
    const { extension: authority, path } = panel;
    await env.openExternal(Uri.from({ scheme: env.uriScheme, authority, path, query }));
    return;
  }
  await commands.executeCommand(panel.newSession);
  await commands.executeCommand(panel.fillIn, { query: prompt, isPartialQuery: true });
}
