/**
 * Parts that start after activation (`dist/deferred.js`): the views that are initially collapsed, the watchers, and
 * the meter. Startup neither loads nor awaits them.
 */

import type { Memento } from 'vscode';

import { updateLauncher } from './agents/update-launcher.ts';
import { ApprovalRequests } from './agents/approval-requests.ts';
import { ConnectedAgents } from './agents/connected-agents.ts';
import { ActivityTracker } from './activity/activity-tracker.ts';
import { FillTracker } from './activity/fill-tracker.ts';
import type { CommandContext } from './commands/command-context.ts';
import { ContextWatcher } from './context/context-watcher.ts';
import { ToonDiagnostics } from './editor/toon-diagnostics.ts';
import type { WorkspaceModel } from './folders/workspace-model.ts';
import { LevelMessages } from './meter/level-messages.ts';
import { LevelNotifier } from './meter/level-notifier.ts';
import { SessionMeter } from './meter/session-meter.ts';
import { WorkingSet } from './meter/working-set.ts';
import type { DisposableList } from './registration/disposable-list.ts';
import { registerParts } from './registration/register-parts.ts';
import { PhaseLenses } from './review/phase-lenses.ts';
import { ReviewTab } from './review/review-tab.ts';
import { RuleRequests } from './rules/rule-requests.ts';
import { SessionRecorder } from './sessions/session-recorder.ts';
import { SessionTree } from './sessions/session-tree.ts';
import { TaskTree } from './tasks/task-tree.ts';

/** Dependencies of the deferred parts. */
export interface DeferredParts {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
  /** Filled as the views are created. */
  readonly views: { tasks?: TaskTree };
  /** Workspace storage. */
  readonly memento: Memento;
  readonly disposables: DisposableList;
}

/** Starts the deferred parts; folders may already be open. A part that fails doesn't affect the others. */
export function startDeferredParts({ context, model, views, memento, disposables }: DeferredParts): void {
  const { pins, reading, reporter, log, searches, sessions, userFolder } = context;
  void updateLauncher(reporter);
  const trackers = trackersOf({ context, disposables });
  const workingSet = disposables.add(new WorkingSet(model, pins, reporter));
  registerParts(
    [
      ['the session tree', () => new SessionTree(context, model)],
      ['the tasks view', () => (views.tasks = new TaskTree(model, reporter))],
      ['the notifications', () => new LevelNotifier(model, reading, new LevelMessages(reporter), reporter)],
      ['the requests', () => new ApprovalRequests(model, context.review, reporter)],
      ['the review', () => new ReviewTab(model)],
      ['the lenses', () => new PhaseLenses(model)],
      ['the rules', () => new RuleRequests(model, memento, reporter)],
      ['the sessions', () => new SessionRecorder({ model, reading, searches, pins: sessions, reporter })],
      ['the problems', () => new ToonDiagnostics(model, reporter)],
      ['the connections', () => new ConnectedAgents(model, reporter)],
      ['the project context', () => new ContextWatcher(model, reading, reporter)],
      // Last, because the parts above listen to its readings.
      [
        'the meter',
        () =>
          new SessionMeter({
            model,
            reading,
            workingSet,
            searches,
            sessions,
            userFolder,
            reporter,
            onGrown: (...grown) => trackers.forEach((one) => one.follow(...grown)),
          }),
      ],
    ],
    log,
    disposables,
  );
}

/** Creates what reads transcripts as they grow. */
function trackersOf({
  context: { work, fills, reporter },
  disposables,
}: Pick<DeferredParts, 'context' | 'disposables'>): readonly Pick<ActivityTracker, 'follow'>[] {
  const activity = disposables.add(new ActivityTracker(work, reporter));
  return [activity, disposables.add(new FillTracker({ activity, fills, reporter }))];
}
