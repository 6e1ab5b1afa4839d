/** Paths of a task's output, as text: what was declared, what overlaps, what is never merged. */

import { NinefoldError } from '../errors.ts';
import { foldName } from '../paths/paths.ts';
import { workspacePath } from '../workflow/paths.ts';

/** Why a file of a task is never merged. */
export type RefusalReason =
  'outside' | 'path' | 'reserved' | 'link' | 'special' | 'folder' | 'too-large' | 'case' | 'unreadable';

const MB = 1024 * 1024;

/** Maximum size of a merged file in bytes. */
export const LARGEST_FILE = 16 * MB;

export const FILE_REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  outside: 'it points outside the workspace folder',
  path: "its name isn't a valid file name",
  reserved: 'its path is reserved for files of git or Ninefold',
  link: 'it is a link, or its path contains one',
  special: 'it is a device, a pipe, or a socket',
  folder: 'a folder exists at its path',
  'too-large': `it is larger than ${LARGEST_FILE / MB} MB`,
  case: 'its name differs from another only in case',
  unreadable: "it can't be read",
};

/** Names that Windows also resolves to git's own folder. */
const GIT_FOLDER = /^(\.git|git~\d+)[. ]*$/i;

/**
 * Normalizes a declared output: a path in the folder, with a trailing `/` for a folder.
 *
 * @throws NinefoldError path-outside, path-invalid
 */
export function declaredPath(path: string, folder: string): string {
  const isFolder = /[/\\]\s*$/.test(path);
  const normal = workspacePath(isFolder ? path.trim().replace(/[/\\]+$/, '') : path, folder);
  if (isReserved(normal)) throw new NinefoldError('path-invalid', { path });
  return isFolder ? `${normal}/` : normal;
}

/**
 * Returns why a found path isn't allowed in the workspace; null if it is.
 *
 * @param root the state root, relative to the folder
 */
export function pathRefusal(path: string, folder: string, root: string | null): RefusalReason | null {
  try {
    // Normalizing would change the name, so only a plain path is accepted.
    if (workspacePath(path, folder) !== path) return 'path';
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return error.code === 'path-outside' ? 'outside' : 'path';
  }
  if (isReserved(path)) return 'reserved';
  return root !== null && isBelow(path, `${root}/state`) ? 'reserved' : null;
}

function isReserved(path: string): boolean {
  return path.split('/').some((part) => GIT_FOLDER.test(part));
}

/** Ignores case, whatever the volume does. */
function isBelow(path: string, folder: string): boolean {
  return foldName(path).startsWith(`${foldName(folder)}/`);
}

/** Tests whether a path was declared, itself or through a folder. */
export function isDeclared(path: string, outputs: readonly string[]): boolean {
  return outputs.some((output) => (output.endsWith('/') ? path.startsWith(output) : path === output));
}

/** Tests whether the paths include every declared file, and something from every declared folder. */
export function isComplete(outputs: readonly string[], paths: readonly string[]): boolean {
  return outputs.length > 0 && outputs.every((output) => paths.some((path) => isDeclared(path, [output])));
}

/** Returns the declared outputs that another task declares too. */
export function overlaps(mine: readonly string[], others: readonly string[]): readonly string[] {
  return mine.filter((output) =>
    others.some((other) => output === other || covers(output, other) || covers(other, output)),
  );
}

function covers(folder: string, path: string): boolean {
  return folder.endsWith('/') && path.startsWith(folder);
}

/** Finds paths that differ from another only by case. */
export function caseDoubles(paths: readonly string[]): ReadonlySet<string> {
  const byFold = new Map<string, string[]>();
  for (const path of paths) byFold.set(foldName(path), [...(byFold.get(foldName(path)) ?? []), path]);
  return new Set([...byFold.values()].flatMap((same) => (same.length > 1 ? same : [])));
}
