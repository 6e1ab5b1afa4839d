/** One digest of the content of a workspace's files: the same before and after a commit of them. */

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { openToRead } from '../files/own-file.ts';
import { ifExists } from '../files/optional-file.ts';
import { errorCode } from '../files/system-error.ts';
import { gitFacts } from './git-facts.ts';
import { namesOf, runGit } from './run-git.ts';

/** Bytes of git's list of files. */
const MOST_OUTPUT = 64 * 1024 * 1024;
const TIME_LIMIT_MS = 10_000;
/** More changed files than anyone edits. */
const MOST_CHANGED = 2000;
/** A larger file counts by its size and time. */
const LARGEST_HASHED = 8 * 1024 * 1024;
/** What tests write without being asked to, where no one told git to ignore it. */
const WRITTEN_BY_TESTS = /(?:^|\/)(?:__pycache__|\.pytest_cache|node_modules|coverage|\.nyc_output)\//;
/** Never opened, since they may hold a key: they count by size and time. */
const WITH_KEYS =
  /(?:^|\/)(?:\.env(?:\..*)?|\.npmrc|\.netrc|\.pypirc|id_\w+|[^/]*\.(?:pem|key|p12|pfx|jks))$/i;
const SHA1_LENGTH = 40;

/**
 * Digests the files that git tracks or that are new, below a folder.
 *
 * @param ignore path, relative to the folder, that isn't the user's work (the state root)
 * @returns null without git, or if there are too many changed files
 */
export async function workContent(folder: string, ignore: string): Promise<string | null> {
  const [listed, { uncommitted, isUnlisted }] = await Promise.all([
    runGit(folder, ['ls-files', '--stage', '-z', '--', '.'], {
      timeLimit: TIME_LIMIT_MS,
      mostOutput: MOST_OUTPUT,
    }),
    gitFacts(folder, ignore),
  ]);
  if (listed.code !== 0 || isUnlisted === true || uncommitted.length > MOST_CHANGED) return null;
  const isOurs = (path: string): boolean => path === ignore || path.startsWith(`${ignore}/`);
  const entries = namesOf(listed.stdout).map(entryOf);
  const hashes = new Map(entries.filter(({ path }) => !isOurs(path)).map(({ path, hash }) => [path, hash]));
  const algorithm = (entries[0]?.hash.length ?? SHA1_LENGTH) === SHA1_LENGTH ? 'sha1' : 'sha256';
  for (const path of uncommitted) {
    if (!hashes.has(path) && WRITTEN_BY_TESTS.test(path)) continue;
    const hash = await blobHash(join(folder, path), algorithm);
    if (hash === null) hashes.delete(path);
    else hashes.set(path, hash);
  }
  const digest = createHash('sha256');
  for (const path of [...hashes.keys()].toSorted()) digest.update(`${path}\0${hashes.get(path) ?? ''}\n`);
  return digest.digest('hex');
}

/** `mode hash stage`, a tab, and the path. */
function entryOf(entry: string): { readonly path: string; readonly hash: string } {
  const tab = entry.indexOf('\t');
  return { path: entry.slice(tab + 1), hash: entry.slice(0, tab).split(' ')[1] ?? '' };
}

/**
 * Hashes a file as git does for its store, without conversions.
 *
 * @returns null if it can't be read: it was deleted, or is no plain file
 */
async function blobHash(path: string, algorithm: string): Promise<string | null> {
  if (WITH_KEYS.test(path)) {
    const status = await ifExists(stat(path));
    return status === undefined ? null : `${status.size}:${status.mtimeMs}`;
  }
  const handle = await openToRead(path).catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error;
    return null;
  });
  if (handle === null) return null;
  try {
    const { size, mtimeMs } = await handle.stat();
    if (size > LARGEST_HASHED) return `${size}:${mtimeMs}`;
    const bytes = await handle.readFile();
    return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  } finally {
    await handle.close();
  }
}
