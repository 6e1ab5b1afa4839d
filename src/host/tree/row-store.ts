import { EventEmitter } from 'vscode';

import type { DisposableLike } from '../registration/disposable-list.ts';

/** A row of a tree; what has the same id is the same row. */
export interface StoredRow<R> {
  readonly id: string;
  readonly parent: string | null;
  readonly children: readonly R[];
}

/**
 * Keeps the object that VS Code knows for each row while the row exists, and announces only the rows whose content changed. A tree
 * that is announced as a whole loses its rows for a moment, and a click on an action then reaches the command without its row.
 */
export class RowStore<R extends StoredRow<R>> implements DisposableLike {
  readonly #changed = new EventEmitter<R[] | undefined>();
  /** The rows to refresh with everything below them; undefined for the whole tree. */
  readonly onDidChange = this.#changed.event;
  #rows: readonly R[] = [];
  #newest: ReadonlyMap<string, R> = new Map();
  /** The objects that VS Code knows, by id. */
  #known: ReadonlyMap<string, R> = new Map();

  dispose(): void {
    this.#changed.dispose();
  }

  /** Replaces the rows. */
  show(rows: readonly R[]): void {
    const changed = changedRows(this.#rows, rows);
    this.#rows = rows;
    this.#newest = new Map(withDescendants(rows).map((row) => [row.id, row]));
    this.#known = new Map([...this.#newest].map(([id, row]) => [id, this.#known.get(id) ?? row]));
    if (changed === null) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map((row) => this.#knownOf(row)));
  }

  /** Returns the rows below one, or the outermost. */
  children(row?: R): R[] {
    return (row === undefined ? this.#rows : this.newest(row).children).map((one) => this.#knownOf(one));
  }

  parent({ parent }: R): R | undefined {
    return parent === null ? undefined : this.#known.get(parent);
  }

  /** Returns a row's current content. */
  newest(row: R): R {
    return this.#newest.get(row.id) ?? row;
  }

  #knownOf(row: R): R {
    return this.#known.get(row.id) ?? row;
  }
}

/** Returns the outermost rows that changed, with the nearest row around a changed list; null if the outermost list itself changed. */
function changedRows<R extends StoredRow<R>>(before: readonly R[], after: readonly R[]): readonly R[] | null {
  const isSameList = before.length === after.length && after.every(({ id }, at) => before[at]?.id === id);
  if (!isSameList) return null;
  return after.flatMap((row, at) => {
    const earlier = before[at] ?? row;
    const below = changedRows(earlier.children, row.children);
    return below === null || ownContent(earlier) !== ownContent(row) ? [row] : below;
  });
}

function ownContent<R extends StoredRow<R>>(row: R): string {
  return JSON.stringify({ ...row, children: [] });
}

function withDescendants<R extends StoredRow<R>>(rows: readonly R[]): readonly R[] {
  return rows.flatMap((row) => [row, ...withDescendants(row.children)]);
}
