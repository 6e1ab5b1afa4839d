/** The host on test folders: its own classes on real files, in a fake editor. */

import type * as vscode from 'vscode';

import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { makeReading } from '../../../src/core/meter/reading.ts';
import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { LastPreset } from '../../../src/host/commands/last-preset.ts';
import { WorkspaceModel } from '../../../src/host/folders/workspace-model.ts';
import { Log } from '../../../src/host/log.ts';
import { Reporter } from '../../../src/host/messages.ts';
import { CurrentReading } from '../../../src/host/meter/current-reading.ts';
import { DisposableList } from '../../../src/host/registration/disposable-list.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { editor } from './fake-vscode.ts';
import { newFolder } from './folders.ts';
import { memento } from './memento.ts';

export const PERSON = { kind: 'person' } as const;

/** A window on one folder. */
export interface HostWindow {
  readonly path: string;
  /** Key of the folder. */
  readonly folder: string;
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly reporter: Reporter;
  readonly log: Log;
  readonly open: OpenFolder;
  readonly disposables: DisposableList;
}

const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  dispose: () => undefined,
};

/** Opens a new window on a new folder, which was read once. */
export async function openHost(path = newFolder()): Promise<HostWindow> {
  const disposables = new DisposableList();
  const log = new Log(SILENT as unknown as vscode.LogOutputChannel);
  const reporter = new Reporter(log);
  const model = disposables.add(new WorkspaceModel(reporter));
  const reading = disposables.add(new CurrentReading());
  editor.openFolders(path);
  model.start();
  await model.refresh();
  const [controller] = model.all;
  if (controller === undefined) throw new Error('The folder was not opened.');
  const open = await controller.opened();
  return { path, folder: controller.key, model, reading, reporter, log, open, disposables };
}

/** Waits until the active workflow satisfies `isIt`. */
export function untilState(
  { model }: Pick<HostWindow, 'model'>,
  isIt: (state: WorkflowState) => boolean,
): Promise<WorkflowState> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { state } = model;
      if (state === undefined || !isIt(state)) return;
      listening.dispose();
      resolve(state);
    };
    const listening = model.onDidChange(look);
    look();
  });
}

/** Reading of a live session with 200,000 tokens. */
export function readingOf(tokens: number, more: Partial<ReadingFacts> = {}): Reading {
  const facts: ReadingFacts = {
    agent: 'claude-code',
    sessionId: 's-1',
    model: 'm-1',
    source: 'transcript',
    tokens,
    outputTokens: 10,
    window: { window: 200_000, windowSource: 'model' },
    compactsAt: null,
    isCompacted: false,
    live: true,
    at: '2026-01-02T03:04:05.678Z',
    compactions: [],
    ...more,
  };
  return makeReading(facts, DEFAULT_RULES.levels);
}

/** Returns what commands get of a window, as far as most of them need it. */
export function commandContext(host: HostWindow): CommandContext {
  return {
    model: host.model.scope(),
    reading: host.reading,
    reporter: host.reporter,
    userFolder: host.path,
    phases: () => undefined,
    lastPreset: new LastPreset(memento()),
  } satisfies Partial<CommandContext> as Partial<CommandContext> as CommandContext;
}
