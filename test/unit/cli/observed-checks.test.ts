/** The checks that an agent runs, as its hook reports them, and what they are worth at a gate. */

import { deepStrictEqual, doesNotMatch, match, strictEqual } from 'node:assert/strict';

import { lackText } from '../../../src/core/workflow/evidence-words.ts';
import type { MissingEvidence } from '../../../src/core/workflow/state.ts';
import { commitInto, git, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SESSION, begun } from './hooked.ts';
import type { HookedAgent } from './hooked.ts';

const PASSES = '\n  cart\n    ✔ adds\n\n\n  5 passing (12ms)\n';
const FAILS =
  'Exit code 1\n\n  4 passing (12ms)\n  1 failing\n\n  1) cart\n       adds:\n     AssertionError: 1 == 2\n';
const AGENT = { CLAUDECODE: '1' };
const MANIFEST = { scripts: { test: 'mocha', 'test:hollow': 'echo "5 passing"' } };

interface Workplace {
  readonly agent: HookedAgent;
  readonly person: InProcessTerminal;
}

/** A workflow in a repository with tests. */
async function inStep(step: string): Promise<Workplace> {
  const { agent, person: other } = await begun();
  const person = new InProcessTerminal(other.folder, { HOME: agent.home });
  git(agent.folder, 'init', '-q', '-b', 'main');
  commitInto(agent.folder, { 'package.json': JSON.stringify(MANIFEST), 'cart.js': 'one' });
  await person.done('phase', 'wf-001', step);
  return { agent, person };
}

function ran(agent: HookedAgent, command: string, response: unknown, others: readonly unknown[] = []) {
  const call = { tool_name: 'Bash', tool_input: { command }, tool_use_id: 't1', tool_response: response };
  return agent.fire('PostToolBatch', { tool_calls: [call, ...others] });
}

async function checks({ person }: Workplace): Promise<readonly unknown[]> {
  const { checks: rows } = (await person.json('status')) as { checks: readonly Record<string, unknown>[] };
  return rows.map(({ step, command, exitCode, grade, result, refuted }) =>
    [step, command, exitCode, grade, result, refuted].filter((value) => value !== undefined),
  );
}

async function recordedIn({ person }: Workplace): Promise<readonly Record<string, unknown>[]> {
  const log = (await person.json('log')) as readonly Record<string, unknown>[];
  return log.filter(({ type }) => type === 'check.recorded');
}

/** Approves, and returns what the approval lacks. */
async function approved({ person }: Workplace): Promise<string> {
  const { code, error } = await person.run(['approve']);
  strictEqual(code, 0);
  return error;
}

async function shownHandoff({ person }: Workplace): Promise<string> {
  await person.done('handoff', 'create');
  return person.done('handoff', 'show');
}

const lacking = (lack: MissingEvidence): RegExp =>
  new RegExp(lackText(lack, 'cli').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));

