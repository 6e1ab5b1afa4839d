import { env, extensions, l10n, Uri, window } from 'vscode';

import type { TerminalAgent } from '../../core/agents/agents.ts';
import { canLaunchWith, launchLine } from '../../core/handoff/launch-line.ts';
import type { Launch } from './last-launch.ts';

/** Whether a way works for this prompt. What a shell or a link could read otherwise goes to the clipboard only. */
export function canLaunch(launch: Launch, prompt: string): boolean {
  if (launch.kind === 'clipboard') return true;
  if (!canLaunchWith(prompt)) return false;
  return launch.kind !== 'panel' || extensions.getExtension(launch.agent.panel.extension) !== undefined;
}

/** Starts a new session with the prompt, in `folder`. @returns a word of confirmation */
export async function launch(how: Launch, prompt: string, folder: string, workflow: string): Promise<string> {
  switch (how.kind) {
    case 'clipboard':
      await env.clipboard.writeText(prompt);
      return l10n.t('Resume prompt copied');
    case 'panel': {
      const { extension, path, parameter } = how.agent.panel;
      // Parts, not text: VS Code encodes the query itself, and would encode a ready one twice.
      const query = `${parameter}=${prompt}`;
      await env.openExternal(Uri.from({ scheme: env.uriScheme, authority: extension, path, query }));
      return l10n.t('{agent} is asked to go on', { agent: how.agent.name });
    }
    case 'terminal':
      return launchInTerminal(how.agent, prompt, folder, workflow);
  }
}

function launchInTerminal(agent: TerminalAgent, prompt: string, folder: string, workflow: string): string {
  const line = launchLine(agent.terminal, prompt);
  const { name } = agent;
  const terminal = window.createTerminal({
    name: `${name} – ${workflow}`,
    cwd: folder,
    // The Command Prompt would look for the agent's program in the workspace folder first.
    env: { NoDefaultCurrentDirectoryInExePath: '1' },
  });
  terminal.show();
  terminal.sendText(line);
  return l10n.t('{agent} goes on in a terminal', { agent: name });
}
