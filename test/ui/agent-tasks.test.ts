/** Agent tasks: three beside each other in worktrees, each with a stand-in agent, reviewed and merged by clicks. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { acceptRulesOf } from '../unit/support/accepted.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

const LINES = 'one\ntwo\nthree\n';
const VIEW = 'Agent Tasks';

/** What an agent does, in place of one: each waits until all three have begun. */
const AGENTS: Readonly<Record<string, string>> = {
  clean: "fs.mkdirSync('tests', { recursive: true }); fs.writeFileSync('tests/login.test.ts', 'it works\\n')",
  conflicting: "fs.writeFileSync('src/login.ts', 'one\\nTWO\\nthree\\n')",
  endless: "fs.writeFileSync('notes.md', 'so far\\n'); setInterval(() => undefined, 1000)",
  failing: "console.log('no such model'); process.exitCode = 3",
};

function prepare(places: Places): void {
  const { workspace, home } = places;
  makeRepository(workspace);
  mkdirSync(join(workspace, 'src'));
  writeFileSync(join(workspace, 'src/login.ts'), LINES);
  git(workspace, 'add', '.');
  git(workspace, 'commit', '-q', '-m', 'Log in');
  ninefold(places, 'init', 'wf-001', 'Sign in');
  const begun = join(home, 'begun');
  mkdirSync(begun);
  const wait = [
    "const fs = require('node:fs');",
    `fs.writeFileSync(${JSON.stringify(begun)} + '/' + process.pid, '');`,
    'const timer = setInterval(() => {',
    `  if (fs.readdirSync(${JSON.stringify(begun)}).length < 3) return;`,
    '  clearInterval(timer);',
  ].join('\n');
  const commands = Object.entries(AGENTS).map(([name, does]) => [
    name,
    [process.execPath, '-e', `${wait}\n${does};\n}, 50)`],
  ]);
  const rules = { taskCommands: Object.fromEntries(commands) as unknown };
  writeFileSync(join(workspace, '.claude/ninefold.json'), JSON.stringify(rules, null, 2));
  acceptRulesOf(join(workspace, '.claude'), home);
  const make = (id: string, output: string): unknown =>
    ninefold(
      places,
      'tasks',
      'create',
      'empty',
      '--id',
      id,
      '--title',
      id,
      '--agent',
      id,
      '--output',
      output,
    );
  make('conflicting', 'src/login.ts');
  make('failing', 'docs/review.md');
}

