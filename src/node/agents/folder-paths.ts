/** Compares working folders from transcripts with a folder. */

import { realpath } from 'node:fs/promises';
import { isAtOrBelow } from '../../core/paths/paths.ts';
import { ifReadable } from '../files/optional-file.ts';
import type { MeterEnvironment } from '../machine/environment.ts';

/** Returns a folder as given, and its real path if that differs. */
export async function spellingsOf(folder: string): Promise<readonly string[]> {
  const real = (await ifReadable(realpath(folder))) ?? folder;
  return real === folder ? [folder] : [real, folder];
}

/** Returns a test whether a working folder from a transcript is a folder, in any of its spellings, or below it. */
export function within(
  spellings: readonly string[],
  { platform }: Pick<MeterEnvironment, 'platform'>,
): (cwd: string) => boolean {
  return (cwd) => spellings.some((spelling) => isAtOrBelow(cwd, spelling, platform));
}

/** Tests whether a working folder from a transcript is a folder or below it. */
export async function isOfFolder(
  environment: MeterEnvironment,
  cwd: string,
  folder: string,
): Promise<boolean> {
  return within(await spellingsOf(folder), environment)(cwd);
}
