/** Reads journals for what a workflow used: a part of its own, because a session's course needs none. */

import { NinefoldError } from '../../core/errors.ts';
import { decodeJournal } from '../../core/journal/journal-format.ts';
import { timelineOf } from '../../core/usage/timeline.ts';
import type { WorkflowTimeline } from '../../core/usage/timeline.ts';
import { readJournalFile } from '../journal/journal-file.ts';

/** A workflow's journal, by its absolute path. */
export interface JournalPlace {
  readonly workflow: string;
  readonly path: string;
}

/**
 * Reads when each workflow was in which step. Another workflow's damage must not hide this one's figures, so it is
 * added to `failures`.
 *
 * @throws NinefoldError `state-damaged`, `state-newer`, `file-unreadable` for the workflow's own journal
 */
export async function readTimelines(
  workflow: string,
  journals: readonly JournalPlace[],
  failures: string[],
): Promise<readonly WorkflowTimeline[]> {
  const timelines: WorkflowTimeline[] = [];
  for (const journal of journals) {
    const source = { file: journal.path, workflow: journal.workflow };
    try {
      const bytes = await readJournalFile(journal.path, source);
      const { events } = decodeJournal(bytes?.whole.toString('utf8') ?? '', source);
      timelines.push(timelineOf(journal.workflow, events));
    } catch (error) {
      if (!NinefoldError.is(error) || journal.workflow === workflow) throw error;
      failures.push(`${journal.path}: ${error.code}`);
    }
  }
  return timelines;
}
