import type { TreeDataProvider, TreeView } from 'vscode';
import {
  l10n,
  RelativePattern,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from 'vscode';

import type { SessionRow } from '../../core/view/session-rows.ts';
import type { SessionListReader } from '../../node/meter/session-list-reader.ts';
import type { CommandContext } from '../commands/command-context.ts';
import { SESSIONS_VIEW } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translateAll, translateMarkdown } from '../messages.ts';
import { factsOf, meterEnvironment } from '../meter/folder-meter.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting } from '../registration/settings.ts';
import { RowStore } from '../tree/row-store.ts';
import { tooltipOf } from '../tree/tree-items.ts';

/** Minimum interval between updates; each line of a transcript makes a reading. */
const PAUSE_MS = 2000;
/** Ages change and sessions end without an event. */
const SLOW_LOOK_MS = 30_000;
/** Minimum interval while the view is hidden, for its badge. */
const HIDDEN_PAUSE_MS = 10_000;

const PIN: CommandId = 'ninefold.pinSession';

/**
 * Provides the agent sessions view, through the engine, never per row. Hidden, it reads less often, and only while the
 * meter follows a session: its badge tells who needs a person.
 */
export class SessionTree implements TreeDataProvider<SessionRow>, DisposableLike {
  readonly #context: CommandContext;
  readonly #model: WorkspaceModel;
  readonly #disposables = new DisposableList();
  readonly #rows = this.#disposables.add(new RowStore<SessionRow>(commandFacts));
  readonly onDidChangeTreeData = this.#rows.onDidChange;
  readonly #view: TreeView<SessionRow>;
  readonly #keys = new ContextKeys();
  #board: SessionListReader | undefined;
  #due: NodeJS.Timeout | undefined;
  #isReading = false;
  #isWatching = false;

  constructor(context: CommandContext, model: WorkspaceModel) {
    const { reading, sessions } = context;
    this.#context = context;
    this.#model = model;
    this.#view = this.#disposables.add(window.createTreeView(SESSIONS_VIEW, { treeDataProvider: this }));
    const list = this.#disposables;
    list.add(this.#view.onDidChangeVisibility(() => this.#plan(0)));
    list.add(model.onDidChange(() => this.#plan(PAUSE_MS)));
    list.add(reading.onDidChangeFolder(() => this.#plan(PAUSE_MS)));
    list.add(sessions.onDidChange(() => this.#plan(0)));
    list.add(onDidChangeSetting(['ninefold.claudeConfigDir'], () => (this.#board = undefined)));
    const timer = setInterval(() => this.#plan(0), SLOW_LOOK_MS);
    list.add({ dispose: () => clearInterval(timer) });
    list.add({ dispose: () => clearTimeout(this.#due) });
    this.#plan(0);
  }

  getChildren(row?: SessionRow): SessionRow[] {
    return this.#rows.children(row);
  }

  getParent(row: SessionRow): SessionRow | undefined {
    return this.#rows.parent(row);
  }

  getTreeItem(known: SessionRow): TreeItem {
    const row = this.#rows.newest(known);
    const { kind, children } = row;
    const open =
      kind === 'sessionFolder' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(row.label, children.length === 0 ? TreeItemCollapsibleState.None : open);
    item.id = row.id;
    item.description = translateAll(row.description, ' · ');
    item.iconPath = new ThemeIcon(row.icon, row.color === null ? undefined : new ThemeColor(row.color));
    item.contextValue = `;${kind};${row.transcript === null ? '' : 'written;'}`;
    item.accessibilityInformation = { label: translateAll(row.spoken, ', ') };
    if (kind === 'session') item.command = { command: PIN, title: l10n.t('Pin'), arguments: [row] };
    return item;
  }

  /** Resolves the tooltip with the facts of the status bar; ids and models come from files. */
  resolveTreeItem(item: TreeItem, known: SessionRow): TreeItem {
    const row = this.#rows.newest(known);
    item.tooltip = row.tooltip.length === 0 ? undefined : tooltipOf(row.tooltip.map(translateMarkdown));
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #plan(milliseconds: number): void {
    if (this.#disposables.isDisposed) return;
    const { visible } = this.#view;
    if (!visible && !this.#isAnyFollowed()) return;
    if ((milliseconds > 0 || !visible) && this.#due !== undefined) return;
    clearTimeout(this.#due);
    const pause = visible ? milliseconds : HIDDEN_PAUSE_MS;
    this.#due = setTimeout(() => void this.#read(), pause);
  }

  #isAnyFollowed(): boolean {
    const { searches } = this.#context;
    return this.#model.all.some(({ folder }) => searches.of(folder.uri.fsPath)?.transcript != null);
  }

  async #read(): Promise<void> {
    this.#due = undefined;
    if (this.#isReading) {
      this.#plan(PAUSE_MS);
      return;
    }
    this.#isReading = true;
    try {
      const engine = await loadEngine();
      const environment = meterEnvironment(engine, this.#context.userFolder);
      this.#board ??= new engine.SessionListReader(environment, null, engine.lazyRedactor);
      this.#watch(engine.waitingFolder(environment.home));
      this.#show(
        await this.#board.read(
          this.#model.all.flatMap((one) => this.#folderOf(one)),
          Date.now(),
        ),
      );
    } catch (error) {
      this.#context.reporter.note("couldn't list the sessions", error);
    } finally {
      this.#isReading = false;
    }
  }

  /** Watches for sessions that begin to wait, which write nothing else. */
  #watch(folder: string): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = this.#disposables.add(
      workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), '*')),
    );
    for (const event of [watcher.onDidCreate, watcher.onDidDelete]) {
      this.#disposables.add(event(() => this.#plan(0)));
    }
  }

  #folderOf(controller: FolderController): Parameters<SessionListReader['read']>[0] {
    const { searches, sessions } = this.#context;
    const { key, folder } = controller;
    const rules = factsOf(controller);
    if (rules === undefined) return [];
    const path = folder.uri.fsPath;
    const followed = searches.of(path)?.transcript ?? null;
    const pinned = sessions.of(key)?.sessionId ?? null;
    return [{ key, name: folder.name, path, rules, followed, pinned, ends: rules.ended }];
  }

  #show(rows: readonly SessionRow[]): void {
    this.#keys.set('ninefold:hasSessionsRead', true);
    if (this.#disposables.isDisposed) return;
    this.#rows.show(rows);
    this.#context.waiting.take(rows);
    const waiting = rows.flatMap((row) => [row, ...row.children]).filter(({ isWaiting }) => isWaiting).length;
    this.#view.badge = { value: waiting, tooltip: badgeText(waiting) };
  }
}

function badgeText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? l10n.t('1 agent session needs your input')
    : l10n.t('{count} agent sessions need your input', { count });
}

/** What the commands of a row read. */
function commandFacts({ sessionId, transcript, isLive }: SessionRow): string {
  return JSON.stringify([sessionId, transcript, isLive]);
}
