/**
 * Wires the extension, by hand and in order: log, model, tree, views, status bar, commands; what costs time (opening
 * folders, finding the session) starts after activation has returned.
 */

import { dirname } from 'node:path';

import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';

import type { CommandContext } from './commands/command-context.ts';
import { ReadOnlyDocuments } from './commands/read-only-documents.ts';
import { ContextKeeper } from './context/context-keeper.ts';
import { ToonDiagnostics } from './editor/toon-diagnostics.ts';
import { WorkspaceModel } from './folders/workspace-model.ts';
import { Log } from './log.ts';
import { Reporter } from './messages.ts';
import { ApprovalRequests } from './agents/approval-requests.ts';
import { keepLauncher } from './agents/keep-launcher.ts';
import { offerMcpServers } from './agents/mcp-provider.ts';
import { CurrentReading } from './meter/current-reading.ts';
import { LevelMessages } from './meter/level-messages.ts';
import { LevelNotifier } from './meter/level-notifier.ts';
import { PinnedFiles } from './meter/pinned-files.ts';
import { SessionLooks } from './meter/session-looks.ts';
import { SessionMeter } from './meter/session-meter.ts';
import { MeterStatusBar } from './meter/status-bar.ts';
import { WorkingSet } from './meter/working-set.ts';
import { DisposableList } from './registration/disposable-list.ts';
import type { Disposer } from './registration/disposable-list.ts';
import { lateCommands } from './registration/late-commands.ts';
import { registerCommands } from './registration/register-command.ts';
import { registerParts } from './registration/register-parts.ts';
import type { Part } from './registration/register-parts.ts';
import { LastLaunch } from './sessions/last-launch.ts';
import { PinnedSessions } from './sessions/pinned-sessions.ts';
import { SessionRecorder } from './sessions/session-recorder.ts';
import { SessionView } from './sessions/session-view.ts';
import { restoreSessionPanel } from './session-view/restore-panel.ts';
import { SavingsTooltip } from './savings/savings-tooltip.ts';
import { TaskTree } from './tasks/task-tree.ts';
import { PhaseTree } from './tree/phase-tree.ts';
import { PhaseView } from './tree/phase-view.ts';
import { ViewContext } from './tree/view-context.ts';
import { UsageKeeper } from './usage/usage-keeper.ts';
import type { UsageKeeperParts } from './usage/usage-keeper.ts';

type Given = Pick<ExtensionContext, 'workspaceState' | 'globalState' | 'globalStorageUri' | 'extension'>;

/** Builds the extension. @returns what ends it */
export function compose({ workspaceState, globalState, globalStorageUri, extension }: Given): Disposer {
  const disposables = new DisposableList();
  const log = disposables.add(new Log(window.createOutputChannel('Ninefold', { log: true })));
  const reporter = new Reporter(log);
  const reading = disposables.add(new CurrentReading());
  const model = disposables.add(new WorkspaceModel(reporter));
  // …/User/globalStorage/<this extension>
  const userFolder = dirname(dirname(globalStorageUri.fsPath));
  const { usage, tree } = phasesOf({ model, reading, reporter, userFolder, disposables });
  const views: Views = {};
  const context: CommandContext = {
    model,
    tree,
    reading,
    usage,
    pins: disposables.add(new PinnedFiles(workspaceState)),
    reporter,
    log,
    looks: new SessionLooks(log),
    sessions: disposables.add(new PinnedSessions(workspaceState)),
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
  startLater({ context, model, views, disposables });
  return disposables;
}

interface Views {
  phases?: PhaseView;
  tasks?: TaskTree;
}

interface AtOnce extends Pick<Given, 'extension'> {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
  /** Filled as they are made. */
  readonly views: Views;
  readonly last: LastLaunch;
}

/** What shows at once, and what a person may call. */
function partsAtOnce({ context, model, views, extension, last }: AtOnce): readonly Part[] {
  const { tree, reading, usage, reporter } = context;
  return [
    ['the tree', () => (views.phases = new PhaseView({ model, tree, reading, usage, reporter }))],
    ['the context keys', () => new ViewContext(model)],
    ['the commands', () => registerCommands(lateCommands({ context, model, last }), reporter)],
    ['the session view', () => restoreSessionPanel({ context, model }, reporter)],
    ['the status bar', () => new MeterStatusBar(model, reading)],
    ['the MCP server', () => offerMcpServers(versionOf(extension))],
    ['the notifications', () => new LevelNotifier(model, reading, new LevelMessages(reporter), reporter)],
  ];
}

type Phases = Pick<CommandContext, 'tree' | 'usage'>;
type PhasesNeed = UsageKeeperParts & Pick<Started, 'disposables'>;

function phasesOf({ disposables, ...parts }: PhasesNeed): Phases {
  const { model, reading, reporter } = parts;
  const usage = disposables.add(new UsageKeeper(parts));
  const savings = disposables.add(new SavingsTooltip(reading, reporter));
  return { usage, tree: disposables.add(new PhaseTree({ model, savings, usage, reading })) };
}

function versionOf({ packageJSON }: ExtensionContext['extension']): string {
  const manifest = packageJSON as { readonly version?: unknown };
  return typeof manifest.version === 'string' ? manifest.version : '';
}

interface Started {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
  /** Filled as they are made. */
  readonly views: Views;
  readonly disposables: DisposableList;
}

function startLater(started: Started): void {
  const later = setImmediate(() => startRest(started));
  started.disposables.add({ dispose: () => clearImmediate(later) });
}

/** The views that are closed at first, what looks and what meters. */
function startRest({ context, model, views, disposables }: Started): void {
  const { pins, reading, reporter, log, looks, sessions, userFolder } = context;
  registerParts(
    [
      ['the sessions view', () => new SessionView(context, model)],
      ['the tasks view', () => (views.tasks = new TaskTree(model, reporter))],
    ],
    log,
    disposables,
  );
  model.start();
  void keepLauncher(reporter);
  const workingSet = disposables.add(new WorkingSet(model, pins, reporter));
  registerParts(
    [
      ['the requests', () => new ApprovalRequests(model, reporter)],
      ['the sessions', () => new SessionRecorder({ model, reading, looks, reporter })],
      ['the problems', () => new ToonDiagnostics(model, reporter)],
      ['the project context', () => new ContextKeeper(model, reading, reporter)],
      [
        'the meter',
        () => new SessionMeter({ model, reading, workingSet, looks, sessions, userFolder, reporter }),
      ],
    ],
    log,
    disposables,
  );
}
