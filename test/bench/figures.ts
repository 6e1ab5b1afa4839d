/** A figure of the bench: what was measured, beside the budget that holds for it. */
export interface Figure {
  readonly what: string;
  /** With its unit, as it is printed. */
  readonly measured: string;
  readonly budget: string;
  readonly isWithin: boolean;
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

/** Milliseconds with as many digits as mean something. */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** A figure in milliseconds that may not pass a limit. */
export function atMost(what: string, value: number, limit: number): Figure {
  return {
    what,
    measured: milliseconds(value),
    budget: `≤ ${milliseconds(limit)}`,
    isWithin: value <= limit,
  };
}

/** A figure in milliseconds that has no budget of its own and explains another. */
export function beside(what: string, value: number): Figure {
  return { what, measured: milliseconds(value), budget: 'none', isWithin: true };
}
