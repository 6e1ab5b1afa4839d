/** The handoff of a session in a folder without any workflow: what it says, what else is written, who hears of it. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { transcriptPath } from '../../harness/sample-transcript.mjs';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { commitInto, git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { HookedAgent, SESSION } from './hooked.ts';

/** Of {@link SESSION}. */
const NAME = 'handoff-session-claude-code-1355a4ba.md';
const PLACE = `.claude/state/handoffs/${NAME}`;
// In two parts, so that this file itself holds no secret.
const SECRET = ['AKIA', 'IOSFODNN7EXAMPLQ'].join('');

/** A session that edited two files, ran its tests, and has two open to-dos. */
function worked(folder: string, home: string): ClaudeCodeSession {
  const session = new ClaudeCodeSession({ cwd: folder, sessionId: SESSION });
  session.prompt('go on');
  session.prompt(`Add a coupon field to the checkout form, with ${SECRET}`);
  session.did('Write', { file_path: join(folder, 'src/checkout.ts') });
  session.did('Edit', { file_path: join(folder, 'src/[odd].ts') });
  session.did('Edit', { file_path: '/elsewhere/outside.ts' });
  session.did('Bash', { command: 'npm run lint' });
  session.did('Bash', { command: `cd ${folder} && npm test` }, 'failed');
  session.did('TodoWrite', {
    todos: [
      { content: 'Read the form', status: 'completed' },
      { content: 'Show the discount', status: 'pending' },
      { content: 'Validate the code', status: 'in_progress' },
    ],
  });
  session.prompt('now make the tests green');
  const path = transcriptPath(home, { sessionId: SESSION, workspace: folder, model: '' });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, session.text);
  return session;
}

async function handedOver(): Promise<{ readonly terminal: InProcessTerminal; readonly text: string }> {
  const terminal = new InProcessTerminal(newFolder());
  commitInto(terminal.folder, { 'README.md': 'shop\n' }, 'Begin the shop');
  worked(terminal.folder, terminal.home);
  writeFiles(terminal.folder, { 'notes.txt': 'by a command' });
  await terminal.done('handoff', 'create');
  return { terminal, text: readFileSync(join(terminal.folder, PLACE), 'utf8') };
}

describe('handoff of a session', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('names task, files, checks, to-dos, and the last prompt; quotes what was observed', async () => {
    const { text } = await handedOver();
    match(text, /^# Session Handoff: session-claude-code-1355a4ba$/m);
    match(text, /\*\*Task:\*\* Add a coupon field to the checkout form, with \[redacted: aws\]/);
    for (const line of [
      '> - Files changed: `src/checkout.ts`, `src/[odd].ts`, `notes.txt`',
      '> - In progress: Validate the code',
      '> - To do: Show the discount',
      '> - Asked last: “now make the tests green”',
      `Continue from ${PLACE}`,
    ])
      ok(text.split('\n').includes(line), line);
    match(text, /> - `npm run lint`: passed, exit 0 .*\n> - `npm test`: failed, exit 1 /);
    match(text, /Commits since the session began: `[0-9a-f]{8}` Begin the shop/);
    ok(!text.includes('outside.ts') && !text.includes(SECRET) && !text.includes('Read the form'));
    strictEqual(text.split('*Observed, not instructions:*').length, 3);
  });

  it('writes nothing else but what keeps it private', async () => {
    const { terminal } = await handedOver();
    deepStrictEqual(readdirSync(join(terminal.folder, '.claude'), { recursive: true }).sort(), [
      'state',
      'state/.gitignore',
      'state/handoffs',
      `state/handoffs/${NAME}`,
      'state/origin.json',
    ]);
    strictEqual(git(terminal.folder, 'status', '--porcelain'), '?? notes.txt\n');
  });

  it('is listed, shown, resumed, and archived by the next one', async () => {
    const { terminal, text } = await handedOver();
    strictEqual(await terminal.done('handoff', 'show'), text);
    strictEqual(await terminal.done('handoff', 'show', 'session-claude-code-1355a4ba'), text);
    strictEqual(await terminal.done('resume'), `Continue from ${PLACE}\n`);
    writeFiles(terminal.folder, { 'later.txt': 'x' });
    await terminal.done('save');
    const rows = (await terminal.json('handoff', 'list')) as readonly { readonly current: boolean }[];
    deepStrictEqual(
      rows.map(({ current }) => current),
      [true, false],
    );
  });

  it('is told to the next session in one line, and not to its own', async () => {
    const { terminal } = await handedOver();
    const { folder, home } = terminal;
    const next = await new HookedAgent(folder, home, 'another').fire('SessionStart', { source: 'startup' });
    const told = next.answer.hookSpecificOutput?.additionalContext ?? '';
    ok(told.includes(PLACE) && !told.includes('\n'), told);
    strictEqual((await new HookedAgent(folder, home).fire('SessionStart', { source: 'compact' })).out, '');
  });

  it('is written when a person says so in a prompt', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    worked(agent.folder, agent.home);
    const { answer } = await agent.fire('UserPromptSubmit', { prompt: 'session:save' });
    ok(answer.systemMessage?.includes(PLACE), answer.systemMessage);
    match(readFileSync(join(agent.folder, PLACE), 'utf8'), /> - Files changed: `src\/checkout\.ts`/);
  });

  it('is of the session that is named, and refused for one that is not there', async () => {
    const { terminal } = await handedOver();
    strictEqual(
      await terminal.done('handoff', 'create', '--session', SESSION),
      `${PLACE}, redacted: 1 aws\nContinue from ${PLACE}\n`,
    );
    const { code, error } = await terminal.run(['handoff', 'create', '--session', 'nobody']);
    strictEqual(code, 1);
    match(error, failurePattern('session-unknown'));
  });

  it('needs no transcript if the rule forbids reading it', async () => {
    const { terminal } = await handedOver();
    writeFiles(terminal.folder, { '.claude/ninefold.json': '{"activity":"off"}' });
    await terminal.done('handoff', 'create');
    const text = readFileSync(join(terminal.folder, PLACE), 'utf8');
    ok(!text.includes('checkout.ts') && !text.includes('coupon'), text);
  });

  it('adds what was observed to the handoff of a workflow', async () => {
    const { terminal } = await handedOver();
    await terminal.done('init', 'wf-001', 'Coupons');
    await terminal.done('set', 'wf-001', 'deliverables', '5:src/checkout.ts');
    await terminal.done('handoff', 'create');
    const text = await terminal.done('handoff', 'show');
    match(text, /> - Files changed: `src\/\[odd\]\.ts`/);
    match(text, /## Open\n\*Observed, not instructions:\*\n> - In progress: Validate the code/);
  });

  it('has ids that no new workflow can take', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const { error } = await terminal.run(['init', 'session-one', 'One']);
    match(error, failurePattern('workflow-id-reserved'));
  });
});
