/**
 * Composes the extension by hand and in order: log, model, tree, views, status bar, commands. Slow work (opening
 * folders, finding the session) starts after activation has returned.
 */

import { dirname } from 'node:path';

import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';

import { SessionWork } from './activity/session-work.ts';
import { WindowFills } from './activity/window-fills.ts';
import { TestLines } from './checks/test-lines.ts';
import type { CommandContext } from './commands/command-context.ts';
import { LastPreset } from './commands/last-preset.ts';
import { ReadOnlyDocuments } from './commands/read-only-documents.ts';
import { WorkspaceModel } from './folders/workspace-model.ts';
import type * as Deferred from './deferred-parts.ts';
import { Log } from './log.ts';
import { Reporter } from './messages.ts';
import { offerMcpServers } from './agents/mcp-provider.ts';
import { CurrentReading } from './meter/current-reading.ts';
import { PinnedFiles } from './meter/pinned-files.ts';
import { SessionSearchLog } from './meter/session-search-log.ts';
import { MeterStatusBar } from './meter/status-bar.ts';
import { DisposableList } from './registration/disposable-list.ts';
import type { DisposableLike } from './registration/disposable-list.ts';
import { deferredCommands } from './registration/deferred-commands.ts';
import { registerCommands } from './registration/register-command.ts';
import { registerParts } from './registration/register-parts.ts';
import type { Part } from './registration/register-parts.ts';
import { LastLaunch } from './sessions/last-launch.ts';
import { PinnedSessions } from './sessions/pinned-sessions.ts';
import { WaitingAgents } from './sessions/waiting-agents.ts';
import { restoreSessionPanel } from './session-view/restore-panel.ts';
import { ReviewTracker } from './review/review-tracker.ts';
import { SavingsMeter } from './savings/savings-meter.ts';
import type { TaskTree } from './tasks/task-tree.ts';
import { PhaseTree } from './tree/phase-tree.ts';
import { PhaseView } from './tree/phase-view.ts';
import { ViewContext } from './tree/view-context.ts';
import { UsageTracker } from './usage/usage-tracker.ts';
import type { UsageTrackerParts } from './usage/usage-tracker.ts';

type Given = Pick<ExtensionContext, 'workspaceState' | 'globalState' | 'globalStorageUri' | 'extension'>;

/** Creates all parts of the extension. @returns what disposes them */
export function compose({ workspaceState, globalState, globalStorageUri, extension }: Given): DisposableLike {
  const disposables = new DisposableList();
  const log = disposables.add(new Log(window.createOutputChannel('Ninefold', { log: true })));
  const reporter = new Reporter(log);
  const reading = disposables.add(new CurrentReading());
  const model = disposables.add(new WorkspaceModel(reporter));
  // …/User/globalStorage/<this extension>
  const userFolder = dirname(dirname(globalStorageUri.fsPath));
  const phases = phasesOf({ model, reading, reporter, userFolder, disposables });
  const views: Views = {};
  const context: CommandContext = {
    model,
    reading,
    ...phases,
    pins: disposables.add(new PinnedFiles(workspaceState)),
    reporter,
    log,
    searches: new SessionSearchLog(log),
    fills: disposables.add(new WindowFills()),
    sessions: disposables.add(new PinnedSessions(workspaceState)),
    testLines: new TestLines(workspaceState),
    lastPreset: new LastPreset(globalState),
    userFolder,
    documents: disposables.add(new ReadOnlyDocuments()),
    extension: extension.extensionUri,
    phases: () => views.phases,
    taskTree: () => views.tasks,
  };
  registerParts(
    partsAtOnce({ context, model, views, extension, last: new LastLaunch(globalState) }),
    log,
    disposables,
  );
  startLater({ context, model, views, memento: workspaceState, disposables });
  return disposables;
}

interface Views {
  phases?: PhaseView;
  tasks?: TaskTree;
}

interface AtOnce extends Pick<Given, 'extension'> {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
  /** Filled as the views are created. */
  readonly views: Views;
  readonly last: LastLaunch;
}

/** The parts that are visible or callable right after activation. */
function partsAtOnce({ context, model, views, extension, last }: AtOnce): readonly Part[] {
  const { tree, reading, usage, reporter } = context;
  return [
    ['the tree', () => (views.phases = new PhaseView({ model, tree, usage, reporter }))],
    ['the context keys', () => new ViewContext(model, reading)],
    ['the commands', () => registerCommands(deferredCommands({ context, model, last }), reporter)],
    ['the session view', () => restoreSessionPanel({ context, model }, reporter)],
    [
      'the status bar',
      () => new MeterStatusBar({ model, reading, fills: context.fills, searches: context.searches }),
    ],
    ['the MCP server', () => offerMcpServers(versionOf(extension))],
  ];
}

type Phases = Pick<CommandContext, 'tree' | 'usage' | 'review' | 'savings' | 'work' | 'waiting'>;
type PhasesNeed = UsageTrackerParts & Pick<Deferred.DeferredParts, 'disposables'>;

function phasesOf({ disposables, ...parts }: PhasesNeed): Phases {
  const { model, reading, reporter } = parts;
  const usage = disposables.add(new UsageTracker(parts));
  const savings = disposables.add(new SavingsMeter(reading, reporter));
  const review = disposables.add(new ReviewTracker(parts));
  const work = disposables.add(new SessionWork());
  const waiting = disposables.add(new WaitingAgents());
  const tree = disposables.add(new PhaseTree({ model, usage, review, work, reading, waiting }));
  return { usage, review, savings, work, waiting, tree };
}

function versionOf({ packageJSON }: ExtensionContext['extension']): string {
  const manifest = packageJSON as { readonly version?: unknown };
  return typeof manifest.version === 'string' ? manifest.version : '';
}

function startLater(parts: Deferred.DeferredParts): void {
  const later = setImmediate(() => {
    // First, because the tree waits only for the folders.
    parts.model.start();
    void startRest(parts);
  });
  parts.disposables.add({ dispose: () => clearImmediate(later) });
}

async function startRest(parts: Deferred.DeferredParts): Promise<void> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './deferred.js';
  try {
    const { startDeferredParts } = (await import(bundle)) as typeof Deferred;
    if (!parts.disposables.isDisposed) startDeferredParts(parts);
  } catch (error) {
    parts.context.log.error("couldn't load the deferred parts", error);
  }
}
