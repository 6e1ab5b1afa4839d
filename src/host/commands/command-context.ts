import type { Uri } from 'vscode';

import type { Reading } from '../../core/meter/reading.ts';
import type { Outcome } from '../../core/service/workflow-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { SessionWork } from '../activity/session-work.ts';
import type { WindowFills } from '../activity/window-fills.ts';
import type { TestLines } from '../checks/test-lines.ts';
import type { FolderScope } from '../folders/folder-scope.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { PinnedFiles } from '../meter/pinned-files.ts';
import type { SessionSearchLog } from '../meter/session-search-log.ts';
import { showBriefly } from '../notices.ts';
import type { ReviewTracker } from '../review/review-tracker.ts';
import type { SavingsMeter } from '../savings/savings-meter.ts';
import type { PinnedSessions } from '../sessions/pinned-sessions.ts';
import type { WaitingAgents } from '../sessions/waiting-agents.ts';
import type { TaskTree } from '../tasks/task-tree.ts';
import type { PhaseTree } from '../tree/phase-tree.ts';
import type { PhaseView } from '../tree/phase-view.ts';
import type { UsageTracker } from '../usage/usage-tracker.ts';
import type { LastPreset } from './last-preset.ts';
import type { ReadOnlyDocuments } from './read-only-documents.ts';

/** Services that command handlers share. */
export interface CommandContext {
  /** The folder that the command acts on. */
  readonly model: FolderScope;
  readonly tree: PhaseTree;
  readonly reading: CurrentReading;
  readonly usage: UsageTracker;
  readonly review: ReviewTracker;
  readonly fills: WindowFills;
  readonly savings: SavingsMeter;
  readonly work: SessionWork;
  readonly pins: PinnedFiles;
  readonly reporter: Reporter;
  readonly log: Log;
  readonly searches: SessionSearchLog;
  readonly sessions: PinnedSessions;
  readonly waiting: WaitingAgents;
  readonly testLines: TestLines;
  readonly lastPreset: LastPreset;
  /** VS Code's `User` folder, where it stores extension data. */
  readonly userFolder: string;
  readonly documents: ReadOnlyDocuments;
  /** Installation folder of the extension. */
  readonly extension: Uri;
  /** The agent tasks view; undefined if it couldn't be created. */
  readonly taskTree: () => TaskTree | undefined;
  /** The phases view; undefined if it couldn't be created. */
  readonly phases: () => PhaseView | undefined;
}

/** The actor of everything that is done in the window. */
export const PERSON: Actor = { kind: 'person' };

/** Returns the reading of the command's folder, or the estimate if it is the shown folder and has no session. */
export function readingOf({ model, reading }: CommandContext): Reading | null {
  return reading.orEstimateOf(model.current?.key);
}

/** Shows a short confirmation in the status bar. */
export function confirmBriefly(text: string): void {
  showBriefly('check', text);
}

/** Refreshes the tree after a change and reports an export that couldn't be written. */
export async function settle(
  { model, reporter }: CommandContext,
  outcome: Pick<Outcome, 'exportFailure'>,
): Promise<void> {
  await model.refresh();
  if (outcome.exportFailure !== null) void reporter.show(outcome.exportFailure);
}
