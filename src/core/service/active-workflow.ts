/** Finds the workflow to work on where none was chosen, as in a clone or a new worktree. */

import { NinefoldError } from '../errors.ts';
import type { OverviewList } from './ports.ts';

/** Maximum that a failure names. */
const MAX_NAMED = 10;

/**
 * Returns the id of the only workflow in progress; null if there is none, or several. A folder's only workflow counts
 * even if it can't be read, so that its damage is reported.
 */
export function onlyInProgress({ overviews, failures }: OverviewList): string | null {
  const running = runningIn(overviews);
  if (running.length === 0 && overviews.length === 0 && failures.length === 1) return failures[0]?.id ?? null;
  return running.length === 1 ? (running[0] ?? null) : null;
}

/** Returns the failure of a command that needs an active workflow: which one was meant, if it could be several. */
export function noneActive({ overviews }: OverviewList): NinefoldError {
  const running = runningIn(overviews);
  if (running.length < 2) return new NinefoldError('workflow-none-active');
  const more = running.length > MAX_NAMED ? ', …' : '';
  return new NinefoldError('workflow-none-chosen', { ids: running.slice(0, MAX_NAMED).join(', ') + more });
}

/** Tests for the failure of a command that found no active workflow. */
export function isNoneActive(error: unknown): boolean {
  return NinefoldError.is(error, 'workflow-none-active') || NinefoldError.is(error, 'workflow-none-chosen');
}

function runningIn(overviews: OverviewList['overviews']): readonly string[] {
  return overviews.filter(({ status }) => status === 'in_progress').map(({ id }) => id);
}
