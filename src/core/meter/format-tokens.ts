/** Figures as the banner, status bar, and tooltip show them: en-US, independent of the locale. */

/** @example groupThousands(150000) // '150,000' */
export function groupThousands(value: number): string {
  return Math.trunc(value)
    .toString()
    .replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Rounds to whole thousands, for figures that aren't more exact; below 1,000 up to whole hundreds. */
export function aboutTokens(tokens: number): string {
  return shortTokens(tokens < 1000 ? Math.ceil(tokens / 100) * 100 : Math.round(tokens / 1000) * 1000);
}

/**
 * Formats thousands of tokens, rounded down so that the figure never runs ahead of the level.
 *
 * @example shortTokens(152_900) // '152K'
 * @example shortTokens(1_000_000) // '1M'
 */
export function shortTokens(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  if (tokens % 1_000_000 === 0) return `${tokens / 1_000_000}M`;
  return `${Math.floor(tokens / 1000)}K`;
}
