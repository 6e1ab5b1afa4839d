import type { TreeDataProvider, TreeItem } from 'vscode';
import { workspace } from 'vscode';

import type { Phrase } from '../../core/meter/meter-words.ts';
import { withDescendants } from '../../core/view/rows.ts';
import type { NextRow, PhaseRow, Row } from '../../core/view/rows.ts';
import { phasesOf } from '../../core/view/tree-rows.ts';
import type { FolderContent } from '../../core/view/tree-rows.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { SessionWork } from '../activity/session-work.ts';
import { engineIfLoaded } from '../engine.ts';
import type { EngineModule } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { ReviewTracker } from '../review/review-tracker.ts';
import type { WaitingAgents } from '../sessions/waiting-agents.ts';
import type { UsageTracker } from '../usage/usage-tracker.ts';
import { planOf } from '../usage/plan-of.ts';
import { usageLines } from '../usage/usage-lines.ts';
import { RowStore } from './row-store.ts';
import { rowTooltip } from './row-tooltip.ts';
import { treeItem } from './tree-items.ts';

export interface PhaseTreeParts {
  readonly model: WorkspaceModel;
  readonly usage: UsageTracker;
  readonly review: ReviewTracker;
  readonly work: SessionWork;
  readonly reading: CurrentReading;
  readonly waiting: WaitingAgents;
  /** Returns milliseconds since the epoch. Defaults to the system's clock. */
  readonly now?: () => number;
}

/** A click this soon after the next step changed was aimed at the one before. */
const UNREAD_MS = 500;

