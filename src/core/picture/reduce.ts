/** Reduces a line's points to the first, lowest, highest, and last of each pixel column. */

/** Points of a line ordered by x, in two arrays: twenty thousand objects would take ten times the memory. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Returns the indices of points that draw the same line: no peak is lost or added. At most four per column.
 *
 * @param columns over which the line is drawn, usually pixels
 */
export function reducePoints({ x, y }: Points, columns: number): readonly number[] {
  if (x.length <= columns * 4) return x.map((_, index) => index);
  const first = x[0] ?? 0;
  const length = (x.at(-1) ?? first) - first;
  const columnOf = (index: number): number =>
    length === 0 ? 0 : Math.min(columns - 1, Math.floor((((x[index] ?? first) - first) / length) * columns));
  const kept: number[] = [];
  for (let begin = 0; begin < x.length;) {
    const column = columnOf(begin);
    let end = begin;
    let least = begin;
    let most = begin;
    while (end + 1 < x.length && columnOf(end + 1) === column) {
      end += 1;
      if ((y[end] ?? 0) < (y[least] ?? 0)) least = end;
      if ((y[end] ?? 0) > (y[most] ?? 0)) most = end;
    }
    const own = new Set([begin, Math.min(least, most), Math.max(least, most), end]);
    kept.push(...own);
    begin = end + 1;
  }
  return kept;
}

/** Returns the index of the value nearest to `wanted` in an ascending array; −1 if empty. */
export function nearestIndex(rising: readonly number[], wanted: number): number {
  let low = 0;
  let high = rising.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((rising[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const before = rising[low - 1];
  return before !== undefined && wanted - before <= (rising[low] ?? 0) - wanted ? low - 1 : low;
}
