import type { Event, TreeDataProvider, TreeItem } from 'vscode';
import { EventEmitter } from 'vscode';

import { damageRows } from '../../core/view/damage-rows.ts';
import type { PhaseRow, Row } from '../../core/view/phase-rows.ts';
import { childrenOf, phasesOf, treeRows, withDescendants } from '../../core/view/tree-rows.ts';
import type { FolderContent } from '../../core/view/tree-rows.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import type { SavingsTooltip } from '../savings/savings-tooltip.ts';
import { rowTooltip } from './row-tooltip.ts';
import { treeItem } from './tree-items.ts';

/** Gives the tree its rows, from the snapshots alone. */
export class PhaseTree implements TreeDataProvider<Row>, Disposer {
  readonly onDidChangeTreeData: Event<undefined>;
  readonly #model: WorkspaceModel;
  readonly #savings: SavingsTooltip;
  readonly #changed = new EventEmitter<undefined>();
  readonly #disposables = new DisposableList();
  #rows: readonly Row[] = [];
  #shown = '';
  #byId: ReadonlyMap<string, Row> = new Map();

  constructor(model: WorkspaceModel, savings: SavingsTooltip) {
    this.#model = model;
    this.#savings = savings;
    this.onDidChangeTreeData = this.#changed.event;
    this.#disposables.add(this.#changed);
    this.#disposables.add(model.onDidChange(() => this.#rebuild()));
    this.#rebuild();
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** The phases of a folder; none where it has no workflow. @param folder its key */
  phasesOf(folder: string | undefined): readonly PhaseRow[] {
    return phasesOf(this.#rows, folder);
  }

  /** The row as it is now. */
  row(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  getTreeItem(row: Row): TreeItem {
    const { folder } = row;
    return treeItem(row, row.kind === 'deliverable' ? this.#model.scope(folder).uriOf(row.file) : undefined);
  }

  getChildren(row?: Row): Row[] {
    if (row === undefined) return [...this.#rows];
    const now = this.#byId.get(row.id);
    return now === undefined ? [] : [...childrenOf(now)];
  }

  getParent(row: Row): Row | undefined {
    return row.parent === null ? undefined : this.#byId.get(row.parent);
  }

  /** What the workflow's files save stands on its current phase: the one row that it always has. */
  async resolveTreeItem(item: TreeItem, row: Row): Promise<TreeItem> {
    const { state, current } = this.#model.scope(row.folder);
    if (state === undefined) return item;
    const isCurrent = row.kind === 'phase' && row.isCurrent && current?.open !== undefined;
    const saved = isCurrent ? await this.#savings.lines(current.open, state.id, state.revision) : [];
    item.tooltip = rowTooltip(row, state, saved);
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #rebuild(): void {
    const rows = treeRows(this.#model.shown.flatMap(contentOf));
    const text = JSON.stringify(rows);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#rows = rows;
    this.#byId = new Map(withDescendants(rows).map((row) => [row.id, row]));
    this.#changed.fire(undefined);
  }
}

function contentOf({ key, folder, snapshot }: FolderController): readonly FolderContent[] {
  const base = { key, name: folder.name, state: undefined, files: {}, damage: [] };
  switch (snapshot.kind) {
    case 'workflow':
      return [{ ...base, state: snapshot.state, files: snapshot.files, others: snapshot.others }];
    case 'damaged':
      return [{ ...base, damage: damageRows(snapshot.error), others: snapshot.others }];
    default:
      return [];
  }
}
