/**
 * Finds a folder's state: the nearest `.claude/`, `.aura-frog/`, or `.ninefold/` with Ninefold state, from the folder
 * upwards; in a linked git worktree, that of the main worktree, unless it is shared; the user's own root if the folder has state there;
 * otherwise `.claude/` of the folder.
 */

import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { sessionHandoffIn } from '../../core/handoff/session-handoff-id.ts';
import { ifReadable } from '../files/optional-file.ts';
import { realPathOf } from '../files/real-path.ts';
import { isShared } from './shared-rules.ts';
import { StateLayout } from './state-layout.ts';
import { findUserLayout, userLayout } from './user-projects.ts';
import { findRepository } from '../git/find-repository.ts';

const ROOT_NAMES = ['.claude', '.aura-frog', '.ninefold'] as const;
/** Of a journal, or of the folder of its segments. */
const JOURNAL_NAME = /\.journal(?:\.jsonl)?$/;

export interface StateRootQuery {
  readonly folder: string;
  readonly home: string;
  /** From `--state-dir`, `NINEFOLD_STATE_DIR`, or the setting; relative to the folder. */
  readonly chosen?: string | undefined;
  /** Requests the user's own root (`init --user`). */
  readonly isUserWanted?: boolean;
}

/**
 * Finds the state root of a folder. Writes nothing.
 *
 * @throws folder-missing
 */
export async function findStateRoot(lookUp: StateRootQuery): Promise<StateLayout> {
  const { folder, home, chosen } = lookUp;
  const start = resolve(folder);
  if ((await statusOf(start))?.isDirectory() !== true)
    throw new NinefoldError('folder-missing', { path: folder });
  if (chosen !== undefined && chosen !== '') {
    return new StateLayout(isAbsolute(chosen) ? chosen : resolve(start, chosen), start);
  }
  const realHome = await realPathOf(home);
  if ((await realPathOf(start)) === realHome) return userLayout(home, start);
  const above = await nearestRoot(start, realHome);
  if (lookUp.isUserWanted === true) {
    // From then on, the folder's own state would always be found before the user's.
    if (above !== undefined) throw new NinefoldError('state-of-its-own', { path: above.root });
    return userLayout(home, start);
  }
  if (above !== undefined) return above;
  const repository = await findRepository(start);
  if (repository?.mainTop !== undefined && repository.mainTop !== repository.top) {
    const main = await rootIn(repository.mainTop);
    const layout = main === undefined ? undefined : new StateLayout(main, repository.top);
    // Git gives each worktree its own branch's shared state, even if that is none yet.
    if (layout !== undefined && !(await isShared(layout))) return layout;
  }
  return (await findUserLayout(home, start)) ?? new StateLayout(join(start, '.claude'), start);
}

/** Searches upwards from `start`; the home folder's own `.claude` belongs to the user, not to a project below it. */
async function nearestRoot(start: string, realHome: string): Promise<StateLayout | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if ((await realPathOf(folder)) === realHome) return undefined;
    const path = await rootIn(folder);
    if (path !== undefined) return new StateLayout(path, folder);
    if (dirname(folder) === folder) return undefined;
  }
}

async function rootIn(folder: string): Promise<string | undefined> {
  for (const name of ROOT_NAMES) {
    const path = join(folder, name);
    if (await hasState(path)) return path;
  }
  return undefined;
}

/**
 * Tests whether a folder has state: journals, rules, the session record, or the handoff of a session. A `.claude`
 * without them is someone else's.
 */
export async function hasState(root: string): Promise<boolean> {
  for (const file of ['ninefold.json', 'state/sessions/current.json']) {
    // Whatever it is, and wherever it points: its reader reports if it is unreadable.
    if ((await ifReadable(lstat(join(root, file)))) !== null) return true;
  }
  const names = (await ifReadable(readdir(join(root, 'state', 'workflows')))) ?? [];
  if (names.some((name) => JOURNAL_NAME.test(name))) return true;
  const handoffs = (await ifReadable(readdir(join(root, 'state', 'handoffs')))) ?? [];
  return handoffs.some((name) => sessionHandoffIn(name) !== null);
}

/** An inaccessible folder counts as missing, because it can't have state of ours. */
async function statusOf(path: string): Promise<Stats | null> {
  return ifReadable(stat(path));
}
