/** A git repository made for a test. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git as a person with a name would. @returns what it printed */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
  return execFileSync('git', [...author, ...args], { cwd: folder, env, encoding: 'utf8' });
}

/** A repository with one commit. */
export function makeRepository(folder: string): void {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  writeFileSync(join(folder, 'readme.md'), '# Shop\n');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'Begin');
}
