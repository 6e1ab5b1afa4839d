/** Lists a project's own files: as git lists them, or by a walk that skips what git would. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

import { isOwnFile, isWalkedFolder } from '../../core/context/sample.ts';
import { NinefoldError } from '../../core/errors.ts';
import { runGit } from '../git/run-git.ts';
import { errorCode, reasonOf } from '../files/system-error.ts';

/** More files add nothing new. */
const MAX_FILES = 200_000;
/** Number of folders to read in parallel. */
const BREADTH = 64;

/** Git blocks on whatever is in the place of an ignore file: after this time, walk the folder without git. */
const LONGEST_LIST_MS = 12_000;

export interface ListRequest {
  /** Programs may run here, so git is asked. */
  readonly isTrusted: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of files so far. */
  readonly onCount?: (files: number) => void;
}

/**
 * Lists paths relative to the folder, with `/`, sorted.
 *
 * @throws NinefoldError file-unreadable; the signal's reason if it was cancelled
 */
export async function listFiles(folder: string, request: ListRequest): Promise<readonly string[]> {
  const listed = request.isTrusted ? await listByGit(folder, request) : undefined;
  request.signal?.throwIfAborted();
  // If there are none, git doesn't know the folder, or ignores all of it.
  const paths = listed === undefined || listed.length === 0 ? await walk(folder, request) : listed;
  return [...paths].sort();
}

/** Undefined without git, or if the folder isn't in a repository. */
async function listByGit(folder: string, request: ListRequest): Promise<readonly string[] | undefined> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '.'];
  const decoder = new StringDecoder('utf8');
  const paths = new Set<string>();
  let rest = '';
  const take = (chunk: Buffer): boolean => {
    const parts = (rest + decoder.write(chunk)).split('\0');
    rest = parts.pop() ?? '';
    for (const path of parts) if (isOwnFile(path)) paths.add(path);
    request.onCount?.(paths.size);
    return paths.size < MAX_FILES;
  };
  const { code } = await runGit(folder, args, { signal: request.signal, take, timeLimit: LONGEST_LIST_MS });
  return code === 0 || paths.size >= MAX_FILES ? [...paths] : undefined;
}

/** Breadth first, so that the limit drops the deepest files. Doesn't follow links. */
async function walk(folder: string, request: ListRequest): Promise<readonly string[]> {
  const paths: string[] = [];
  let level = [''];
  while (level.length > 0 && paths.length < MAX_FILES) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += BREADTH) {
      request.signal?.throwIfAborted();
      const entries = await Promise.all(level.slice(at, at + BREADTH).map((path) => entriesOf(folder, path)));
      for (const { files, folders } of entries) {
        // One by one, because a large folder would exceed the limit of arguments in one call.
        for (const file of files) paths.push(file);
        for (const one of folders) next.push(one);
      }
      request.onCount?.(paths.length);
    }
    level = next;
  }
  return paths;
}

async function entriesOf(
  root: string,
  path: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const prefix = path === '' ? '' : `${path}/`;
  try {
    const entries = await readdir(join(root, path), { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => prefix + name);
    const folders = entries.filter((entry) => entry.isDirectory() && isWalkedFolder(entry.name));
    return { files: files.filter(isOwnFile), folders: folders.map(({ name }) => prefix + name) };
  } catch (error) {
    const isRefused = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '');
    if (path !== '' && isRefused) return { files: [], folders: [] };
    throw new NinefoldError('path-unreadable', { path: root, reason: reasonOf(error) }, { cause: error });
  }
}
