import { env, extensions, l10n, Uri, window } from 'vscode';

import { AGENT_PROGRAMS, canLaunchWith, launchLine } from '../../core/handoff/launch-line.ts';
import type { TerminalAgent } from '../../core/handoff/launch-line.ts';
import type { Launch } from './last-launch.ts';

const CLAUDE_CODE_EXTENSION = 'anthropic.claude-code';

/** Claude Code's panel takes a prompt by a link, where its extension is installed. */
function hasClaudeCodePanel(): boolean {
  return extensions.getExtension(CLAUDE_CODE_EXTENSION) !== undefined;
}

/** Whether a way works for this prompt. What a shell or a link could read otherwise goes to the clipboard only. */
export function canLaunch(launch: Launch, prompt: string): boolean {
  if (launch === 'clipboard') return true;
  return canLaunchWith(prompt) && (launch !== 'claude-code-panel' || hasClaudeCodePanel());
}

/** Starts a new session with the prompt, in `folder`. @returns a word of confirmation */
export async function launch(how: Launch, prompt: string, folder: string, workflow: string): Promise<string> {
  switch (how) {
    case 'clipboard':
      await env.clipboard.writeText(prompt);
      return l10n.t('Resume prompt copied');
    case 'claude-code-panel':
      // Parts, not text: VS Code encodes the query itself, and would encode a ready one twice.
      await env.openExternal(
        Uri.from({
          scheme: env.uriScheme,
          authority: CLAUDE_CODE_EXTENSION,
          path: '/open',
          query: `prompt=${prompt}`,
        }),
      );
      return l10n.t('Claude Code is asked to go on');
    default:
      return launchInTerminal(how, prompt, folder, workflow);
  }
}

function launchInTerminal(agent: TerminalAgent, prompt: string, folder: string, workflow: string): string {
  const line = launchLine(agent, prompt);
  const { name } = AGENT_PROGRAMS[agent];
  const terminal = window.createTerminal({ name: `${name} – ${workflow}`, cwd: folder });
  terminal.show();
  terminal.sendText(line);
  return l10n.t('{agent} goes on in a terminal', { agent: name });
}
