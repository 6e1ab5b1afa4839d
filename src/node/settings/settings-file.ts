/** Someone's settings file: follows links, keeps permissions, and refuses what can't be changed. */

import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { asRefusal, leadsInto, readBytes, readText } from '../files/safe-read.ts';
import { isLink } from '../files/optional-file.ts';
import { errorCode, isAbsence } from '../files/system-error.ts';

export interface SettingsFile {
  /** Path as named. */
  readonly path: string;
  /** Path with links resolved. */
  readonly target: string;
  /** Undefined if there is none. */
  readonly text: string | undefined;
  readonly mode: number | undefined;
}

/**
 * Reads a file to be changed.
 *
 * @param within the folder that links must not leave; null if they may point anywhere
 * @throws NinefoldError settings-invalid, settings-read-only, settings-link-outside, settings-link-broken,
 *   path-unreadable
 */
export async function readSettingsFile(path: string, within: string | null): Promise<SettingsFile> {
  const target = await targetOf(path, within);
  try {
    const bytes = await readBytes({ path: target, kind: 'settings' });
    if (bytes === undefined) return { path, target, text: undefined, mode: undefined };
    const { mode } = await stat(target);
    if ((mode & 0o222) === 0) throw new NinefoldError('settings-read-only', { path });
    await access(target, constants.W_OK);
    return { path, target, text: decode(bytes, path), mode: mode & 0o7777 };
  } catch (error) {
    const code = errorCode(NinefoldError.is(error, 'path-unreadable') ? error.cause : error);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new NinefoldError('settings-read-only', { path }, { cause: error });
    }
    throw asRefusal(path, error, 'path-unreadable');
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new NinefoldError(
      'settings-invalid',
      { file, line: 1, reason: "this file isn't UTF-8" },
      { cause },
    );
  }
}

async function targetOf(path: string, within: string | null): Promise<string> {
  try {
    const target = await realpath(path);
    if (within === null || (await leadsInto(within, target))) return target;
    throw new NinefoldError('settings-link-outside', { path, target });
  } catch (error) {
    if (!isAbsence(error)) throw asRefusal(path, error, 'path-unreadable');
  }
  if (await isLink(path)) throw new NinefoldError('settings-link-broken', { path });
  // The file will be created; its folder may be a link, or not exist either.
  const folder = dirname(path);
  if (folder === path) return path;
  const above = await targetOf(folder, within === null || folder === within ? null : within);
  return path.replace(folder, () => above);
}

/**
 * Carries out a plan if the file is unchanged since the plan was made.
 *
 * @param after undefined deletes the file
 * @returns the folders that were made for it, outermost first
 * @throws NinefoldError settings-changed, file-unwritable
 */
export async function writeSettingsFile(
  { path, target, text: before, mode }: SettingsFile,
  after: string | undefined,
): Promise<readonly string[]> {
  const check = async (): Promise<void> => {
    const now = await readText({ path: target, kind: 'settings' });
    if (now !== before) throw new NinefoldError('settings-changed', { path });
  };
  await check();
  if (after === undefined) {
    await removeFile(target);
    return [];
  }
  const made = await makeFolders(dirname(target));
  await replaceFile(target, after, check, mode);
  return made;
}

async function makeFolders(folder: string): Promise<readonly string[]> {
  try {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return [];
    const made = [folder];
    for (let above = folder; above !== first;) made.unshift((above = dirname(above)));
    return made;
  } catch (error) {
    throw unwritable(folder, error);
  }
}
