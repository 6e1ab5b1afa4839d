/** A project with work of every kind, and the whole job done in it at the command line. */

import type { Terminal } from '../cli/terminal.ts';
import { git, newFolder, writeFiles } from '../support/folders.ts';

/** A task's agent: it writes one file. */
const AGENT =
  "const fs=require('node:fs');fs.mkdirSync('tests',{recursive:true});fs.writeFileSync('tests/a.ts','1')";

/** A repository with work of every kind that git could lose: staged, changed, untracked, ignored, stashed. */
export function projectWithWork(): string {
  const folder = newFolder();
  writeFiles(folder, { '.gitignore': 'ignored.txt\n', 'a.ts': 'one\n', 'b.ts': 'one\n', 'c.ts': 'one\n' });
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'one');
  writeFiles(folder, { 'c.ts': 'stashed\n' });
  git(folder, 'stash', '-q');
  writeFiles(folder, { 'a.ts': 'staged\n', 'ignored.txt': 'mine\n', 'new.ts': 'mine\n' });
  git(folder, 'add', 'a.ts');
  writeFiles(folder, { 'a.ts': 'staged, then changed\n', 'b.ts': 'changed\n' });
  return folder;
}

/** The main job and what goes with it, from a start to the removal. */
export function doEverything(terminal: Terminal): void {
  terminal.trusts({ taskCommands: { own: [process.execPath, '-e', AGENT] } });
  terminal.done('init', 'wf-001', 'Login');
  terminal.done('deliverable', 'add', '1:docs/requirements.md');
  terminal.done('decision', 'add', 'auth', 'JWT', 'Stateless');
  terminal.done('approve');
  terminal.done('context');
  terminal.done('meter', '--json');
  terminal.done('save');
  terminal.done('handoff', 'create');
  terminal.done('resume');
  terminal.done('savings');
  terminal.done('usage', '--json');
  terminal.done('share');
  terminal.done('verify');
  terminal.done('recover');
  terminal.done('tasks', 'create', 'tests', '--output', 'tests/', '--agent', 'own');
  terminal.done('tasks', 'run', 'tests');
  terminal.done('tasks', 'diff', 'tests');
  terminal.done('tasks', 'merge', 'tests');
  terminal.done('tasks', 'discard', 'tests');
}
