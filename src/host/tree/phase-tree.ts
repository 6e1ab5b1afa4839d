import type { Event, TreeDataProvider, TreeItem } from 'vscode';
import { EventEmitter } from 'vscode';

import { damageRows } from '../../core/view/damage-rows.ts';
import { allRows, phaseRows } from '../../core/view/phase-rows.ts';
import type { DamageRow, PhaseRow, Row } from '../../core/view/phase-rows.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { rowTooltip } from './row-tooltip.ts';
import { treeItem } from './tree-items.ts';

/** Gives the tree its rows, from the snapshot alone. */
export class PhaseTree implements TreeDataProvider<Row>, Disposer {
  readonly onDidChangeTreeData: Event<undefined>;
  readonly #model: WorkspaceModel;
  readonly #changed = new EventEmitter<undefined>();
  readonly #disposables = new DisposableList();
  #rows: readonly PhaseRow[] = [];
  #damage: readonly DamageRow[] = [];
  #byId: ReadonlyMap<string, Row> = new Map();

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.onDidChangeTreeData = this.#changed.event;
    this.#disposables.add(this.#changed);
    this.#disposables.add(model.onDidChange(() => this.#rebuild()));
    this.#rebuild();
  }

  /** The phases; none where there is no workflow. */
  get rows(): readonly PhaseRow[] {
    return this.#rows;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0 && this.#damage.length === 0;
  }

  /** The row as it is now. */
  row(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  getTreeItem(row: Row): TreeItem {
    return treeItem(row, row.kind === 'deliverable' ? this.#model.uriOf(row.file) : undefined);
  }

  getChildren(row?: Row): Row[] {
    if (row === undefined) return [...this.#damage, ...this.#rows];
    const now = this.#byId.get(row.id);
    return now?.kind === 'phase' ? [...now.children] : [];
  }

  getParent(row: Row): Row | undefined {
    return row.parent === null ? undefined : this.#byId.get(row.parent);
  }

  resolveTreeItem(item: TreeItem, row: Row): TreeItem {
    const { state } = this.#model;
    if (state !== undefined) item.tooltip = rowTooltip(row, state);
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #rebuild(): void {
    const snapshot = this.#model.snapshot;
    const rows = snapshot?.kind === 'workflow' ? phaseRows(snapshot.state, snapshot.files) : [];
    const damage = snapshot?.kind === 'damaged' ? damageRows(snapshot.error) : [];
    if (JSON.stringify([damage, rows]) === JSON.stringify([this.#damage, this.#rows])) return;
    this.#rows = rows;
    this.#damage = damage;
    this.#byId = new Map(allRows(rows).map((row) => [row.id, row]));
    this.#changed.fire(undefined);
  }
}
