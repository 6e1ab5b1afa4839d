import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';

import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { shown } from '../support/platform.ts';

/** Every file below a folder with the hash of its bytes, git's objects left out. */
function bytesOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter(
    (path) => statSync(join(folder, path)).isFile() && !path.startsWith('.git/index'),
  );
  return Object.fromEntries(
    files.map((path) => [
      shown(path),
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

describe('commands on the folder and its workflows', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('takes back every byte it wrote, git’s private exclude file included', async () => {
    const excludes = ['# mine\n*.log\n', '*.log', undefined];
    for (const exclude of excludes) {
      const folder = newFolder();
      git(folder, 'init', '-q', '-b', 'main');
      const file = join(folder, '.git/info/exclude');
      if (exclude === undefined) rmSync(join(folder, '.git/info'), { recursive: true });
      else writeFileSync(file, exclude);
      writeFiles(folder, { 'a.txt': 'a', ...(exclude === '*.log' ? { '.claude/settings.json': '{}' } : {}) });
      const before = bytesOf(folder);
      const terminal = new InProcessTerminal(folder);
      await terminal.done('init', 'one', 'One');
      await terminal.done('approve');
      await terminal.done('handoff', 'create');
      await terminal.done('meter', 'set', '1000');
      await terminal.done('context');
      const listed = await terminal.done('remove');
      match(listed, /^remove \.claude\/state$/m);
      ok(existsSync(join(folder, '.claude/workflow-state.toon')));
      await terminal.done('remove', '--apply');
      deepStrictEqual(bytesOf(folder), before, String(exclude));
      strictEqual(await terminal.done('remove'), 'Ninefold wrote nothing in this folder\n');
    }
  });

  it('keeps every folder of a repository private, whatever it is called, and takes each back by itself', async () => {
    const top = newFolder();
    git(top, 'init', '-q', '-b', 'main');
    const before = bytesOf(top);
    const terminals = ['shop', '![i*d]? \\ü'].map((name) => {
      mkdirSync(join(top, name));
      return new InProcessTerminal(join(top, name));
    });
    for (const terminal of terminals) await terminal.done('init', 'one', 'One');
    const beside = newFolder();
    symlinkSync(join(top, 'linked'), join(beside, 'link'));
    mkdirSync(join(top, 'linked'));
    // The folder as the editor names it, not as the system does.
    const linked = new InProcessTerminal(beside);
    await linked.done('--cwd', join(beside, 'link'), 'init', 'one', 'One');
    strictEqual(git(top, 'status', '--short', '--untracked-files=all'), '');
    await terminals[1]?.done('remove', '--apply');
    strictEqual(git(top, 'status', '--short', '--untracked-files=all'), '');
    for (const terminal of terminals) await terminal.done('remove', '--apply');
    await linked.done('--cwd', join(beside, 'link'), 'remove', '--apply');
    deepStrictEqual(bytesOf(top), before);
  });

  it('leaves what another program keeps in `state/`, and says so', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const others = {
      '.claude/state/workflows/legacy.json': '{"workflow_id":"legacy"}',
      '.claude/state/handoffs/handoff-legacy.md': '# theirs',
      '.claude/state/agents/build/task.md': '# theirs',
      '.claude/state/notes.txt': 'theirs',
    };
    writeFiles(terminal.folder, others);
    const before = bytesOf(terminal.folder);
    await terminal.done('init', 'one', 'One');
    await terminal.done('handoff', 'create');
    await terminal.done('meter', 'set', '1000');
    await terminal.done('init', 'two', 'Two');
    await terminal.done('delete', 'two');
    const listed = await terminal.done('remove', '--apply');
    for (const path of Object.keys(others))
      match(listed, new RegExp(`^keep ${path.split('/build/')[0]}`, 'm'));
    deepStrictEqual(bytesOf(terminal.folder), before);
    strictEqual(await terminal.done('remove'), 'Ninefold wrote nothing in this folder\n');
  });

  it('leaves in the user’s own folder whatever isn’t the project’s, however it is named', async () => {
    const home = newFolder();
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder, { HOME: home });
    await terminal.done('init', 'one', 'One', '--user');
    await terminal.done('handoff', 'create');
    const project = basename(folder).toLowerCase();
    const others = [
      `${project}-notes.json`,
      `workflows/${project}-legacy.json`,
      `agents/another-task/output/${project}-list.ts`,
    ];
    const root = join(home, '.claude/state');
    writeFiles(root, Object.fromEntries(others.map((path) => [path, 'theirs'])));
    ok(readdirSync(join(root, 'workflows')).includes(`${project}-one.json`));
    await terminal.done('remove', '--apply');
    deepStrictEqual(
      Object.keys(bytesOf(root)).filter((path) => path.includes(project)),
      others.sort(),
    );
  });

  it('leaves a deliverable that somebody worked on, and says so', async () => {
    const terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.folder, { 'docs/mine.md': 'mine' });
    await terminal.done('init', 'one', 'One');
    await terminal.done('deliverable', 'add', 'docs/mine.md');
    match(await terminal.done('remove', '--apply'), /^keep docs\/mine\.md$/m);
    deepStrictEqual(readdirSync(terminal.folder), ['docs']);
  });

  it('shares the journals in git, keeps the rest private, and takes it back', async () => {
    const terminal = new InProcessTerminal(newFolder());
    git(terminal.folder, 'init', '-q', '-b', 'main');
    strictEqual((await terminal.run(['share'])).code, 1);
    await terminal.done('init', 'one', 'One');
    await terminal.done('handoff', 'create');
    strictEqual(git(terminal.folder, 'status', '--short'), '');
    const workflows = '.claude/state/workflows';
    writeFiles(terminal.folder, {
      [`${workflows}/one.journal.snapshot`]: 's',
      [`${workflows}/one.journal.jsonl.torn`]: 't',
      [`${workflows}/one.json.0123456789ab.tmp`]: 't',
      '.claude/state/ninefold.lock.0123456789abcdef': '{}',
    });
    await terminal.done('share');
    const seen = git(terminal.folder, 'status', '--short', '--untracked-files=all').trim().split('\n');
    deepStrictEqual(
      seen.map((line) => line.slice(3).replace(/[0-9a-f]{32}/, 'SEGMENT')),
      [
        '.claude/.gitignore',
        '.claude/state/.gitattributes',
        '.claude/state/.gitignore',
        '.claude/state/workflows/one.journal.jsonl',
        '.claude/state/workflows/one.journal/SEGMENT.jsonl',
      ],
    );
    strictEqual(await terminal.done('share'), 'already shared\n');
    await terminal.done('approve');
    await terminal.done('share', '--undo');
    strictEqual(git(terminal.folder, 'status', '--short'), '');
  });

  it('keeps a workflow in the user’s own folder, under the project’s name, and finds it again', async () => {
    const home = newFolder();
    const folder = newFolder();
    const twin = join(newFolder(), relative(join(folder, '..'), folder));
    writeFiles(twin, { x: '' });
    const terminal = new InProcessTerminal(folder, { HOME: home });
    const other = new InProcessTerminal(twin, { HOME: home });
    const own = new InProcessTerminal(newFolder(), { HOME: home });
    await own.done('init', 'one', 'Own');
    match((await own.run(['init', 'two', 'Two', '--user'])).error, failurePattern('state-of-its-own'));
    await terminal.done('init', 'one', 'One', '--user');
    await other.done('init', 'one', 'Twin', '--user');
    deepStrictEqual([readdirSync(folder), readdirSync(twin)], [[], ['x']]);
    await terminal.done('approve');
    await terminal.done('handoff', 'create');
    const { projects } = JSON.parse(readFileSync(join(home, '.claude/state/projects.json'), 'utf8')) as {
      projects: { slug: string }[];
    };
    const project = projects[0]?.slug ?? '';
    deepStrictEqual(
      readdirSync(join(home, '.claude/state/workflows')).filter((name) => name.startsWith(`${project}-one`)),
      [`${project}-one.journal.jsonl`, `${project}-one.json`, `${project}-one.toon`],
    );
    ok(existsSync(join(home, `.claude/state/handoffs/handoff-${project}-one.md`)));
    match(await terminal.done('status'), /^one: One/);
    match(await other.done('status'), /^one: Twin/);
    match(
      await terminal.done('resume'),
      new RegExp(`read ${shown(home)}/\\.claude/state/handoffs/handoff-${project}-one\\.md and `),
    );
    await terminal.done('remove', '--apply');
    match(await other.done('status'), /^one: Twin/);
    strictEqual((await terminal.run(['status'])).code, 1);
  });

  it('renames, pauses, resumes, cancels and deletes', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    await terminal.done('init', 'two', 'Two');
    await terminal.done('rename', 'one', 'First Shop');
    match(
      await terminal.done('export', 'one', '--format', 'toon', '--stdout'),
      /\n {2}feature: first-shop\n/,
    );
    await terminal.done('rename', 'one', 'First');
    await terminal.done('pause', 'two');
    match(
      (await terminal.run(['approve'])).error,
      causePattern('workflow-not-running', { id: 'two', status: 'paused' }),
    );
    await terminal.done('resume', 'two');
    await terminal.done('cancel', 'two', '--reason', 'not wanted');
    deepStrictEqual(
      ((await terminal.json('list')) as { id: string; name: string; status: string; active: boolean }[]).map(
        ({ id, name, status, active }) => [id, name, status, active],
      ),
      [
        ['one', 'First', 'in_progress', false],
        ['two', 'Two', 'cancelled', true],
      ],
    );
    match(await terminal.done('delete', 'two'), /^moved two to \.claude\/state\/trash\/.*-two\n$/);
    deepStrictEqual(
      ((await terminal.json('list')) as { id: string }[]).map(({ id }) => id),
      ['one'],
    );
    strictEqual(existsSync(join(terminal.folder, '.claude/workflow-state.toon')), false);
    match((await terminal.run(['status'])).error, /no workflow is active/);
    strictEqual((await terminal.run(['delete', 'two'])).code, 1);
    const [trash = ''] = readdirSync(join(terminal.folder, '.claude/state/trash'));
    const journal = join(terminal.folder, '.claude/state/trash', trash, 'state/workflows/two.journal.jsonl');
    match(readFileSync(journal, 'utf8'), /"workflow\.started"/);
  });

  it('deletes a workflow that cannot be read', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    appendFileSync(join(terminal.folder, '.claude/state/workflows/one.journal.jsonl'), 'rubbish\n');
    await terminal.done('delete', 'one');
    deepStrictEqual(await terminal.json('list'), []);
  });

  it('lists what is older than the rules keep, and moves it to the trash only when told', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    await terminal.done('handoff', 'create');
    await terminal.done('next', 'add', 'Test it');
    await terminal.done('handoff', 'create');
    strictEqual(await terminal.done('handoff', 'clean'), 'nothing is past its retention period\n');
    const archive = join(terminal.folder, '.claude/state/handoffs/archive/one');
    const old = new Date(Date.now() - 9 * 24 * 60 * 60 * 1000);
    for (const name of readdirSync(archive)) utimesSync(join(archive, name), old, old);
    strictEqual(await terminal.done('handoff', 'clean'), 'nothing is past its retention period\n');
    terminal.trusts({ retention: { archivedHandoffs: 0 } });
    match(await terminal.done('handoff', 'clean'), /archive\/one\/.*: 9 days old/);
    strictEqual(readdirSync(archive).length, 1);
    match(await terminal.done('handoff', 'clean', '--apply'), /moved 1 to the trash/);
    strictEqual(readdirSync(archive).length, 0);
  });

  it('shows a linked worktree the main one’s workflow', async () => {
    const main = newFolder();
    git(main, 'init', '-q', '-b', 'main');
    git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
    await new InProcessTerminal(main).done('init', 'one', 'One');
    const linked = join(newFolder(), 'linked');
    git(main, 'worktree', 'add', '-q', linked);
    const terminal = new InProcessTerminal(linked);
    await terminal.done('approve');
    match(await new InProcessTerminal(main).done('status'), /Phase 2/);
    strictEqual(execFileSync('git', ['status', '--short'], { cwd: linked, encoding: 'utf8' }), '');
  });
});
