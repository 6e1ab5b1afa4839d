/** The next session: handed over, started in a terminal with exactly the prompt, and metered and recorded then. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import { ClaudeCodeSession } from '../unit/activity/claude-code-session.ts';
import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { StandIn, pathWithStandIns } from './stand-in.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const FIRST_SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
const NEXT_SESSION = '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b';

/** A `claude` that notes its arguments and leaves the transcript of a session of its own. */
function prepare(places: Places): void {
  new AgentSession(places).start(120_000);
  const session = { sessionId: NEXT_SESSION, workspace: places.workspace, model: 'claude-opus-4-5-20251101' };
  const transcript = transcriptPath(places.home, session);
  mkdirSync(dirname(transcript), { recursive: true });
  const lines = join(places.home, 'next.jsonl');
  writeFileSync(lines, assistantLine(session, 20_000));
  new StandIn('claude').install(places, { then: `cp '${lines}' '${transcript}'` });
  ninefold(places, 'init', 'wf-001', 'Sign in');
}

describe('the next session', function () {
  this.timeout(120_000);
  const window = useWorkbench({ prepare, environment: pathWithStandIns });
  const journal = (): string =>
    readFileSync(join(window().places.workspace, '.claude/state/workflows/wf-001.journal.jsonl'), 'utf8');
  const sessions = (): readonly (readonly [string, string])[] =>
    journal()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; data: { id: string } })
      .filter(({ type }) => type.startsWith('session.'))
      .map(({ type, data }) => [type, data.id]);

  it('starts Claude Code in a terminal with the prompt as its one argument', async () => {
    await window().statusBarItem(METER).waitForText('60%');
    await window().runCommand('Ninefold: Continue in a New Session');
    await window().quickInput.waitFor('Continue in a New Session');
    await window().quickInput.pick(/Claude Code in a terminal/);
    await new StandIn('claude').untilCalled(window().places);
    deepStrictEqual(new StandIn('claude').calls(window().places), [
      '[Resume workflow wf-001 from Phase 1: read .claude/state/handoffs/handoff-wf-001.md and .claude/workflow-state.toon]',
    ]);
    const handoffs = readdirSync(join(window().places.workspace, '.claude/state/handoffs'));
    deepStrictEqual(handoffs, ['handoff-wf-001.md']);
  });

  it('meters the session that appears and records both with the workflow', async () => {
    await window().statusBarItem(METER).waitForText('10%');
    const folder = join(window().places.workspace, '.claude/state/workflows');
    await untilChanged(folder, () => sessions().length === 3, 'The sessions were not recorded.');
    deepStrictEqual(sessions(), [
      ['session.started', FIRST_SESSION],
      ['session.ended', FIRST_SESSION],
      ['session.started', NEXT_SESSION],
    ]);
  });

  it('continues the same way without asking again', async () => {
    await window().runCommand('Ninefold: Continue in a New Session');
    await new StandIn('claude').untilCalled(window().places, 2);
    const [first, second] = new StandIn('claude').calls(window().places);
    deepStrictEqual(second, first);
  });
});

describe('the next session without its agent on the PATH', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    prepare: (places) => {
      new AgentSession(places).start(120_000);
      ninefold(places, 'init', 'wf-001', 'Sign in');
    },
  });

  it('is a prompt to paste, and each time a message says so and why', async () => {
    await window().statusBarItem(METER).waitForText('60%');
    await window().runCommand('Ninefold: Continue in a New Session');
    await window()
      .quickInput.entry(/Copy Prompt/)
      .waitFor();
    await window().screenshot('continue-without-agent-light');
    await window().quickInput.pick(/Copy Prompt/);
    const said = await window().notifications.message(/'claude' isn't on the PATH/);
    await window().screenshot('prompt-copied-light');
    await window().useTheme('dark');
    await window().screenshot('prompt-copied-dark');
    deepStrictEqual(await said.buttons(), ['Continue With…']);
    await said.dismiss();
    await window().runCommand('Ninefold: Continue in a New Session');
    await window().notifications.message(/'claude' isn't on the PATH/);
  });
});

/** A session that wrote a file and had a command write another, whose tests fail, and that has something left to do. */
function prepareWork(places: Places): void {
  const { workspace } = places;
  makeRepository(workspace);
  writeFileSync(join(workspace, 'package.json'), '{"name":"shop","scripts":{"test":"mocha"}}');
  git(workspace, 'add', '.');
  git(workspace, 'commit', '-q', '-m', 'Add tests');
  const work = new ClaudeCodeSession({
    cwd: workspace,
    sessionId: FIRST_SESSION,
    timestamp: new Date().toISOString(),
  });
  for (const file of ['src/sign-in.ts', 'src/generated.ts']) {
    mkdirSync(join(workspace, 'src'), { recursive: true });
    writeFileSync(join(workspace, file), 'export {};\n');
  }
  work.did('Write', { file_path: join(workspace, 'src/sign-in.ts') });
  work.did('Bash', { command: 'node generate.js' });
  work.did('Bash', { command: 'npm test' }, 'failed');
  work.did('TodoWrite', { todos: [{ content: 'Check the password', status: 'in_progress' }] });
  const session = new AgentSession(places, FIRST_SESSION);
  session.begin();
  appendFileSync(session.path, work.text);
  session.reach(90_000);
}

describe('a session without a workflow', function () {
  this.timeout(120_000);
  const name = 'handoff-session-claude-code-1355a4ba.md';
  const window = useWorkbench({ prepare: prepareWork });

  it('is handed over by one click, which writes nothing else but what keeps it private', async () => {
    const { workspace } = window().places;
    const before = readdirSync(workspace);
    await window().statusBarItem(METER).waitForText('45%');
    await window().openContainer('Ninefold');
    const button = window().welcome().getByRole('button', { name: 'Create Handoff' });
    await button.waitFor();
    await window().screenshot('session-welcome-light');
    await button.click();
    const root = join(workspace, '.claude');
    const file = join(root, 'state', 'handoffs', name);
    await untilChanged(workspace, () => existsSync(file), 'No handoff was written.');
    await window().waitForTab(/handoff-session/);
    const text = readFileSync(file, 'utf8');
    for (const part of [
      '**Task:** Build the sign-in',
      '`src/sign-in.ts`',
      '`src/generated.ts`',
      '`npm test`: failed',
      'Check the password',
    ])
      ok(text.includes(part), part);
    const written = ['state', 'state/.gitignore', 'state/handoffs', `state/handoffs/${name}`];
    deepStrictEqual(readdirSync(root, { recursive: true }).sort(), [...written, 'state/origin.json']);
    deepStrictEqual(readdirSync(workspace), [...before, '.claude'].sort());
    deepStrictEqual(git(workspace, 'status', '--short', '--', '.claude'), '');
    await window().webview().getByText('Check the password').first().waitFor();
    await window().screenshot('session-handoff-light');
    await window().useTheme('dark');
    await window().screenshot('session-handoff-dark');
    deepStrictEqual(await window().notifications.messages(), []);
  });
});
