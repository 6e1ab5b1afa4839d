/** Deliverable paths as text: relative to the workspace folder, with `/`, never outside it. */

import { NinefoldError } from '../errors.ts';
import { type Platform, wayTo } from '../paths/paths.ts';
import { oneLine } from '../text/foreign-text.ts';
import { LONGEST } from './limits.ts';

/** File systems limit a name to this many UTF-8 bytes. */
const LONGEST_PART = 255;

/**
 * Normalizes the path of a deliverable.
 *
 * @param path as typed: relative, or absolute inside `folder`
 * @param folder absolute path of the workspace folder, for absolute input and for the message
 * @returns the path relative to the folder, with `/`
 * @throws path-outside if it points outside the folder; path-invalid if it doesn't name a file
 */
export function workspacePath(path: string, folder: string): string {
  const wanted = path.trim().replaceAll('\\', '/');
  if (wanted === '' || wanted.length > LONGEST.path || oneLine(wanted) !== wanted || wanted.endsWith('/')) {
    throw new NinefoldError('path-invalid', { path });
  }
  let relative = wanted;
  if (isAbsolutePath(wanted)) {
    const way = wayTo(wanted, folder, platformOf(folder));
    if (way === null || way === '') throw new NinefoldError('path-outside', { path, folder });
    relative = way;
  }
  const parts: string[] = [];
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) throw new NinefoldError('path-outside', { path, folder });
    } else parts.push(part);
  }
  if (parts.length === 0 || parts.some(isTooLong)) throw new NinefoldError('path-invalid', { path });
  return parts.join('/');
}

function isTooLong(part: string): boolean {
  return new TextEncoder().encode(part).length > LONGEST_PART;
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~/');
}

/** Tells by a folder's drive or share that it is one of Windows. */
function platformOf(folder: string): Platform {
  return /^(?:[A-Za-z]:|[\\/]{2})/.test(folder) ? 'win32' : 'linux';
}
