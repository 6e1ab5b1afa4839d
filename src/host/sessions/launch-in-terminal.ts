import { window } from 'vscode';
import type { Terminal } from 'vscode';

import type { TerminalAgent } from '../../core/agents/agents.ts';
import { NinefoldError } from '../../core/errors.ts';
import { isNotStarted, launchLine, terminalName } from '../../core/handoff/launch-line.ts';
import { withoutIcons } from '../../core/text/without-icons.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';

/** What a new session starts with. */
export interface NewSession {
  readonly prompt: string;
  readonly folder: string;
  /** Id of what it continues. */
  readonly id: string;
}

/** Starts an agent in a new terminal, and reports if its shell doesn't find it: a terminal may have another PATH. */
export function launchInTerminal(
  agent: TerminalAgent,
  { prompt, folder, id }: NewSession,
  reporter: Reporter,
): void {
  const line = launchLine(agent.terminal, prompt);
  const terminal = window.createTerminal({
    name: withoutIcons(terminalName(id)),
    cwd: folder,
    // Otherwise the Command Prompt searches the workspace folder first.
    env: { NoDefaultCurrentDirectoryInExePath: '1' },
  });
  const { command } = agent.terminal;
  onNotStarted(terminal, prompt, () => {
    void reporter.show(new NinefoldError('agent-not-started', { agent: agent.name, program: command }));
  });
  terminal.show();
  terminal.sendText(line);
}

/** Waits for the end of the line with this prompt, which shell integration tells, and for no other of the terminal. */
function onNotStarted(terminal: Terminal, prompt: string, report: () => void): void {
  const listeners = new DisposableList();
  let startedAt = 0;
  const isOurs = (one: Terminal, line: string): boolean =>
    one === terminal && (line === '' || line.includes(prompt));
  listeners.add(
    window.onDidStartTerminalShellExecution(({ terminal: one, execution }) => {
      if (isOurs(one, execution.commandLine.value)) startedAt = Date.now();
    }),
  );
  listeners.add(
    window.onDidEndTerminalShellExecution(({ terminal: one, execution, exitCode }) => {
      if (!isOurs(one, execution.commandLine.value)) return;
      listeners.dispose();
      const isWindows = process.platform === 'win32';
      if (isNotStarted(exitCode, { isWindows, milliseconds: Date.now() - startedAt })) report();
    }),
  );
  listeners.add(window.onDidCloseTerminal((one) => (one === terminal ? listeners.dispose() : undefined)));
}
