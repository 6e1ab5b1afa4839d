/** The window records an agent's checks from the transcript, without hooks. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CheckResult } from '../../../src/core/checks/check-run.ts';
import { recordObserved } from '../../../src/core/service/observe-checks.ts';
import { resultOf } from '../../../src/core/workflow/kept-checks.ts';
import { ActivityTracker } from '../../../src/host/activity/activity-tracker.ts';
import { SessionWork } from '../../../src/host/activity/session-work.ts';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { editor } from '../support/fake-vscode.ts';
import { commitInto, git, newFolder, removeFolders } from '../support/folders.ts';
import { PERSON, openHost, untilState } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const SESSION = 'session-one';
const FAILS = '\n  4 passing (1ms)\n  1 failing\n\n  1) cart\n       adds:\n     AssertionError: 1 == 2\n';
const PASSES = '\n  5 passing (1ms)\n';
/** Recorded last, so that its record proves that the others were read before. */
const LAST = 'npm run test:last';
const MANIFEST = { scripts: { test: 'mocha', 'test:last': 'mocha last' } };

type Row = readonly [key: string, result: CheckResult, exitCode: number | null];

describe('the activity tracker', function () {
  this.timeout(60_000);
  let host: HostWindow;
  let transcript: string;
  let tracker: ActivityTracker;
  let work: SessionWork;
  let calls = 0;

  /** Appends a command to the transcript, as it ended now. */
  const ran = (command: string, output: string, exitCode = 0, timestamp = new Date().toISOString()): void => {
    const session = new ClaudeCodeSession({ cwd: host.path, timestamp });
    const id = session.call('Bash', { command }, { id: `toolu_${(calls += 1)}` });
    const text = exitCode === 0 ? output : `Exit code ${exitCode}\n${output}`;
    session.result(id, text, { isError: exitCode !== 0 });
    appendFileSync(transcript, session.text);
  };
  const follow = (): void => {
    const [controller] = host.model.all;
    if (controller !== undefined) tracker.follow(controller, { agent: 'claude-code', transcript });
  };
  /** Everything that is recorded as observed once all of the transcript is read. */
  const told = async (): Promise<readonly Row[]> => {
    ran(LAST, PASSES);
    follow();
    await untilState(host, ({ checks }) => checks.some(({ command }) => command === LAST));
    return rows();
  };
  const rows = async (): Promise<readonly Row[]> => {
    const { checks } = await host.open.service.state();
    const others = checks.filter(({ command, grade }) => command !== LAST && grade === 'observed');
    return others.map((check) => [check.key ?? check.command, resultOf(check), check.exitCode]);
  };

  beforeEach(async () => {
    editor.reset();
    const path = newFolder();
    git(path, 'init', '-q', '-b', 'main');
    commitInto(path, { 'package.json': JSON.stringify(MANIFEST), 'cart.js': 'one' });
    transcript = join(newFolder(), `${SESSION}.jsonl`);
    writeFileSync(transcript, '');
    host = await openHost(path);
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.open.service.execute({ kind: 'setPhase', phase: '5a' }, PERSON);
    await host.model.refresh();
    work = host.disposables.add(new SessionWork());
    tracker = host.disposables.add(new ActivityTracker(work, host.reporter));
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('records checks for the current step, with the result of a pipe from its summary', async () => {
    ran('npm test 2>&1 | tail -20', FAILS);
    deepStrictEqual(await told(), [['npm test', 'fail', null]]);
    deepStrictEqual(await host.open.service.missingEvidence(), []);
    await host.open.service.execute({ kind: 'approve', phase: '5a' }, PERSON);
    ran('npm test', PASSES);
    follow();
    await untilState(host, ({ checks }) => checks.some(({ step }) => step === '5b'));
    deepStrictEqual(await host.open.service.missingEvidence(), []);
  });

  it('leaves out what ended before the step began, other commands, and other folders', async () => {
    ran('npm test', FAILS, 1, '2026-01-02T03:04:05.678Z');
    ran('echo "5 passing"', PASSES);
    ran('cd /elsewhere && npm test', FAILS, 1);
    deepStrictEqual(await told(), []);
  });

  it('counts a run once that a hook tells of as well', async () => {
    const state = await host.open.service.state();
    ran('npm test', FAILS, 1);
    const run = { key: 'npm test', result: 'fail', exitCode: 1 } as const;
    const observed = { command: 'npm test', run, session: SESSION, isMixed: false };
    await recordObserved(host.open.service, state, observed);
    await told();
    await recordObserved(host.open.service, state, observed);
    const events = await host.open.service.ports.journals.readEvents('wf-001');
    const recorded = events.filter(
      ({ type, data }) => type === 'check.recorded' && 'exitCode' in data && data.exitCode === 1,
    );
    strictEqual(recorded.length, 1);
  });

  it('fills no gate with a run before the last edit', async () => {
    await host.open.service.execute({ kind: 'setPhase', phase: '5b' }, PERSON);
    ran('npm test', PASSES);
    const file = join(host.path, 'cart.js');
    writeFileSync(file, 'two');
    utimesSync(file, new Date(), new Date(Date.now() + 60_000));
    deepStrictEqual(await told(), [['npm test', 'pass', 0]]);
    const { checks } = await host.open.service.state();
    strictEqual(checks.find(({ command }) => command === 'npm test')?.content, 'mixed');
  });

  /** Files that an agent writes now, with its to-dos; one is gone again. */
  const writes = (...files: readonly string[]): void => {
    const session = new ClaudeCodeSession({ cwd: host.path, timestamp: new Date().toISOString() });
    for (const file of [...files, 'gone.js']) {
      const id = session.call('Write', { file_path: join(host.path, file) }, { id: `toolu_${(calls += 1)}` });
      session.result(id, 'ok');
      if (file !== 'gone.js') writeFileSync(join(host.path, file), 'new');
    }
    const todos = [
      { content: 'Refund a\ncart', status: 'pending' },
      { content: 'Done', status: 'completed' },
    ];
    const list = session.call('TodoWrite', { todos }, { id: `toolu_${(calls += 1)}` });
    session.result(list, 'ok');
    appendFileSync(transcript, session.text);
  };

  it('offers files that exist and open to-dos, and records none of them', async () => {
    writes('cart.js', 'refund.js');
    follow();
    await tracker.whenIdle();
    const { files, todos } = work.of(host.folder) ?? {};
    deepStrictEqual(
      files?.map(({ path }) => path),
      ['cart.js', 'refund.js'],
    );
    deepStrictEqual(todos, [{ text: 'Refund a cart', status: 'pending' }]);
    deepStrictEqual((await host.open.service.state()).deliverables, []);
  });

  for (const [what, turnOff] of [
    ['the rule', () => writeFileSync(join(host.open.root, 'ninefold.json'), '{"activity":"off"}')],
    ['the setting', () => editor.set('ninefold.activity', false)],
    ['a folder that is not trusted', () => (editor.isTrusted = false)],
  ] as const)
    it(`opens no transcript with ${what}`, async () => {
      turnOff();
      transcript = join(newFolder(), 'missing.jsonl');
      const notes: unknown[] = [];
      Object.assign(host.reporter, { note: (_: string, error: unknown) => notes.push(error) });
      follow();
      await tracker.whenIdle();
      deepStrictEqual(notes, []);
      editor.set('ninefold.activity', true);
      editor.isTrusted = true;
      writeFileSync(join(host.open.root, 'ninefold.json'), '{}');
      follow();
      await tracker.whenIdle();
      strictEqual(notes.length, 1);
    });
});