describe('agent tasks', function () {
  this.timeout(180_000);
  const window = useWorkbench({ prepare });
  const tree = () => window().tree(VIEW);
  const workspace = (): string => window().places.workspace;
  const textOf = (path: string): string => readFileSync(join(workspace(), path), 'utf8');
  const stateOf = (): unknown => [
    git(workspace(), 'rev-parse', '--abbrev-ref', 'HEAD'),
    git(workspace(), 'rev-parse', 'HEAD'),
    git(workspace(), 'diff', '--cached'),
    git(workspace(), 'stash', 'list'),
    git(workspace(), 'branch', '--list'),
  ];
  let before: unknown;

  it('are made in the palette, from a template', async () => {
    // Something of the user's own stands in the index and in the stash.
    appendFileSync(join(workspace(), 'readme.md'), 'Stashed.\n');
    git(workspace(), 'stash');
    appendFileSync(join(workspace(), 'readme.md'), 'Staged.\n');
    git(workspace(), 'add', 'readme.md');
    before = stateOf();
    await window().runCommand('Ninefold: Focus on Agent Tasks View');
    await tree().row('conflicting').waitForSpoken('open');
    // The other view gives its room.
    await window().page.locator('.pane-header').filter({ hasText: 'Sign In' }).click();
    const header = window().page.locator('.pane-header').filter({ hasText: 'Agent Tasks' });
    await header.hover();
    await header.getByRole('button', { name: 'Create Agent Task…' }).click();
    await window().quickInput.waitFor('Select what the other agent does in parallel with your session');
    await window().quickInput.pick(/Write Tests/);
    await window().quickInput.answer('tests/login.test.ts', /Create Agent Task \(2\/3\)/);
    await window().quickInput.waitFor('Select an agent');
    await window().screenshot('tasks-create-light');
    await window().quickInput.pick('clean');
    await tree().row('Write Tests').waitForSpoken('open');
    await window().notifications.message("Created agent task 'Write Tests'.");
    await window().notifications.close();
  });

  it('run beside each other, each in a worktree, and end as they should', async () => {
    // Each waits for the other two, so the first two are seen at work.
    for (const title of ['Write Tests', 'conflicting']) {
      await tree().row(title).pressAction('Run Agent Task');
      await tree().row(title).waitForSpoken('running');
    }
    await tree().row('failing').pressAction('Run Agent Task');
    await tree().row('Write Tests').waitForSpoken('finished');
    await tree().row('conflicting').waitForSpoken('finished');
    await tree().row('failing').waitForSpoken('failed');
    await window().screenshot('tasks-light');
    await window().useTheme('dark');
    await window().screenshot('tasks-dark');
    await window().useTheme('light');
  });

  it('show the log of a failure', async () => {
    const failed = await window().notifications.message(
      "Agent task 'failing' failed: it exited with code 3.",
    );
    await failed.press('Show Log');
    await window().page.locator('.monaco-editor .view-lines').getByText('no such model').first().waitFor();
    await window().notifications.close();
    await tree().row('failing').expand();
    match((await tree().row('Log').text()).description, /\bcode 3\b/);
    await tree().row('failing').collapse();
  });

  it('are compared and merged by clicks, with deliverable and evidence', async () => {
    const task = tree().row('Write Tests');
    await task.expand();
    await tree().row('tests/login.test.ts').click();
    await window().page.locator('.monaco-diff-editor').waitFor();
    await window().screenshot('tasks-compare-light');
    strictEqual(existsSync(join(workspace(), 'tests/login.test.ts')), false);
    await task.pressAction('Accept Agent Task');
    await task.waitForSpoken('merged');
    strictEqual(textOf('tests/login.test.ts'), 'it works\n');
    const { deliverables } = JSON.parse(ninefold(window().places, 'status', '--json')) as {
      deliverables: readonly { file: string; exists: boolean }[];
    };
    deepStrictEqual(
      deliverables.map(({ file, exists }) => [file, exists]),
      [['tests/login.test.ts', true]],
    );
    match(textOf('.claude/state/workflows/wf-001.journal.jsonl'), /"task\.merged"/);
    await task.collapse();
  });

  it('show a conflict for resolution; nothing lands before it is resolved and accepted', async () => {
    writeFileSync(join(workspace(), 'src/login.ts'), 'one\n2\nthree\n');
    const task = tree().row('conflicting');
    await task.expand();
    const file = tree().row('src/login.ts');
    await file.waitForSpoken('conflict');
    await file.pressAction('Accept File');
    await window().notifications.message('src/login.ts has conflicts. Nothing is merged yet');
    await window().page.locator('.merge-editor').waitFor();
    await window().screenshot('tasks-conflict-light');
    strictEqual(textOf('src/login.ts'), 'one\n2\nthree\n');
    const [{ markedPath }] = JSON.parse(
      ninefold(window().places, 'tasks', 'diff', 'conflicting', '--json'),
    ) as [{ markedPath: string }];
    writeFileSync(markedPath, 'one\ntwo, twice\nthree\n');
    const message = await window().notifications.message('src/login.ts has conflicts. Nothing is merged yet');
    await message.press('Accept Resolved');
    await task.waitForSpoken('merged');
    strictEqual(textOf('src/login.ts'), 'one\ntwo, twice\nthree\n');
  });

  it('go on over a reload, are called off in the next window, run again and discarded', async () => {
    ninefold(
      window().places,
      'tasks',
      'create',
      'empty',
      '--id',
      'endless',
      '--agent',
      'endless',
      '--output',
      'notes.md',
    );
    await tree().row('Agent Task').pressAction('Run Agent Task');
    await tree().row('Agent Task').waitForSpoken('running');
    await window().reload();
    const task = tree().row('Agent Task');
    await task.waitForSpoken('running');
    await task.pressAction('Cancel Agent Task');
    await task.waitForSpoken('failed');
    await task.expand();
    match((await tree().row('Log').text()).description, /cancelled/);
    await tree().row('notes.md').waitFor();
    await task.pressAction('Run Agent Task');
    await window().pressInDialog('Run Again');
    await task.waitForSpoken('running');
    await task.pressAction('Cancel Agent Task');
    await task.waitForSpoken('failed');
    await task.chooseFromMenu('Discard Agent Task…');
    await window().pressInDialog('Discard');
    await task.waitForSpoken('discarded');
  });

  it('leave no worktree once they are merged or discarded, and the user’s git as it was', async () => {
    await tree().row('failing').chooseFromMenu('Discard Agent Task…');
    await tree().row('failing').waitForSpoken('discarded');
    strictEqual(git(workspace(), 'worktree', 'list').trim().split('\n').length, 1);
    deepStrictEqual(stateOf(), before);
  });
});
