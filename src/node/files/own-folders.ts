/** Folders of a state root must not be links, through which a cloned repository could make us write elsewhere. */

import { dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { unwritable } from './atomic-file.ts';
import { isLink } from './optional-file.ts';
import { LINK_REASON } from './not-plain.ts';

const FOLDERS = [
  '.',
  'workflows',
  'handoffs',
  'handoffs/archive',
  'sessions',
  'context',
  'edits',
  'agents',
  'responses',
  'backups',
  'trash',
];
const STATE = /[/\\]state$/;

/**
 * Checks the folders before the lock of a root is taken, and so before any write. The root itself may be a link.
 *
 * @param lock path of a lock; one outside a root's `state/` has no such folders
 * @throws NinefoldError file-unwritable, with the folder
 */
export async function requireOwnFolders(lock: string): Promise<void> {
  const state = dirname(lock);
  if (!STATE.test(state)) return;
  await Promise.all(FOLDERS.map((folder) => requireNoLink(join(state, folder))));
}

/**
 * Refuses a link.
 *
 * @throws NinefoldError file-unwritable if it is a link, or can't be checked
 */
export async function requireNoLink(path: string): Promise<void> {
  let found: boolean;
  try {
    found = await isLink(path);
  } catch (error) {
    throw unwritable(path, error);
  }
  if (found) throw new NinefoldError('file-unwritable', { path, reason: LINK_REASON });
}
