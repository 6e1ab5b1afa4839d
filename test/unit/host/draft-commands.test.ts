/** *Draft with Agent…*: who is offered, what they get, and what stays as it was on Escape. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { canLaunchWith, terminalName } from '../../../src/core/handoff/launch-line.ts';
import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import type { Row } from '../../../src/core/view/rows.ts';
import type { SessionRow } from '../../../src/core/view/session-rows.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { draftCommands } from '../../../src/host/commands/draft-commands.ts';
import { LastLaunch } from '../../../src/host/sessions/last-launch.ts';
import { WaitingAgents } from '../../../src/host/sessions/waiting-agents.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { memento } from '../support/memento.ts';
import { window } from 'vscode';

const FILE = 'docs/requirements.md';

describe('Draft with Agent…', () => {
  let host: HostWindow;
  let waiting: WaitingAgents;
  let offered: readonly string[];
  const suggestion = (): Row | undefined => {
    const { state } = host.model;
    return state === undefined ? undefined : phaseRows(state, {})[0]?.children[0];
  };
  const run = async (choice?: string): Promise<void> => {
    editor.answers = {
      pick: (items) => {
        // An icon comes before each label.
        offered = items.map(({ label }) => label.replace(/^\$\([a-z-]+\) /, ''));
        const at = choice === 'first' ? 0 : offered.indexOf(choice ?? '');
        return items[at]?.label;
      },
    };
    const parts = {
      model: host.model.scope(),
      reporter: host.reporter,
      reading: host.reading,
      waiting,
    } satisfies Partial<CommandContext>;
    const handlers = draftCommands(
      parts as Partial<CommandContext> as CommandContext,
      new LastLaunch(memento()),
    );
    await handlers['ninefold.draftDeliverable']?.(suggestion());
  };
  const isThere = (): boolean => existsSync(join(host.path, FILE));

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    waiting = new WaitingAgents();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.model.refresh();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('changes nothing on Escape', async () => {
    await run();
    ok(offered.includes('Copy Prompt'));
    strictEqual(isThere(), false);
    deepStrictEqual(editor.statusMessages, []);
  });

  it('creates the template first, and copies the prompt for any agent', async () => {
    await run('Copy Prompt');
    ok(readFileSync(join(host.path, FILE), 'utf8').includes('<!--'));
    deepStrictEqual(editor.statusMessages, ['$(check) Prompt copied']);
    strictEqual(host.model.state?.deliverables[0]?.file, FILE);
  });

  it('offers the running session first, and sends one safe line to its terminal', async () => {
    host.reading.setFolder(host.folder, readingOf(50_000));
    window.createTerminal({ name: 'zsh' });
    window.createTerminal({ name: terminalName('wf-001') });
    await run('first');
    strictEqual(offered[0], 'Claude Code, the running session');
    const [other, own] = editor.terminals;
    deepStrictEqual(other?.lines, []);
    strictEqual(own?.lines.length, 1);
    ok(canLaunchWith(own.lines[0] ?? ''));
    ok(own.lines[0]?.includes(FILE));
  });

  it('never sends to a session that waits, which would take it for the answer', async () => {
    host.reading.setFolder(host.folder, readingOf(50_000));
    window.createTerminal({ name: terminalName('wf-001') });
    const row = { folder: host.folder, agent: 'claude-code', isWaiting: true, children: [] };
    waiting.take([row as unknown as SessionRow]);
    await run('first');
    ok(!offered.some((label) => label.includes('running session')));
    deepStrictEqual(editor.terminals[0]?.lines, []);
  });
});