describe('the checks that an agent runs', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('carry a workflow through RED, GREEN, and REFACTOR, with nothing typed', async () => {
    const place = await inStep('5a');
    strictEqual((await ran(place.agent, 'npm test', FAILS)).out, '');
    deepStrictEqual(await checks(place), [['5a', 'npm test', 1, 'observed', 'fail']]);
    doesNotMatch(await approved(place), /unverified/);
    writeFiles(place.agent.folder, { 'cart.js': 'two' });
    await ran(place.agent, `cd ${place.agent.folder} && npm test 2>&1 | tail -20`, PASSES);
    doesNotMatch(await approved(place), /unverified/);
    await ran(place.agent, 'CI=1 npm run test', PASSES);
    doesNotMatch(await approved(place), /unverified/);
  });

  it('are recorded once for the same result on the same files', async () => {
    const place = await inStep('5b');
    for (let turn = 0; turn < 3; turn += 1) await ran(place.agent, 'npm test', PASSES);
    deepStrictEqual((await recordedIn(place)).length, 1);
  });

  it('are recorded right after the same result on other files, and after a claim of it', async () => {
    const place = await inStep('5b');
    await ran(place.agent, 'npm test', PASSES);
    writeFiles(place.agent.folder, { 'cart.js': 'two' });
    await ran(place.agent, 'npm test', FAILS);
    const claim = ['evidence', 'add', '5b', '--command', 'npm test', '--exit', '0'];
    strictEqual((await place.person.run(claim, { env: AGENT })).code, 0);
    writeFiles(place.agent.folder, { 'cart.js': 'three' });
    await ran(place.agent, 'npm test', PASSES);
    writeFiles(place.agent.folder, { 'cart.js': 'four' });
    await ran(place.agent, 'npm test', PASSES);
    doesNotMatch(await approved(place), /unverified/);
  });

  it('fill no gate with what only looks like a pass', async () => {
    const lies: readonly (readonly [string, string, MissingEvidence])[] = [
      ['echo "  5 passing (1ms)"', PASSES, 'check-missing'],
      ['npm test || true', '', 'check-unknown'],
      ['npm test', '\n  0 passing (1ms)\n', 'check-unknown'],
      ['npm test | grep passing', '  5 passing (1ms)\n', 'check-unknown'],
      ['npm run test:hollow', '5 passing\n', 'check-missing'],
      ['npm test', "The user doesn't want to proceed with this tool use.", 'check-missing'],
      ['cd /tmp && npm test', PASSES, 'check-missing'],
      ['cd lib && npm test', PASSES, 'check-unaccepted'],
    ];
    for (const [command, output, lack] of lies) {
      const place = await inStep('5b');
      await ran(place.agent, command, output);
      match(await approved(place), lacking(lack), command);
    }
  });

  it('hold only for the files that they ran on, before and after a commit', async () => {
    const place = await inStep('5b');
    writeFiles(place.agent.folder, { 'cart.js': 'two' });
    await ran(place.agent, 'npm test', PASSES);
    git(place.agent.folder, 'commit', '-qam', 'two');
    await place.person.done('reopen', '5a');
    await place.person.done('phase', 'wf-001', '5b');
    doesNotMatch(await approved(place), /unverified/);
    await ran(place.agent, 'npm test', PASSES);
    writeFiles(place.agent.folder, { 'cart.js': 'three' });
    match(await approved(place), lacking('check-stale'));
  });

  it('count for no files if some were edited in the same batch', async () => {
    const place = await inStep('5b');
    const edit = { tool_name: 'Edit', tool_input: {}, tool_use_id: 't2', tool_response: 'ok' };
    await ran(place.agent, 'npm test', PASSES, [edit]);
    match(await approved(place), lacking('check-stale'));
  });

  it('refute a claim that they passed', async () => {
    const place = await inStep('5b');
    await ran(place.agent, 'npm test', FAILS);
    const claim = ['evidence', 'add', '5b', '--command', 'npm test', '--exit', '0'];
    strictEqual((await place.person.run(claim, { env: AGENT })).code, 0);
    deepStrictEqual(await checks(place), [['5b', 'npm test', 1, 'observed', 'fail', true]]);
    match(await approved(place), lacking('check-refuted'));
    match(await shownHandoff(place), /`npm test` exited 1 .*observed/);
  });

  it('are not recorded with `activity: off`, or before phase 5', async () => {
    const off = await inStep('5b');
    off.person.trusts({ activity: 'off' });
    await ran(off.agent, 'npm test', PASSES);
    deepStrictEqual(await checks(off), []);
    const early = await inStep('4');
    await ran(early.agent, 'npm test', PASSES);
    deepStrictEqual(await checks(early), []);
  });

  it('name the session that ran them', async () => {
    const place = await inStep('5b');
    await ran(place.agent, 'npm test', PASSES);
    const [event] = await recordedIn(place);
    deepStrictEqual(event?.actor, { kind: 'agent', session: SESSION });
  });
});
