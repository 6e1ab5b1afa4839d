/** Distributes limited space among the rows of several tables: each table gets a fair share, and no row is cut. */

export interface RowTable {
  readonly name: string;
  /** Length of each written row, in order of importance. */
  readonly lengths: readonly number[];
}

/**
 * Selects the rows that stay. A table that needs less than an equal share leaves the rest to the others; space that
 * is too small for a table's next row goes to any row that still fits.
 *
 * @param room for all rows together, in the unit of the lengths
 * @returns the indices of the rows that stay, ascending, by table
 */
export function allocateRows(
  tables: readonly RowTable[],
  room: number,
): Readonly<Record<string, readonly number[]>> {
  const parts = allocateRoom(
    tables.map(({ lengths }) => sum(lengths)),
    room,
  );
  const chosen = tables.map(({ lengths }, index) => fitting(lengths, parts[index] ?? 0, new Set()));
  const used = tables.map(({ lengths }, index) => sum(pick(lengths, chosen[index])));
  let left = room - sum(used);
  tables.forEach(({ lengths }, index) => {
    const taken = chosen[index] ?? new Set<number>();
    for (const row of fitting(lengths, left, taken)) {
      taken.add(row);
      left -= lengths[row] ?? 0;
    }
  });
  return Object.fromEntries(
    tables.map(({ name }, index) => [name, [...(chosen[index] ?? [])].sort((one, other) => one - other)]),
  );
}

/** Divides `room` so that none gets more than needed, and the rest is shared equally. */
export function allocateRoom(needs: readonly number[], room: number): readonly number[] {
  const parts = needs.map(() => 0);
  let left = Math.max(0, room);
  const rising = needs.map((need, index) => ({ need, index })).sort((one, other) => one.need - other.need);
  rising.forEach(({ need, index }, place) => {
    const part = Math.min(need, Math.floor(left / (rising.length - place)));
    parts[index] = part;
    left -= part;
  });
  return parts;
}

/** Returns the first rows that fit, skipping those that don't. */
function fitting(lengths: readonly number[], room: number, taken: ReadonlySet<number>): Set<number> {
  const rows = new Set<number>();
  let left = room;
  lengths.forEach((length, row) => {
    if (taken.has(row) || length > left) return;
    rows.add(row);
    left -= length;
  });
  return rows;
}

function pick(lengths: readonly number[], rows: ReadonlySet<number> | undefined): readonly number[] {
  return lengths.filter((_, row) => rows?.has(row) === true);
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}
