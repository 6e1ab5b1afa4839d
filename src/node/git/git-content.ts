/** Whether git has what stands in a file: then git wrote it, and nobody edited it. */

import { basename, dirname } from 'node:path';

import { git } from './run-git.ts';

/**
 * Whether the index (any stage of it) or HEAD has this very text for this path, as a checkout, a merge, a pull or a
 * reset leaves it. False where there is no git, and for what isn't tracked.
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
