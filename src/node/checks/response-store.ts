/** Stores the outputs of checks in `state/responses/`: always private, and only the newest. */

import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { replaceFile } from '../files/atomic-file.ts';
import { entryNames, pathExists } from '../files/optional-file.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';

/** Their folder, relative to the state root. */
export const RESPONSES = 'state/responses';
/** Sorted by time; a second one in the same millisecond replaces the first. */
const NAME = /^\d{8}-\d{6}-\d{3}\.log$/;
/** An output may contain secrets that no pattern recognizes. */
const OWN_ONLY = 0o600;

/**
 * Stores an output, and deletes the oldest beyond the rule `retention.responses`.
 *
 * @param text without secrets
 * @param at ISO 8601, in UTC
 * @param most number of outputs to keep, including this one
 * @returns the file's name for readers
 * @throws NinefoldError file-unwritable, lock-held
 */
export async function keepResponse(
  layout: StateLayout,
  text: string,
  at: string,
  most: number,
): Promise<string> {
  const folder = join(layout.root, RESPONSES);
  await makeFolder(layout, folder);
  await requireNoLink(join(layout.root, 'state'));
  await requireNoLink(folder);
  const [date = '', time = ''] = at.replace('Z', '').split('T');
  const name = `${date.replaceAll('-', '')}-${time.replaceAll(':', '').replace('.', '-')}.log`;
  const path = `${RESPONSES}/${name}`;
  await replaceFile(layout.absolute(path), text, undefined, OWN_ONLY);
  await removeOldest(layout, folder, most);
  return layout.shown(path);
}

/** Tests whether a file's name is that of an output. @param prefix of the project's names */
export function isResponseName(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && NAME.test(name.slice(prefix.length));
}

/** A shared state may have ignore rules from an earlier version, so this folder has its own. */
async function makeFolder(layout: StateLayout, folder: string): Promise<void> {
  const ignore = join(folder, '.gitignore');
  if (await pathExists(ignore)) return;
  await withLock(layout.lock, async () => {
    await prepareRoot(layout);
    await requireNoLink(dirname(ignore));
    await replaceFile(ignore, '*\n');
  });
}

async function removeOldest({ prefix }: StateLayout, folder: string, most: number): Promise<void> {
  const own = (await entryNames(folder)).filter((name) => isResponseName(name, prefix));
  const oldest = own.toSorted().slice(0, Math.max(0, own.length - Math.max(1, most)));
  for (const name of oldest) await rm(join(folder, name), { force: true });
}
