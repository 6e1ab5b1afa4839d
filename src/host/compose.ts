/**
 * Wires the extension, by hand and in order: log, model, tree, views, status bar, commands; what costs time (opening
 * folders, finding the session) starts after activation has returned.
 */

import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';

import type { CommandContext } from './commands/command-context.ts';
import { deliverableCommands } from './commands/deliverable-commands.ts';
import { gateCommands } from './commands/gate-commands.ts';
import { handoffCommands } from './commands/handoff-commands.ts';
import { meterCommands } from './commands/meter-commands.ts';
import { windowCommands } from './commands/window-commands.ts';
import { workflowCommands } from './commands/workflow-commands.ts';
import { WorkspaceModel } from './folders/workspace-model.ts';
import { Reporter } from './messages.ts';
import { CurrentReading } from './meter/current-reading.ts';
import { LevelMessages } from './meter/level-messages.ts';
import { LevelNotifier } from './meter/level-notifier.ts';
import { PinnedFiles } from './meter/pinned-files.ts';
import { SessionMeter } from './meter/session-meter.ts';
import { MeterStatusBar } from './meter/status-bar.ts';
import { WorkingSet } from './meter/working-set.ts';
import { DisposableList } from './registration/disposable-list.ts';
import type { Disposer } from './registration/disposable-list.ts';
import { registerCommands } from './registration/register-command.ts';
import { registerParts } from './registration/register-parts.ts';
import type { Part } from './registration/register-parts.ts';
import { PhaseTree } from './tree/phase-tree.ts';
import { PhaseView } from './tree/phase-view.ts';
import { ViewContext } from './tree/view-context.ts';

/** Builds the extension. @returns what ends it */
export function compose({ workspaceState }: Pick<ExtensionContext, 'workspaceState'>): Disposer {
  const disposables = new DisposableList();
  const log = disposables.add(window.createOutputChannel('Ninefold', { log: true }));
  const reporter = new Reporter(log);
  const reading = disposables.add(new CurrentReading());
  const pins = disposables.add(new PinnedFiles(workspaceState));
  const model = disposables.add(new WorkspaceModel(reporter));
  const tree = disposables.add(new PhaseTree(model));
  let view: PhaseView | undefined;
  const context: CommandContext = {
    model,
    tree,
    reading,
    pins,
    reporter,
    log,
    selection: () => view?.selection,
  };
  registerParts(
    [
      ['the tree', () => (view = new PhaseView(model, tree, reading))],
      ['the context keys', () => new ViewContext(model)],
      ...commandParts(context),
      ['the status bar', () => new MeterStatusBar(model, reading)],
      ['the notifications', () => new LevelNotifier(model, reading, new LevelMessages(reporter), reporter)],
    ],
    log,
    disposables,
  );
  const later = setImmediate(() => {
    model.start();
    const workingSet = disposables.add(new WorkingSet(model, pins, reporter));
    const meter = (): Disposer => new SessionMeter(model, reading, workingSet, reporter);
    registerParts([['the meter', meter]], log, disposables);
  });
  disposables.add({ dispose: () => clearImmediate(later) });
  return disposables;
}

function commandParts(context: CommandContext): readonly Part[] {
  const { reporter } = context;
  return [
    ['the workflow commands', () => registerCommands(workflowCommands(context), reporter)],
    ['the gate commands', () => registerCommands(gateCommands(context), reporter)],
    ['the deliverable commands', () => registerCommands(deliverableCommands(context), reporter)],
    ['the handoff commands', () => registerCommands(handoffCommands(context), reporter)],
    ['the meter commands', () => registerCommands(meterCommands(context), reporter)],
    ['the window commands', () => registerCommands(windowCommands(context), reporter)],
  ];
}
