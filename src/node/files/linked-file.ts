/** Changes a person's own file in place: follows links and keeps permissions. */

import { realpath, stat } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { replaceFile, unwritable } from './atomic-file.ts';
import { ifExists, isLink } from './optional-file.ts';

const PERMISSIONS = 0o7777;

/**
 * Replaces or creates a file.
 *
 * @param allows refuses the resolved target by throwing; that very target is written, even if the link is exchanged
 * @throws NinefoldError settings-link-broken, file-unwritable; nothing was changed then
 */
export async function replaceLinked(
  path: string,
  text: string | Uint8Array,
  allows?: (target: string) => Promise<void>,
): Promise<void> {
  const place = await placeOf(path);
  await allows?.(place.target);
  await replaceFile(place.target, text, undefined, place.mode);
}

async function placeOf(path: string): Promise<{ readonly target: string; readonly mode?: number }> {
  try {
    const target = await ifExists(realpath(path));
    if (target !== undefined) return { target, mode: (await stat(target)).mode & PERMISSIONS };
    if (await isLink(path)) throw new NinefoldError('settings-link-broken', { path });
    return { target: path };
  } catch (error) {
    throw unwritable(path, error);
  }
}
