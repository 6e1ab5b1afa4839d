/** Tests whether git has a file's content, in which case git wrote it and no one edited it. */

import { basename, dirname } from 'node:path';

import { git } from './run-git.ts';

/**
 * Tests whether the index (any stage) or HEAD has this very text for this path, as after a checkout, merge, pull, or
 * reset. False without git, and for untracked files.
 */
export async function isInGit(file: string): Promise<boolean> {
  const [folder, name] = [dirname(file), basename(file)];
  const entries = await git(folder, ['ls-files', '--stage', '-z', '--', name]);
  if (entries === undefined || entries === '') return false;
  const [hash, head] = await Promise.all([
    git(folder, ['hash-object', '--', name]),
    git(folder, ['rev-parse', '--quiet', '--verify', `HEAD:./${name}`]),
  ]);
  const known = entries.split('\0').map((entry) => entry.split(/[ \t]/)[1]);
  const wanted = hash?.trim();
  return wanted !== undefined && (known.includes(wanted) || head?.trim() === wanted);
}
