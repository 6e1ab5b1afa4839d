/** The list of agent sessions in a window: its badge counts the sessions that wait for a person. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { WaitingAgents } from '../../../src/host/sessions/waiting-agents.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { SESSIONS_VIEW } from '../../../src/host/contributions.ts';
import { SessionSearchLog } from '../../../src/host/meter/session-search-log.ts';
import { SessionTree } from '../../../src/host/sessions/session-tree.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { variablesFor } from '../support/platform.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('the badge of the agent sessions', () => {
  const before = { ...process.env };
  let home: TemporaryHome;
  let host: HostWindow;

  beforeEach(async () => {
    editor.reset();
    home = new TemporaryHome();
    Object.assign(process.env, variablesFor(home.path));
    host = await openHost(home.folder);
    for (const id of ['first', 'second', 'third']) {
      const call = assistantLine({
        id: 'msg_1',
        sessionId: id,
        cwd: home.folder,
        usage: usage(9000, 0, 0, 1),
      });
      home.write(home.transcriptPath(id), `${call}\n`);
    }
  });
  afterEach(() => {
    host.disposables.dispose();
    home.remove();
    removeFolders();
    for (const name of Object.keys(variablesFor('')))
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  });

  const ask = (id: string): string => home.write(join(home.path, '.ninefold', 'sessions', 'waiting', id), '');

  it('counts who waits, in words too, and goes on counting when another begins', async () => {
    ask('second');
    editor.areViewsVisible = true;
    const { model, reading, reporter, log } = host;
    const pins = { of: () => null, onDidChange: reading.onDidChange };
    const context = {
      waiting: new WaitingAgents(),
      reading,
      reporter,
      searches: new SessionSearchLog(log),
      sessions: pins,
      userFolder: '',
    };
    const tree = new SessionTree(context as unknown as CommandContext, model);
    host.disposables.add(tree);
    strictEqual((await editor.badge(SESSIONS_VIEW, 1)).tooltip, '1 agent session needs your input');
    deepStrictEqual(
      tree
        .getChildren()
        .map(({ sessionId, isWaiting, icon }) => [sessionId, isWaiting, icon])
        .slice(0, 1),
      [['second', true, 'bell-dot']],
    );
    editor.touch(ask('third'));
    strictEqual((await editor.badge(SESSIONS_VIEW, 2)).tooltip, '2 agent sessions need your input');
  });
});
