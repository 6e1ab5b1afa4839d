import type { Uri } from 'vscode';
import { window } from 'vscode';

import type { Reading } from '../../core/meter/reading.ts';
import type { Outcome } from '../../core/service/workflow-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { FolderScope } from '../folders/folder-scope.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { PinnedFiles } from '../meter/pinned-files.ts';
import type { SessionSearchLog } from '../meter/session-search-log.ts';
import type { PinnedSessions } from '../sessions/pinned-sessions.ts';
import type { TaskTree } from '../tasks/task-tree.ts';
import type { PhaseTree } from '../tree/phase-tree.ts';
import type { PhaseView } from '../tree/phase-view.ts';
import type { UsageTracker } from '../usage/usage-tracker.ts';
import type { ReadOnlyDocuments } from './read-only-documents.ts';

/** What commands work with. */
export interface CommandContext {
  /** The folder that the command is about. */
  readonly model: FolderScope;
  readonly tree: PhaseTree;
  readonly reading: CurrentReading;
  readonly usage: UsageTracker;
  readonly pins: PinnedFiles;
  readonly reporter: Reporter;
  readonly log: Log;
  readonly searches: SessionSearchLog;
  readonly sessions: PinnedSessions;
  /** VS Code's folder `User`: where it keeps what extensions store. */
  readonly userFolder: string;
  readonly documents: ReadOnlyDocuments;
  /** Folder of the extension. */
  readonly extension: Uri;
  /** The view of the agent tasks; undefined where it could not be made. */
  readonly taskTree: () => TaskTree | undefined;
  /** The view of the phases; undefined where it could not be made. */
  readonly phases: () => PhaseView | undefined;
}

/** Who clicks in a window is a person. */
export const PERSON: Actor = { kind: 'person' };

/** The reading of the command's folder; where it has no session and is the shown one, the estimate. */
export function readingOf({ model, reading }: CommandContext): Reading | null {
  return reading.orEstimateOf(model.current?.key);
}

export const STATUS_MESSAGE_MS = 5000;

/** A word of confirmation that needs no answer. */
export function confirmBriefly(text: string): void {
  window.setStatusBarMessage(`$(check) ${text}`, STATUS_MESSAGE_MS);
}

/** A change is done: the tree shows it, and an export that couldn't follow is told. */
export async function settle(
  { model, reporter }: CommandContext,
  outcome: Pick<Outcome, 'exportFailure'>,
): Promise<void> {
  await model.refresh();
  if (outcome.exportFailure !== null) void reporter.show(outcome.exportFailure);
}
