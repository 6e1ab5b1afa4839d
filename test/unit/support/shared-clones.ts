/** Repositories with shared state, and clones of them, each with its own terminal. */

import { join } from 'node:path';

import { git, newFolder } from './folders.ts';
import { InProcessTerminal } from './in-process.ts';

/** Creates an empty repository of Ann's. */
export function repository(): InProcessTerminal {
  const terminal = new InProcessTerminal(newFolder());
  git(terminal.folder, 'init', '-q', '-b', 'main');
  git(terminal.folder, 'config', 'user.name', 'Ann Author');
  git(terminal.folder, 'config', 'user.email', 'ann@example.com');
  return terminal;
}

/** Commits everything. */
export function commit({ folder }: InProcessTerminal, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

/** Creates a repository whose workflows are shared and committed. */
export async function sharedWith(...ids: readonly string[]): Promise<InProcessTerminal> {
  const terminal = repository();
  await beginShared(terminal, ...ids);
  return terminal;
}

/** Starts workflows, shares them, and commits that. */
export async function beginShared(terminal: InProcessTerminal, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await terminal.done('init', id, `Feature ${id}`);
  await terminal.done('share');
  commit(terminal, 'share');
}

/**
 * Clones a repository for Bob.
 *
 * @param config settings of the clone, as `key=value`
 */
export function cloneOf(origin: InProcessTerminal, ...config: readonly string[]): InProcessTerminal {
  const folder = join(newFolder(), 'clone');
  const settings = config.flatMap((setting) => ['--config', setting]);
  git(origin.folder, 'clone', '-q', ...settings, origin.folder, folder);
  git(folder, 'config', 'user.name', 'Bob');
  return new InProcessTerminal(folder);
}

/** Lists what git says changed, as `git status --short`. */
export const changed = ({ folder }: InProcessTerminal): readonly string[] =>
  git(folder, 'status', '--short', '--untracked-files=all').split('\n').filter(Boolean);
