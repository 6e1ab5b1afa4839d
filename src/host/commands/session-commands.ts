import { commands, env, l10n, Uri, window } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { SESSIONS_VIEW } from '../contributions.ts';
import type { PinnedSessions } from '../sessions/pinned-sessions.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { terminalOf } from '../sessions/agent-terminals.ts';
import { waitingOf } from '../tree/row-guards.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the commands for agent sessions. */
export function sessionCommands({ model, sessions: pins }: CommandContext): CommandHandlers {
  const key = (): string => {
    if (model.current === undefined) throw new NinefoldError('folder-none');
    return model.current.key;
  };
  return {
    'ninefold.showSessions': (row) => showSessions(waitingOf(row), model.state?.id),
    'ninefold.pinSession': (row) =>
      pins.pin(key(), { sessionId: textOf(row, 'sessionId'), hadEnded: !isLive(row) }),
    'ninefold.followNewestSession': () => followNewest(pins, key()),
    'ninefold.openTranscript': (row) => window.showTextDocument(Uri.file(textOf(row, 'transcript'))),
    'ninefold.copySessionId': (row) => copyId(textOf(row, 'sessionId')),
  };
}

/** Shows the terminal of an agent that waits, if there is one; otherwise the list of sessions, where it comes first. */
async function showSessions(waiting: string | undefined, workflow: string | undefined): Promise<void> {
  const terminal = waiting === undefined ? undefined : terminalOf(waiting, workflow);
  if (terminal === undefined) await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
  else terminal.show();
}

async function followNewest(pins: PinnedSessions, folder: string): Promise<void> {
  await pins.pin(folder, null);
  confirmBriefly(l10n.t('Following the newest live session'));
}

async function copyId(id: string): Promise<void> {
  await env.clipboard.writeText(id);
  confirmBriefly(l10n.t('Session ID copied'));
}

function isLive(row: unknown): boolean {
  return typeof row === 'object' && row !== null && Reflect.get(row, 'isLive') === true;
}

/** Callers can pass anything. @throws session-none */
function textOf(row: unknown, name: 'sessionId' | 'transcript'): string {
  const text: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  if (typeof text !== 'string' || text === '') throw new NinefoldError('session-none');
  return text;
}
