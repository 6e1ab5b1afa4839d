/** Outputs of checks, `state/responses/`: private wherever the state is, and the newest of them only. */

import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { replaceFile } from '../files/atomic-file.ts';
import { entryNames, pathExists } from '../files/optional-file.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';

const FOLDER = 'state/responses';
/** In the order of time; a second one of the same millisecond takes its place. */
const NAME = /^\d{8}-\d{6}-\d{3}\.log$/;
/** An output may hold what no pattern of secrets knows. */
const OWN_ONLY = 0o600;

/**
 * Keeps an output, and takes away the oldest beyond the rule `retention.responses`.
 *
 * @param text without secrets
 * @param at ISO, in UTC
 * @param most how many are kept, this one among them
 * @returns how readers name the file
 * @throws NinefoldError file-unwritable, lock-held
 */
export async function keepResponse(
  layout: StateLayout,
  text: string,
  at: string,
  most: number,
): Promise<string> {
  const folder = join(layout.root, FOLDER);
  await makeFolder(layout, folder);
  await requireNoLink(join(layout.root, 'state'));
  await requireNoLink(folder);
  const [date = '', time = ''] = at.replace('Z', '').split('T');
  const name = `${date.replaceAll('-', '')}-${time.replaceAll(':', '').replace('.', '-')}.log`;
  const path = `${FOLDER}/${name}`;
  await replaceFile(layout.absolute(path), text, undefined, OWN_ONLY);
  await removeOldest(layout, folder, most);
  return layout.shown(path);
}

/** Shared state has ignore rules that an earlier version may have written: this folder has its own. */
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
  const own = (await entryNames(folder)).filter(
    (name) => name.startsWith(prefix) && NAME.test(name.slice(prefix.length)),
  );
  const oldest = own.toSorted().slice(0, Math.max(0, own.length - Math.max(1, most)));
  for (const name of oldest) await rm(join(folder, name), { force: true });
}
