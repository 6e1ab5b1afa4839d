import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DRIFT_WORDS } from '../../../src/core/handoff/drift-words.ts';
import { commitInto, git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { wordsOf } from '../support/words.ts';

const driftWord = wordsOf(DRIFT_WORDS);

const PROMPT =
  /^Resume workflow wf-001 from Phase 1: read \.claude\/state\/handoffs\/handoff-wf-001\.md and \.claude\/workflow-state\.toon$/;

async function handedOver(): Promise<InProcessTerminal> {
  const folder = newFolder();
  commitInto(folder, { 'docs/requirements.md': 'wanted\n', 'src/a.ts': 'a\n' });
  const terminal = new InProcessTerminal(folder);
  await terminal.done('init', 'wf-001', 'One');
  await terminal.done('set', 'wf-001', 'deliverables', 'docs/requirements.md');
  await terminal.done('set', 'wf-001', 'deliverables', '5:src/a.ts');
  await terminal.done('handoff', 'create');
  return terminal;
}

/** The environment of an agent's shell. */
function session(id: string): NodeJS.ProcessEnv {
  return { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: id };
}

interface Resumed {
  readonly prompt: string;
  readonly drift: {
    readonly isUnchanged: boolean;
    readonly branch: { readonly drift: string };
    readonly files: readonly { readonly file: string; readonly drift: string }[];
  } | null;
  readonly holder: { readonly id: string; readonly agent: string; readonly isLive: boolean | null } | null;
  readonly tookOverFrom: string | null;
}

describe('ninefold resume', () => {
  afterEach(removeFolders);

  it('says of a cancelled workflow how to continue it', async () => {
    const terminal = await handedOver();
    await terminal.done('cancel', 'wf-001');
    const { code, error } = await terminal.run(['resume']);
    strictEqual(code, 0);
    match(error, /'wf-001' is cancelled; .*`ninefold set wf-001 status in_progress`/);
    await terminal.done('set', 'wf-001', 'status', 'in_progress');
    strictEqual((await terminal.run(['resume'])).error, '');
  });

  it('reports drift, then prints the prompt as its last line', async () => {
    const terminal = await handedOver();
    const still = (await terminal.done('resume')).trimEnd().split('\n');
    match(still[0] ?? '', /^unchanged since the handoff of \d{4}-\d\d-\d\d \d\d:\d\dZ$/);
    match(still.at(-1) ?? '', PROMPT);
    git(terminal.folder, 'checkout', '-q', '-b', 'other');
    writeFiles(terminal.folder, { 'src/a.ts': 'b\n' });
    const drifted = (await terminal.done('resume')).trimEnd().split('\n');
    deepStrictEqual(drifted.slice(1, -1), [
      `  branch differs: ${driftWord('branch-differs', { was: 'main', now: 'other' })}`,
      '  changed since: src/a.ts',
      `  unchanged: ${driftWord('file-unchanged')}`,
      '  uncommitted: src/a.ts',
    ]);
    match(drifted.at(-1) ?? '', PROMPT);
    const { drift, prompt } = (await terminal.json('resume')) as Resumed;
    match(prompt, PROMPT);
    deepStrictEqual(
      [drift?.isUnchanged, drift?.branch.drift, drift?.files.map((file) => [file.file, file.drift])],
      [
        false,
        'branch differs',
        [
          ['docs/requirements.md', 'unchanged'],
          ['src/a.ts', 'changed since'],
        ],
      ],
    );
    match(
      readFileSync(join(terminal.folder, '.claude/state/handoffs/handoff-wf-001.md'), 'utf8'),
      /^## Drift$/m,
    );
  });

  it('offers a new handoff where more was recorded since', async () => {
    const terminal = await handedOver();
    strictEqual((await terminal.run(['resume'])).error, '');
    await terminal.done('next', 'add', 'Ask legal');
    const { out, error } = await terminal.run(['resume']);
    match(out, /changed since: 1 log entry, nextStep\.added/);
    match(error, /`ninefold handoff create wf-001`/);
  });

  it('says that there is nothing to compare with before the first handoff', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'One');
    strictEqual(
      await terminal.done('resume'),
      'wf-001 has no handoff yet, so there is nothing to compare with\n' +
        'Resume workflow wf-001 from Phase 1: read .claude/workflow-state.toon\n',
    );
    deepStrictEqual(((await terminal.json('resume')) as Resumed).drift, null);
  });

  it('tells a second session who holds the workflow, and lets it take over', async () => {
    const terminal = await handedOver();
    const first = await terminal.run(['resume'], { env: session('s-1') });
    deepStrictEqual([first.code, first.error], [0, '']);
    const again = await terminal.run(['resume'], { env: session('s-1') });
    deepStrictEqual([again.code, again.error], [0, '']);
    const second = await terminal.run(['resume', '--json'], { env: session('s-2') });
    match(
      second.error,
      /^ninefold: session s-1 \(claude-code\) may still be working on 'wf-001' since [^;]+; end it first, or .*--take-over`\n$/,
    );
    const { holder, tookOverFrom } = JSON.parse(second.out) as Resumed;
    deepStrictEqual(
      [second.code, holder?.id, holder?.agent, holder?.isLive, tookOverFrom],
      [0, 's-1', 'claude-code', null, null],
    );
    const taken = await terminal.run(['resume', '--take-over'], { env: session('s-2') });
    deepStrictEqual(
      [taken.code, taken.error, taken.out.split('\n')[0]],
      [0, '', 'taken over from session s-1'],
    );
    const third = await terminal.run(['resume', '--json'], { env: session('s-3') });
    deepStrictEqual((JSON.parse(third.out) as Resumed).holder?.id, 's-2');
  });

  it('knows a session that lives by its process, and one that ended by its old transcript', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal((await handedOver()).folder, { HOME: home });
    await terminal.run(['resume'], { env: session('s-1') });
    const holderOf = async (): Promise<Resumed['holder']> =>
      ((await terminal.json('resume')) as Resumed).holder;
    const registration = join(home, '.claude/sessions', `${process.pid}.json`);
    writeFiles(home, {
      [`.claude/sessions/${process.pid}.json`]: JSON.stringify({
        pid: process.pid,
        sessionId: 's-1',
        cwd: terminal.folder,
        startedAt: Date.now(),
      }),
    });
    const live = await holderOf();
    deepStrictEqual([live?.id, live?.isLive], ['s-1', true]);
    writeFileSync(registration, '{}');
    const project = join(home, '.claude/projects', terminal.folder.replaceAll(/[^A-Za-z0-9]/g, '-'));
    mkdirSync(project, { recursive: true });
    writeFiles(project, { 's-1.jsonl': `${JSON.stringify({ type: 'user', cwd: terminal.folder })}\n` });
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(project, 's-1.jsonl'), old, old);
    deepStrictEqual(await holderOf(), null);
  });
});
