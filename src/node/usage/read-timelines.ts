/** Reads journals for what a workflow used: a part of its own, because a session's course needs none. */

import { NinefoldError } from '../../core/errors.ts';
import { decodeJournal } from '../../core/journal/journal-format.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import { timelineOf } from '../../core/usage/timeline.ts';
import type { WorkflowTimeline } from '../../core/usage/timeline.ts';
import { readJournalFile } from '../journal/journal-file.ts';
import { hasSegments } from '../journal/segment-list.ts';
import { StateLayout } from '../state/state-layout.ts';

/** A workflow's journal, by its absolute path, and the layout of the root it is in. */
export interface JournalPlace {
  readonly workflow: string;
  readonly path: string;
  readonly state: Pick<StateLayout, 'root' | 'folder' | 'project'>;
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
    try {
      timelines.push(timelineOf(journal.workflow, await eventsAt(journal)));
    } catch (error) {
      if (!NinefoldError.is(error) || journal.workflow === workflow) throw error;
      failures.push(`${journal.path}: ${error.code}`);
    }
  }
  return timelines;
}

async function eventsAt({ workflow, path, state }: JournalPlace): Promise<readonly WorkflowEvent[]> {
  const layout = new StateLayout(state.root, state.folder, state.project);
  if (await hasSegments(layout, workflow)) {
    const { readSegmentEvents } = await import('../journal/segment-files.ts');
    return readSegmentEvents(layout, workflow);
  }
  const source = { file: path, workflow };
  const bytes = await readJournalFile(path, source);
  return decodeJournal(bytes?.whole.toString('utf8') ?? '', source).events;
}
