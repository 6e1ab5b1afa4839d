/** Shares a folder's state in git, or brings what an older Ninefold shared up to date. */

import { journalIds } from '../journal/segment-list.ts';
import { withLock } from '../lock/lock.ts';
import type { LockHold } from '../lock/lock.ts';
import { makePrivateAgain } from '../state/private-state.ts';
import {
  isUnsharedExport,
  hasSharedRules,
  isShared,
  requireOwnRules,
  writeSharedRules,
} from '../state/shared-rules.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { git, namesOf, runGitForTask } from '../git/run-git.ts';

/** Paths for one call of git, so that its command line isn't too long. */
const TOGETHER = 200;

export interface SharePlan {
  /** There is nothing to do. */
  readonly isDone: boolean;
  /** Files that git tracks, though they aren't shared: exports, handoffs, sessions. Relative to the root, with `/`. */
  readonly untracked: readonly string[];
}

export interface ShareOutcome {
  /** Git no longer tracks the planned files. */
  readonly isUntracked: boolean;
  /** The rule by which git ignores even the journals, as `file:line:pattern`; null if it sees them. */
  readonly ignoredBy: string | null;
}

/** Plans what `applyShare` does. Changes nothing. */
export async function planShare(layout: StateLayout): Promise<SharePlan> {
  const untracked = layout.project === null ? await trackedExports(layout) : [];
  const isDone = untracked.length === 0 && (await isShared(layout)) && (await hasSharedRules(layout));
  return { isDone, untracked };
}

/**
 * Makes the journals trackable, in segments that git merges, and stops tracking the planned files, which stay on disk.
 * Commits nothing.
 *
 * @throws NinefoldError lock-busy, file-unwritable, file-unreadable
 */
export async function applyShare(layout: StateLayout, { untracked }: SharePlan): Promise<ShareOutcome> {
  await requireOwnRules(layout);
  const { convertToSegments } = await import('../journal/convert-journals.ts');
  await forEachJournal(layout, convertToSegments);
  await writeSharedRules(layout);
  return { isUntracked: await untrack(layout, untracked), ignoredBy: await ignoringRule(layout) };
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

async function untrack({ root }: StateLayout, paths: readonly string[]): Promise<boolean> {
  for (let first = 0; first < paths.length; first += TOGETHER) {
    const some = paths.slice(first, first + TOGETHER);
    const { code } = await runGitForTask(root, ['update-index', '--force-remove', '--', ...some]);
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

/** A rule above the state root, such as one for all of `.claude/`, has precedence over ours. */
async function ignoringRule({ root }: StateLayout): Promise<string | null> {
  const found = await git(root, ['check-ignore', '--verbose', '--', 'state/.gitignore']);
  const [rule] = found?.split('\t') ?? [];
  // It also names the rule that makes git see a path.
  return rule === undefined || /:\d+:!/.test(rule) ? null : rule;
}

async function trackedExports({ root }: StateLayout): Promise<readonly string[]> {
  const listed = await git(root, ['ls-files', '-z', '--', '.']);
  return namesOf(listed ?? '').filter(isUnsharedExport);
}
