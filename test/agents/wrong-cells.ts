/** Cells in which Ninefold is known to say something else than the agent. The sample leaves them out and says so. */
interface WrongCells {
  readonly cells: RegExp;
  readonly reason: string;
}

const LARGE = 'claude-(?:opus-4-7|opus-5|sonnet-5|haiku-5-5|fable-5|mythos-5)';

export const WRONG_CELLS: readonly WrongCells[] = [
  {
    cells: new RegExp(
      `^claude-code · ${LARGE} · gateway · (?!AUTO_COMPACT_W|autoCompactW|DISABLE_1M|MAX_CONTEXT_TOKENS=120000 D).*(?:headless|transcript · terminal)$`,
    ),
    reason: 'from 2.1.286 on, a large window is served behind a gateway too; the meter says 200,000',
  },
  {
    cells: /^claude-code(?: before)? · claude-(?:opus|sonnet|haiku)-4-5-/,
    reason: 'these models compact only at the limit; the meter says 167,000',
  },
  {
    cells: /^claude-code before · claude-(?:opus-4-7|opus-5|haiku-5-5|fable-5|mythos-5)/,
    reason: 'up to 2.1.284 these models compact only at the limit; the meter says 33,000 below the window',
  },
  {
    cells: /^claude-code(?: before)? · claude-(?:opus|sonnet)-4-6\[1m\]/,
    reason: 'with [1m] these models compact only at the limit; the meter says 167,000 of 200,000, assumed',
  },
  {
    cells: /^claude-code · claude-sonnet-5 · own/,
    reason: 'from 2.1.286 on, Sonnet 5 compacts at 967,000; the meter says 934,000',
  },
  {
    cells: /^claude-code(?: before)? · my-gateways-model/,
    reason: 'the newest has 1,000,000 for an unknown model; the meter assumes 200,000',
  },
];
