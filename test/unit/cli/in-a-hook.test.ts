/** Ninefold called from a git hook: the `GIT_*` variables there name the repository and the index of somebody else's call. */

import { deepStrictEqual, match } from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { commit } from '../support/handed-over.ts';
import { Terminal } from './terminal.ts';

const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');

/** A hook that runs `ninefold` in a folder. */
function hook(repository: string, folder: string, ...args: readonly string[]): void {
  hookOf(newFolder(), repository, folder, ...args);
}

/** The same of the person whose home folder it is. */
function hookOf(home: string, repository: string, folder: string, ...args: readonly string[]): void {
  const call = [process.execPath, CLI, '--cwd', folder, ...args].map((word) => `'${word}'`).join(' ');
  const script = `#!/bin/sh\nHOME='${home}' ${call} >/dev/null || exit 1\n`;
  writeFiles(repository, { '.git/hooks/pre-commit': script });
  chmodSync(join(repository, '.git/hooks/pre-commit'), 0o755);
}

function repository(branch: string): string {
  const folder = newFolder();
  git(folder, 'init', '-q', '-b', branch);
  commit(folder, branch);
  return folder;
}

describe('in a pre-commit hook', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('a task’s worktree is prepared and run, and the commit has what the person staged', () => {
    const folder = repository('main');
    const home = newFolder();
    const terminal = new Terminal(folder, { HOME: home });
    terminal.done('init', 'wf-001', 'Login');
    const script = "require('node:child_process').execFileSync('git', ['add', '-A'])";
    terminal.trusts({ taskCommands: { own: [process.execPath, '-e', script] } });
    writeFiles(folder, { 'staged.ts': 'mine\n', 'left.ts': 'mine\n' });
    git(folder, 'add', 'staged.ts');
    terminal.done('tasks', 'create', 'tests', '--agent', 'own');
    for (const verb of ['prepare', 'run']) {
      hookOf(home, folder, folder, 'tasks', verb, 'tests');
      writeFiles(folder, { 'staged.ts': `${verb}\n` });
      git(folder, 'commit', '-q', '-m', verb, '--', 'staged.ts');
      const changed = git(folder, 'show', '--format=', '--name-status', 'HEAD').trim();
      deepStrictEqual(changed.replaceAll('\t', ' '), verb === 'prepare' ? 'A staged.ts' : 'M staged.ts');
      match(git(folder, 'status', '--porcelain'), /^\?\? left\.ts$/m);
    }
  });

  it('of another repository a handoff states our own branch and commit', () => {
    const folder = repository('main');
    new Terminal(folder).done('init', 'wf-001', 'Login');
    const other = repository('other');
    hook(other, folder, 'handoff', 'create');
    // As an alias or an editor calls it: hooks get `GIT_DIR` and `GIT_WORK_TREE` then.
    const named = [`--git-dir=${join(other, '.git')}`, `--work-tree=${other}`];
    git(other, ...named, 'commit', '-q', '--allow-empty', '-m', 'two');
    const document = readFileSync(join(folder, '.claude/state/handoffs/handoff-wf-001.md'), 'utf8');
    const hash = git(folder, 'rev-parse', 'HEAD').trim().slice(0, 12);
    match(document, new RegExp(`- Branch: \`main\`\n- Commit: \`${hash}\`\n`));
  });
});
