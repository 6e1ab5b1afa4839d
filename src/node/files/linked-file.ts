/** Changes a file of a person's own where it is: links are followed and permissions kept. */

import { realpath, stat } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { replaceFile, unwritable } from './atomic-file.ts';
import { ifExists, isLink } from './optional-file.ts';

const PERMISSIONS = 0o7777;

/** Replaces a file, or makes it; whether a link may lead where it leads is asked before. @throws NinefoldError settings-link-broken, file-unwritable; nothing was changed then */
export async function replaceLinked(path: string, text: string | Uint8Array): Promise<void> {
  const place = await placeOf(path);
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
