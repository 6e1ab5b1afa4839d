/** What an agent says of its own context. It's the expectation; no figure of a test is. */
export interface Said {
  /** As the agent rounds them. */
  readonly tokens: string;
  /** What its percent is of, as the agent rounds it; null if it doesn't say. */
  readonly window: string | null;
  /** Null if it doesn't say. */
  readonly percent: number | null;
  /** Null if it has no such point; undefined if it doesn't say. */
  readonly compactsAt: number | null | undefined;
}

/** Reads `155k`, `1m` or `63.5K` as a number. */
export function inFull(text: string): number {
  const [, digits = '', unit = ''] = /^([\d.,]+) ?([km]?)$/i.exec(text.trim()) ?? [];
  const factor = { k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(digits.replaceAll(',', '')) * factor);
}
