import type { TreeDataProvider, TreeView } from 'vscode';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, window, workspace } from 'vscode';

import type { TaskRow } from '../../core/view/task-row.ts';
import type { TaskListReader, TaskFolder } from '../../node/tasks/task-list-reader.ts';
import type { CommandId } from '../contributions.ts';
import { TASKS_VIEW } from '../contributions.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate, translateAll, translateMarkdown } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { factsOf, meterEnvironment } from '../meter/folder-meter.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { RowStore } from '../tree/row-store.ts';
import { tooltipOf } from '../tree/tree-items.ts';

/** While an agent works, its time advances and files appear. */
const RUNNING_LOOK_MS = 1000;
/** Tasks can also be run from the command line. */
const SLOW_LOOK_MS = 5000;

/** Provides the agent tasks view. Reads only while visible, through the engine, never per row. */
export class TaskTree implements TreeDataProvider<TaskRow>, DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #rows = this.#disposables.add(new RowStore<TaskRow>());
  readonly onDidChangeTreeData = this.#rows.onDidChange;
  readonly #view: TreeView<TaskRow>;
  readonly #keys = new ContextKeys();
  #board: TaskListReader | undefined;
  #noted = '';
  #due: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(model: WorkspaceModel, reporter: Reporter) {
    this.#model = model;
    this.#reporter = reporter;
    this.#view = this.#disposables.add(window.createTreeView(TASKS_VIEW, { treeDataProvider: this }));
    const look = (): void => void this.refresh();
    this.#disposables.add(this.#view.onDidChangeVisibility(look));
    this.#disposables.add(model.onDidChange(look));
    this.#disposables.add({ dispose: () => clearTimeout(this.#due) });
    look();
  }

  getChildren(row?: TaskRow): TaskRow[] {
    return this.#rows.children(row);
  }

  getParent(row: TaskRow): TaskRow | undefined {
    return this.#rows.parent(row);
  }

  getTreeItem(known: TaskRow): TreeItem {
    const row = this.#rows.newest(known);
    const { kind, children } = row;
    const label = typeof row.label === 'string' ? row.label : translate(row.label);
    const open =
      kind === 'taskFolder' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(label, children.length === 0 ? TreeItemCollapsibleState.None : open);
    item.id = row.id;
    item.description = translateAll(row.description, ' · ');
    item.iconPath = new ThemeIcon(row.icon, row.color === null ? undefined : new ThemeColor(row.color));
    item.contextValue = `;${[kind, ...row.can].join(';')};`;
    item.accessibilityInformation = { label: translateAll(row.spoken, ', ') };
    const command = commandOf(row);
    if (command !== undefined) item.command = { command, title: label, arguments: [row] };
    return item;
  }

  resolveTreeItem(item: TreeItem, known: TaskRow): TreeItem {
    const row = this.#rows.newest(known);
    item.tooltip = row.tooltip.length === 0 ? undefined : tooltipOf(row.tooltip.map(translateMarkdown));
    return item;
  }

  /** Reads the tasks again if the view is visible. Never throws. */
  async refresh(): Promise<void> {
    if (!this.#view.visible || this.#disposables.isDisposed) return;
    this.#isStale = this.#reading !== undefined;
    this.#reading ??= this.#readUntilFresh().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #readUntilFresh(): Promise<void> {
    clearTimeout(this.#due);
    let isRunning = false;
    do {
      this.#isStale = false;
      try {
        isRunning = await this.#read();
      } catch (error) {
        this.#noteOnce(error);
      }
    } while (this.#isStaleNow());
    this.#due = setTimeout(() => void this.refresh(), isRunning ? RUNNING_LOOK_MS : SLOW_LOOK_MS);
  }

  /** A method, because others set the flag while the reading waits. */
  #isStaleNow(): boolean {
    return this.#isStale && !this.#disposables.isDisposed;
  }

  /** @returns whether an agent is running */
  async #read(): Promise<boolean> {
    const engine = await loadEngine();
    const folders = this.#model.all.flatMap((one) => foldersOf(one));
    this.#board ??= new engine.TaskListReader();
    const environment = meterEnvironment(engine);
    const { rows, isRunning, failures } = await this.#board.read(folders, environment, Date.now());
    for (const failure of failures) this.#noteOnce(failure);
    this.#keys.set('ninefold:hasTasksRead', workspace.workspaceFolders !== undefined);
    if (!this.#disposables.isDisposed) this.#rows.show(rows);
    return isRunning;
  }

  /** Logs an error once, so that polling doesn't flood the log. */
  #noteOnce(error: unknown): void {
    const text = error instanceof Error ? `${error.message}${JSON.stringify(error)}` : String(error);
    if (this.#noted === text) return;
    this.#noted = text;
    this.#reporter.note("couldn't read the agent tasks", error);
  }
}

function foldersOf(controller: FolderController): readonly TaskFolder[] {
  const rules = factsOf(controller);
  const { open, key, folder } = controller;
  return rules === undefined || open === undefined
    ? []
    : [{ key, name: folder.name, tasks: open.tasks, rules, isTrusted: workspace.isTrusted }];
}

function commandOf({ kind, can }: TaskRow): CommandId | undefined {
  if (kind === 'taskText') return 'ninefold.openTaskText';
  return kind === 'taskFile' && can.includes('compare') ? 'ninefold.compareTaskFile' : undefined;
}
