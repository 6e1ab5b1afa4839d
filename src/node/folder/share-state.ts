/** Shares a folder's state in git, or brings what an older Ninefold shared up to date. */

import { journalIds } from '../journal/segment-list.ts';
import { withLock } from '../lock/lock.ts';
import type { LockHold } from '../lock/lock.ts';
import { makePrivateAgain } from '../state/private-state.ts';
import { isUnsharedExport, hasSharedRules, isShared, writeSharedRules } from '../state/shared-rules.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { namesOf, runGit, runGitForTask } from '../git/run-git.ts';

/** Paths for one call of git, so that its command line isn't too long. */
const TOGETHER = 200;

export interface SharePlan {
  /** There is nothing to do. */
  readonly isDone: boolean;
  /** Files that git tracks, though they aren't shared: exports, handoffs, sessions. Relative to the root, with `/`. */
  readonly untracked: readonly string[];
}

/**
 * Makes a shared state private again. Tracked files stay tracked until someone removes them.
 *
 * @throws NinefoldError lock-busy, file-unwritable, file-unreadable
 */
export async function undoShare(layout: StateLayout): Promise<void> {
  await makePrivateAgain(layout);
  const { convertToFile } = await import('../journal/convert-journals.ts');
  await forEachJournal(layout, convertToFile);
}

/** Plans what `applyShare` does. Changes nothing. */
export async function planShare(layout: StateLayout): Promise<SharePlan> {
  const untracked = layout.project === null ? await trackedExports(layout) : [];
  const isDone = untracked.length === 0 && (await isShared(layout)) && (await hasSharedRules(layout));
  return { isDone, untracked };
}

/**
 * Makes the journals trackable, in segments that git merges, and stops tracking the planned files, which stay on disk. Commits nothing.
 *
 * @returns whether git no longer tracks them
 * @throws NinefoldError lock-busy, file-unwritable, file-unreadable
 */
export async function applyShare(layout: StateLayout, { untracked }: SharePlan): Promise<boolean> {
  const { convertToSegments } = await import('../journal/convert-journals.ts');
  await forEachJournal(layout, convertToSegments);
  await writeSharedRules(layout);
  for (let first = 0; first < untracked.length; first += TOGETHER) {
    const paths = untracked.slice(first, first + TOGETHER);
    const { code } = await runGitForTask(layout.root, ['update-index', '--force-remove', '--', ...paths]);
    if (code !== 0) return false;
  }
  return true;
}

async function forEachJournal(
  layout: StateLayout,
  convert: (layout: StateLayout, id: string, hold: LockHold) => Promise<void>,
): Promise<void> {
  await withLock(layout.lock, async (hold) => {
    for (const id of await journalIds(layout)) await convert(layout, id, hold);
  });
}

async function trackedExports({ root }: StateLayout): Promise<readonly string[]> {
  const { code, stdout } = await runGit(root, ['ls-files', '-z', '--', '.']);
  return code === 0 ? namesOf(stdout).filter(isUnsharedExport) : [];
}
