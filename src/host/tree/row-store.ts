import { EventEmitter } from 'vscode';

import type { DisposableLike } from '../registration/disposable-list.ts';

/** A row of a tree; what has the same id is the same row. */
export interface StoredRow<R> {
  readonly id: string;
  readonly parent: string | null;
  readonly children?: readonly R[];
}

/** Returns what commands read of a row besides its id, as text. */
type FactsOf<R> = (row: R) => string;

/**
 * Keeps the object that VS Code knows for each row while the row exists, and announces only the rows whose content changed. A tree
 * that is announced as a whole loses its rows for a moment, and a click on an action then reaches the command without its row.
 * A command gets the object that VS Code knows, so a row whose facts changed is another one.
 */
export class RowStore<R extends StoredRow<R>> implements DisposableLike {
  readonly #changed = new EventEmitter<R[] | undefined>();
  /** The rows to refresh with everything below them; undefined for the whole tree. */
  readonly onDidChange = this.#changed.event;
  readonly #factsOf: FactsOf<R>;
  #rows: readonly R[] = [];
  #newest: ReadonlyMap<string, R> = new Map();
  /** The objects that VS Code knows, by id. */
  #known: ReadonlyMap<string, R> = new Map();

  /** @param factsOf without it, commands use only the id */
  constructor(factsOf: FactsOf<R> = () => '') {
    this.#factsOf = factsOf;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Replaces the rows. */
  show(rows: readonly R[]): void {
    const changed = changedRows(this.#rows, rows, this.#factsOf);
    this.#rows = rows;
    this.#newest = new Map(withDescendants(rows).map((row) => [row.id, row]));
    this.#known = new Map([...this.#newest].map(([id, row]) => [id, this.#stillKnown(row) ?? row]));
    if (changed === null) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map((row) => this.#knownOf(row)));
  }

  /** Returns the rows below one, or the outermost. */
  children(row?: R): R[] {
    return (row === undefined ? this.#rows : below(this.newest(row))).map((one) => this.#knownOf(one));
  }

  parent({ parent }: R): R | undefined {
    return parent === null ? undefined : this.#known.get(parent);
  }

  /** Returns a row's current content. */
  newest(row: R): R {
    return this.#newest.get(row.id) ?? row;
  }

  /** The outermost rows, with their current content. */
  get newestRows(): readonly R[] {
    return this.#rows;
  }

  /** Returns the row of an id, with its current content. */
  byId(id: string): R | undefined {
    return this.#newest.get(id);
  }

  #stillKnown(row: R): R | undefined {
    const known = this.#known.get(row.id);
    return known !== undefined && this.#factsOf(known) === this.#factsOf(row) ? known : undefined;
  }

  #knownOf(row: R): R {
    return this.#known.get(row.id) ?? row;
  }
}

/**
 * Returns the outermost rows that changed, with the nearest row around a changed list; null if the outermost list itself
 * changed.
 */
function changedRows<R extends StoredRow<R>>(
  before: readonly R[],
  after: readonly R[],
  factsOf: FactsOf<R>,
): readonly R[] | null {
  const isSame = (row: R, at: number): boolean => {
    const earlier = before[at];
    return earlier?.id === row.id && factsOf(earlier) === factsOf(row);
  };
  if (before.length !== after.length || !after.every(isSame)) return null;
  return after.flatMap((row, at) => {
    const earlier = before[at] ?? row;
    const changed = changedRows(below(earlier), below(row), factsOf);
    return changed === null || ownContent(earlier) !== ownContent(row) ? [row] : changed;
  });
}

function below<R extends StoredRow<R>>({ children = [] }: R): readonly R[] {
  return children;
}

function ownContent<R extends StoredRow<R>>(row: R): string {
  return JSON.stringify({ ...row, children: [] });
}

function withDescendants<R extends StoredRow<R>>(rows: readonly R[]): readonly R[] {
  return rows.flatMap((row) => [row, ...withDescendants(below(row))]);
}