/** Provides the rows of the phases view, only from snapshots. */
export class PhaseTree implements TreeDataProvider<Row>, DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #usage: UsageTracker;
  readonly #review: ReviewTracker;
  readonly #work: SessionWork;
  readonly #reading: CurrentReading;
  readonly #waiting: WaitingAgents;
  /** Of each folder's session, as the rows show it. */
  readonly #standings = new Map<string, string>();
  readonly #now: () => number;
  /** By row id, when a next step took the place of another. */
  readonly #nextSince = new Map<string, number>();
  readonly #disposables = new DisposableList();
  readonly #rows = this.#disposables.add(new RowStore<Row>(commandFacts));
  readonly onDidChangeTreeData = this.#rows.onDidChange;

  constructor({ model, usage, review, work, reading, waiting, now = Date.now }: PhaseTreeParts) {
    this.#model = model;
    this.#usage = usage;
    this.#review = review;
    this.#work = work;
    this.#reading = reading;
    this.#waiting = waiting;
    this.#now = now;
    this.#disposables.add(model.onDidChange(() => this.#rebuild()));
    this.#disposables.add(usage.onDidChange(() => this.#rebuild()));
    this.#disposables.add(review.onDidChange(() => this.#rebuild()));
    this.#disposables.add(work.onDidChange(() => this.#rebuild()));
    this.#disposables.add(waiting.onDidChange(() => this.#rebuild()));
    this.#disposables.add(reading.onDidChangeFolder((folder) => this.#takeReading(folder)));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#rebuild()));
    this.#rebuild();
  }

  get isEmpty(): boolean {
    return this.#rows.newestRows.length === 0;
  }

  /** Returns the phases of a folder; none without a workflow. @param folder its key */
  phasesOf(folder: string | undefined): readonly PhaseRow[] {
    return phasesOf(this.#rows.newestRows, folder);
  }

  /** Returns the current row of an id. */
  row(id: string): Row | undefined {
    return this.#rows.byId(id);
  }

  /**
   * Returns the next step as it is now, if it isn't the one that a click on `clicked` was aimed at; undefined if it is.
   * The row changes in place, so a click can reach one that nobody has read yet.
   */
  nextInstead(clicked: NextRow): { readonly label: Phrase | null } | undefined {
    const newest = this.#rows.byId(clicked.id);
    if (newest?.kind !== 'next') return { label: null };
    const since = this.#nextSince.get(clicked.id) ?? -Infinity;
    const isMeant = isSameNext(newest, clicked) && this.#now() - since >= UNREAD_MS;
    return isMeant ? undefined : { label: newest.label };
  }

  getTreeItem(known: Row): TreeItem {
    const row = this.#rows.newest(known);
    const { folder } = row;
    return treeItem(row, row.kind === 'deliverable' ? this.#model.scope(folder).uriOf(row.file) : undefined);
  }

  getChildren(row?: Row): Row[] {
    return this.#rows.children(row);
  }

  getParent(row: Row): Row | undefined {
    return this.#rows.parent(row);
  }

  resolveTreeItem(item: TreeItem, known: Row): TreeItem {
    const row = this.#rows.newest(known);
    const { snapshot } = this.#model.scope(row.folder);
    if (snapshot?.kind !== 'workflow') return item;
    const { state, files } = snapshot;
    item.tooltip = rowTooltip(row, { state, files, more: this.#usageLines(row, state) });
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** A transcript grows by the second; the rows depend on its level and the turns left. */
  #takeReading(folder: string): void {
    const reading = this.#reading.of(folder);
    const standing = `${reading?.level ?? ''} ${reading?.turnsLeft ?? ''}`;
    if (this.#standings.get(folder) === standing) return;
    this.#standings.set(folder, standing);
    this.#rebuild();
  }

  #rebuild(): void {
    // Before the first folder is read, there is nothing to show.
    const engine = engineIfLoaded();
    if (engine === undefined) return;
    const rows = engine.treeRows(this.#model.shown.flatMap((one) => this.#contentOf(one, engine)));
    this.#noteNext(rows);
    this.#rows.show(rows);
  }

  #noteNext(rows: readonly Row[]): void {
    for (const row of withDescendants(rows)) {
      const before = this.#rows.byId(row.id);
      if (row.kind !== 'next' || before?.kind !== 'next' || isSameNext(row, before)) continue;
      this.#nextSince.set(row.id, this.#now());
    }
  }

  /** Lines about a row's usage, and whether what it starts will fit. */
  #usageLines(row: Row, state: WorkflowState): readonly string[] {
    const controller = this.#model.scope(row.folder).current;
    if (controller === undefined) return [];
    const { key, snapshot } = controller;
    const plan = planOf(snapshot);
    return usageLines(row, { state, plan, measured: this.#usage.of(key), reading: this.#reading.of(key) });
  }

  #contentOf(
    { key, folder, snapshot }: FolderController,
    { damageRows }: Pick<EngineModule, 'damageRows'>,
  ): readonly FolderContent[] {
    const isReadOnly = !workspace.isTrusted;
    const { refused = [] } = snapshot;
    const base = { key, name: folder.name, state: undefined, files: {}, damage: [], isReadOnly };
    switch (snapshot.kind) {
      case 'workflow': {
        const { state, files, others } = snapshot;
        const damage = damageRows(null, refused);
        const [plan, measured, reading] = [planOf(snapshot), this.#usage.of(key), this.#reading.of(key)];
        const changed = this.#review.of(key)?.files.length ?? null;
        const isReworked = this.#review.isReworked(key);
        const [work, waiting, now] = [this.#work.of(key), this.#waiting.of(key), this.#now()];
        const facts = { plan, measured, reading, changed, isReworked, work, waiting, now };
        return [{ ...base, damage, state, files, others, ...facts }];
      }
      case 'damaged':
        return [{ ...base, damage: damageRows(snapshot.error, refused), others: snapshot.others }];
      default:
        return refused.length === 0 ? [] : [{ ...base, damage: damageRows(null, refused), others: [] }];
    }
  }
}

function isSameNext(one: NextRow, other: NextRow): boolean {
  return one.action === other.action && one.phase === other.phase && one.file === other.file;
}

/**
 * What the menus' commands of a row read: all but its looks and what is below it. The next step has no menu, so its
 * row is the same whatever it asks for, and the tree isn't announced as a whole.
 */
function commandFacts(row: Row): string {
  if (row.kind === 'next') return '';
  return JSON.stringify({ ...row, spoken: [], description: [], children: [], taken: undefined });
}
