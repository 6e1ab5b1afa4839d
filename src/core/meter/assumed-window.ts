/** What texts say if a window is only assumed: levels save as ever, but nothing says that a handoff is required. */

import { shortTokens } from './format-tokens.ts';
import type { Level } from './levels.ts';
import { type Phrase, phrase } from './meter-words.ts';
import type { Reading } from './reading.ts';

type AssumedFacts = Pick<Reading, 'tokens' | 'window' | 'windowSource' | 'compactsAt' | 'compactsEarlier'>;

/** Returns the level to speak of: a required handoff on an assumed window is only suggested. */
export function spokenLevel({ level, windowSource }: Pick<Reading, 'level' | 'windowSource'>): Level {
  return level === 'force' && windowSource === 'assumed' ? 'suggest' : level;
}

/**
 * Names the assumption and what follows from it; null if the window is known.
 *
 * @example phraseText(assumptionOf(reading)) // 'If its window is 200K, it compacts in about 3K tokens.'
 */
export function assumptionOf(facts: AssumedFacts): Phrase | null {
  const { tokens, window, windowSource, compactsAt, compactsEarlier = 0 } = facts;
  if (windowSource !== 'assumed' || tokens === null || window === null) return null;
  const end = compactsAt === null ? window : compactsAt - compactsEarlier;
  const kind = compactsAt === null ? 'full' : 'compacts';
  const parameters = { window: shortTokens(window), left: aboutTokens(end - tokens) };
  return phrase(end > tokens ? `assumed-${kind}` : `assumed-${kind}-now`, parameters);
}

/** Rounds to whole thousands: the assumption isn't more exact. */
function aboutTokens(tokens: number): string {
  return shortTokens(tokens < 1000 ? Math.ceil(tokens / 100) * 100 : Math.round(tokens / 1000) * 1000);
}
