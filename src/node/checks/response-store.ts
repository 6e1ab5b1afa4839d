/**
 * Stores the outputs of checks: always private, and only the newest. They are in `state/responses/`, or in the person's
 * Ninefold folder if the workspace has no state: a check doesn't begin one.
 */

import { dirname, join } from 'node:path';

import { withSlashes } from '../../core/paths/paths.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { entryNames, pathExists } from '../files/optional-file.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { hasState } from '../state/state-root.ts';
import { USER_RESPONSES, userFolder } from '../state/user-folder.ts';

/** Their folder, relative to the state root. */
export const RESPONSES = 'state/responses';
/** Sorted by time; a second one in the same millisecond replaces the first. */
const NAME = /^\d{8}-\d{6}-\d{3}\.log$/;
/** An output may contain secrets that no pattern recognizes. */
const OWN_ONLY = 0o600;

export interface ResponseRequest {
  /** Without secrets. */
  readonly text: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** Number of outputs to keep, including this one. */
  readonly most: number;
  readonly home: string;
}

/**
 * Stores an output, and deletes the oldest beyond the rule `retention.responses`.
 *
 * @returns the file's name for readers
 * @throws NinefoldError file-unwritable, lock-held
 */
export async function keepResponse(layout: StateLayout, request: ResponseRequest): Promise<string> {
  const [date = '', time = ''] = request.at.replace('Z', '').split('T');
  const name = `${date.replaceAll('-', '')}-${time.replaceAll(':', '').replace('.', '-')}.log`;
  return (await hasState(layout.root)) ? keepInState(layout, name, request) : keepOfUser(name, request);
}

async function keepInState(
  layout: StateLayout,
  name: string,
  { text, most }: ResponseRequest,
): Promise<string> {
  const folder = join(layout.root, RESPONSES);
  await makeFolder(layout, folder);
  await requireNoLink(join(layout.root, 'state'));
  await requireNoLink(folder);
  const path = `${RESPONSES}/${name}`;
  await replaceFile(layout.absolute(path), text, undefined, OWN_ONLY);
  await removeOldest(folder, layout.prefix, most);
  return layout.shown(path);
}

async function keepOfUser(name: string, { text, most, home }: ResponseRequest): Promise<string> {
  const folder = join(userFolder(home), USER_RESPONSES);
  await requireNoLink(folder);
  await replaceFile(join(folder, name), text, undefined, OWN_ONLY);
  // The home folder may be a repository.
  await replaceFile(join(folder, '.gitignore'), '*\n');
  await removeOldest(folder, '', most);
  return withSlashes(join(folder, name), process.platform);
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

async function removeOldest(folder: string, prefix: string, most: number): Promise<void> {
  const own = (await entryNames(folder)).filter((name) => isResponseName(name, prefix));
  const oldest = own.toSorted().slice(0, Math.max(0, own.length - Math.max(1, most)));
  for (const name of oldest) await removeFile(join(folder, name));
}
