/** Ninefold's files in the user's cache folder, when nothing is connected any more. */

import { join } from 'node:path';

import { removeIfEmpty } from '../files/empty-folder.ts';
import { entryNames } from '../files/optional-file.ts';
import { removeTree } from '../files/patient-files.ts';
import { cacheFolder } from '../machine/cache-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { readConnections } from './connections.ts';

/** Worktrees of agent tasks lie beside the cache, and may hold work. */
const WORKTREES = 'worktrees';

/**
 * Removes what was remembered of sessions and transcripts, unless an agent is connected. It's made again when it is needed.
 *
 * @throws NinefoldError file-damaged, state-newer, file-unwritable
 */
export async function removeUnusedCache(environment: MeterEnvironment): Promise<void> {
  if ((await readConnections(environment.home)).length > 0) return;
  const folder = cacheFolder(environment);
  for (const name of await entryNames(folder)) if (name !== WORKTREES) await removeTree(join(folder, name));
  await removeIfEmpty(folder);
}
