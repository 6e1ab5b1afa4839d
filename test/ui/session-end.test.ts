/** A session that was there before its workflow, its end, and what diagnostics say of it. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';

describe('a session and its end', function () {
  this.timeout(120_000);
  let agent: ChildProcess;

  /** A session whose process is listed and whose transcript hasn't grown for an hour: it lives by its process alone. */
  function prepare(places: Places): void {
    agent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const session = new AgentSession(places, SESSION);
    session.start(90_000);
    session.reach(60_000);
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(session.path, hourAgo, hourAgo);
    const { pid } = agent;
    const listed = join(places.home, '.claude', 'sessions');
    mkdirSync(listed, { recursive: true });
    const registration = { pid, sessionId: SESSION, cwd: places.workspace, startedAt: Date.now() };
    writeFileSync(join(listed, `${String(pid)}.json`), JSON.stringify(registration));
  }

  const window = useWorkbench({ prepare });
  const workflows = (): string => join(window().places.workspace, '.claude/state/workflows');
  const recorded = (): readonly { type: string; actor: object; data: object }[] =>
    readFileSync(join(workflows(), 'wf-001.journal.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; actor: object; data: object })
      .filter(({ type }) => !type.startsWith('workflow.'));

  after(() => agent.kill());

  it('is recorded once a workflow is started beside it', async () => {
    await window().statusBarItem(METER).waitForText('30%');
    ninefold(window().places, 'init', 'wf-001', 'Sign in');
    await untilChanged(workflows(), () => recorded().length > 0, 'The session was not recorded.');
    const actor = { kind: 'hook', session: SESSION };
    const data = { id: SESSION, agent: 'claude-code', model: 'claude-opus-4-5-20251101' };
    deepStrictEqual(
      recorded().map((event) => ({ type: event.type, actor: event.actor, data: event.data })),
      [{ type: 'session.started', actor, data }],
    );
    const { path } = new AgentSession(window().places, SESSION);
    const folder = join(window().places.workspace, '.claude/state/sessions');
    const isTracked = (): boolean => readFileSync(join(folder, 'current.json'), 'utf8').includes(path);
    await untilChanged(folder, isTracked, 'The tracked session was not written down.');
  });

  it('copies diagnostics that say why it was chosen, without the workflow’s name or the home folder', async () => {
    await window().chooseFromViewMenu('Agent', 'Copy Diagnostics');
    await window().statusBarItemWithText('Diagnostics copied').waitFor();
    const text = await window().clipboard();
    ok(typeof text === 'string');
    match(text, /^Ninefold \d+\.\d+\.\d+\n/);
    match(text, /Workflow wf-001: in_progress, phase 1, revision 2, 1 sessions/);
    match(text, /chosen: claude-code 6f0c1b52\S+, its process is running \(\d+\): ~\/\.claude\/projects\//);
    strictEqual(text.includes('Sign in'), false);
    strictEqual(text.includes(window().places.home), false);
  });

  it('hands over at its end, records its tokens, and shows the way on, once', async () => {
    agent.kill();
    const ended = await window().notifications.message(
      /The agent session ended\. You can continue workflow 'Sign in'/,
    );
    strictEqual(await ended.severity(), 'info');
    deepStrictEqual(await ended.buttons(), ['Continue in a New Session', 'Copy Prompt']);
    await window().screenshot('session-end');
    deepStrictEqual(
      recorded().map(({ type }) => type),
      ['session.started', 'session.ended', 'handoff.created'],
    );
    const end = recorded()[1]?.data;
    deepStrictEqual(end, { id: SESSION, model: 'claude-opus-4-5-20251101', peakTokens: 60_000 });
    deepStrictEqual(readdirSync(join(window().places.workspace, '.claude/state/handoffs')), [
      'handoff-wf-001.md',
    ]);
    await ended.press('Copy Prompt');
    await window().statusBarItemWithText('Resume prompt copied').waitFor();
    await window().reload();
    await window().statusBarItem(METER).waitForText('30%');
    deepStrictEqual(
      (await window().notifications.messages()).filter((message) => message.includes('session ended')),
      [],
    );
    deepStrictEqual(recorded().length, 3);
  });
});
