/** Shared state after git joined or took apart what two people recorded: the right state, or a question. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { InProcessTerminal } from '../support/in-process.ts';
import { commitInto, git, newFolder, removeFolders } from '../support/folders.ts';

const JOURNAL = '.claude/state/workflows/one.journal';

interface Status {
  readonly nextSteps: readonly { readonly text: string }[];
  readonly phases: readonly { readonly status: string }[];
  readonly questions?: readonly {
    readonly subject: string;
    readonly sides: readonly { readonly said: string; readonly by: string; readonly reason: string | null }[];
  }[];
}

function commit(folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
}

async function shared(): Promise<InProcessTerminal> {
  const folder = newFolder();
  commitInto(folder, { 'a.txt': 'a\n' });
  const terminal = new InProcessTerminal(folder);
  await terminal.done('init', 'one', 'One');
  await terminal.done('share');
  commit(folder, 'share');
  return terminal;
}

/** Records a step and commits it. */
async function step(terminal: InProcessTerminal, text: string): Promise<void> {
  await terminal.done('next', 'add', text);
  commit(terminal.folder, text);
}

async function status(terminal: InProcessTerminal): Promise<Status> {
  return (await terminal.json('status')) as Status;
}

async function steps(terminal: InProcessTerminal): Promise<string> {
  return (await status(terminal)).nextSteps.map(({ text }) => text).join();
}

describe('shared state in git', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('merges, is rebased, picked, squashed, and reverted without a conflict or a loss', async () => {
    const terminal = await shared();
    const { folder } = terminal;
    git(folder, 'checkout', '-q', '-b', 'topic');
    await step(terminal, 'a1');
    await step(terminal, 'a2');
    git(folder, 'checkout', '-q', 'main');
    strictEqual(await steps(terminal), '');
    await step(terminal, 'b1');
    git(folder, 'cherry-pick', 'topic');
    strictEqual(await steps(terminal), 'a2,b1');
    git(folder, 'merge', '-q', '--no-edit', 'topic');
    strictEqual(await steps(terminal), 'a1,a2,b1');
    git(folder, 'revert', '--no-edit', 'topic~1');
    strictEqual(await steps(terminal), 'a2,b1');
    git(folder, 'checkout', '-q', 'topic');
    git(folder, 'rebase', '-q', 'main~2');
    strictEqual(await steps(terminal), 'a1,a2,b1');
    git(folder, 'checkout', '-q', '-b', 'squashed', 'main~3');
    git(folder, 'merge', '-q', '--squash', 'topic');
    git(folder, 'commit', '-q', '-m', 'squash');
    await step(terminal, 'c1');
    git(folder, 'merge', '-q', '--no-edit', 'topic');
    strictEqual(await steps(terminal), 'a1,a2,b1,c1');
  });

  it('begins a segment after each commit, and after git brought another text', async () => {
    const terminal = await shared();
    const { folder } = terminal;
    const count = (): number => readdirSync(join(folder, JOURNAL)).length;
    await terminal.done('next', 'add', 'a1');
    await terminal.done('next', 'add', 'a2');
    strictEqual(count(), 2);
    git(folder, 'add', '-A');
    git(folder, 'stash', '-q');
    await step(terminal, 'b1');
    git(folder, 'stash', 'pop', '-q');
    await terminal.done('next', 'add', 'a3');
    strictEqual(count(), 4);
    strictEqual(await steps(terminal), 'a1,a2,b1,a3');
  });

  it('begins a segment once git took the last one, so that a commit can be reverted alone', async () => {
    const terminal = await shared();
    const { folder } = terminal;
    await terminal.done('next', 'add', 'a1');
    git(folder, 'add', '-A');
    // As a hook does while the commit is being made.
    await terminal.done('next', 'add', 'a2');
    git(folder, 'commit', '-qm', 'a1');
    strictEqual(git(folder, 'diff', '--name-only'), '');
    await step(terminal, 'a3');
    git(folder, 'revert', '--no-edit', 'HEAD~1');
    strictEqual(await steps(terminal), 'a2,a3');
  });

  it('begins a segment while git writes its index', async () => {
    const terminal = await shared();
    const { folder } = terminal;
    const count = (): number => readdirSync(join(folder, JOURNAL)).length;
    await terminal.done('next', 'add', 'a1');
    writeFileSync(join(folder, '.git/index.lock'), '');
    await terminal.done('next', 'add', 'a2');
    rmSync(join(folder, '.git/index.lock'));
    await terminal.done('next', 'add', 'a3');
    strictEqual(count(), 3);
  });

  it('asks about an approval that meets a rejection, and takes the next approval for the answer', async () => {
    const terminal = await shared();
    const { folder } = terminal;
    git(folder, 'checkout', '-q', '-b', 'topic');
    await terminal.done('approve', '1');
    await terminal.done('approve', '2');
    commit(folder, 'approve');
    git(folder, 'checkout', '-q', 'main');
    await terminal.done('reject', '1', '--reason', 'thin');
    commit(folder, 'reject');
    git(folder, 'merge', '-q', '--no-edit', 'topic');
    const asked = await status(terminal);
    strictEqual(asked.phases[0]?.status, 'in_progress');
    deepStrictEqual(
      asked.questions?.map(({ subject, sides }) => [
        subject,
        ...sides.map(({ said, reason }) => [said, reason]),
      ]),
      [['gate:1', ['approved', null], ['rejected', 'thin']]],
    );
    await terminal.done('approve', '1');
    const answered = await status(terminal);
    deepStrictEqual(
      [answered.questions, answered.phases.slice(0, 3).map((phase) => phase.status)],
      [undefined, ['completed', 'completed', 'in_progress']],
    );
  });

  it('is one file with the same bytes again if it is unshared with nothing recorded since', async () => {
    const folder = newFolder();
    commitInto(folder, { 'a.txt': 'a\n' });
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'one', 'One');
    await terminal.done('next', 'add', 'a1');
    const file = join(folder, `${JOURNAL}.jsonl`);
    const before = readFileSync(file, 'utf8');
    await terminal.done('share');
    strictEqual((JSON.parse(readFileSync(file, 'utf8')) as { readonly v: number }).v, 3);
    await terminal.done('share', '--undo');
    strictEqual(readFileSync(file, 'utf8'), before);
    strictEqual(readdirSync(join(folder, '.claude/state/workflows')).includes('one.journal'), false);
  });
});
