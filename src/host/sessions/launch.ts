import { env, extensions, l10n, Uri, window } from 'vscode';

import type { TerminalAgent } from '../../core/agents/agents.ts';
import { canLaunchWith, launchLine } from '../../core/handoff/launch-line.ts';
import { withoutIcons } from '../../core/text/without-icons.ts';
import type { Launch } from './last-launch.ts';

/** Returns whether a way works for a prompt. What a shell or a link could misread goes only to the clipboard. */
export function canLaunch(launch: Launch, prompt: string): boolean {
  if (launch.kind === 'clipboard') return true;
  if (!canLaunchWith(prompt)) return false;
  return launch.kind !== 'panel' || extensions.getExtension(launch.agent.panel.extension) !== undefined;
}

/** Starts a new session with the prompt in `folder`. @returns a confirmation to show */
export async function launch(how: Launch, prompt: string, folder: string, workflow: string): Promise<string> {
  switch (how.kind) {
    case 'clipboard':
      await env.clipboard.writeText(prompt);
      return l10n.t('Resume prompt copied');
    case 'panel': {
      const { extension, path, parameter } = how.agent.panel;
      // Pass components: VS Code encodes the query itself and would encode it twice.
      const query = `${parameter}=${prompt}`;
      await env.openExternal(Uri.from({ scheme: env.uriScheme, authority: extension, path, query }));
      return l10n.t('Prompt sent to {agent}', { agent: how.agent.name });
    }
    case 'terminal':
      return launchInTerminal(how.agent, prompt, folder, workflow);
  }
}

function launchInTerminal(agent: TerminalAgent, prompt: string, folder: string, workflow: string): string {
  const line = launchLine(agent.terminal, prompt);
  const { name } = agent;
  const terminal = window.createTerminal({
    name: withoutIcons(`${name} – ${workflow}`),
    cwd: folder,
    // Otherwise the Command Prompt searches the workspace folder first.
    env: { NoDefaultCurrentDirectoryInExePath: '1' },
  });
  terminal.show();
  terminal.sendText(line);
  return l10n.t('{agent} continues in a terminal', { agent: name });
}
