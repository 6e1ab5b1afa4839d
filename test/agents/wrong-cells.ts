/**
 * Cells in which Ninefold can't know what the agent says: without a terminal there is no status line, even connected. The
 * sample leaves them out and says so.
 */
interface WrongCells {
  readonly cells: RegExp;
  readonly reason: string;
}

export const WRONG_CELLS: readonly WrongCells[] = [
  {
    cells:
      /^claude-code(?: before)? · claude-(?:opus|sonnet)-4-6\[1m\] · \S+ · (?:transcript|connected · headless)/,
    reason: 'nothing but the command line names [1m]; the meter says 200,000, assumed',
  },
  {
    cells: /^claude-code before · claude-opus-4-7\[1m\] · gateway · transcript/,
    reason: 'nothing but the command line names [1m]; the meter says 200,000, assumed',
  },
];
