/** Every cell of the matrix. */
import type { Cell } from './cells.ts';
import { claudeCells } from './claude-cells.ts';
import { codexCells } from './codex-cells.ts';
import { geminiCells } from './gemini-cells.ts';
import { WRONG_CELLS } from './wrong-cells.ts';

export const allCells: readonly Cell[] = [...claudeCells, ...codexCells, ...geminiCells];

/** Returns why Ninefold can't know what the agent says; undefined if it must. */
export function reasonOf({ name }: Pick<Cell, 'name'>): string | undefined {
  return WRONG_CELLS.find((wrong) => wrong.cells.test(name))?.reason;
}
