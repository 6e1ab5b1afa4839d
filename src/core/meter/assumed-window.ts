/** What texts say if a window is only assumed: levels save as ever, but nothing says that a handoff is required. */

import { aboutTokens, shortTokens } from './format-tokens.ts';
import type { Level } from './levels.ts';
import { type Phrase, phrase } from './meter-words.ts';
import type { Reading } from './reading.ts';
import { tokensLeft } from './reading.ts';

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
  const { window, windowSource, compactsAt } = facts;
  const left = tokensLeft(facts);
  if (windowSource !== 'assumed' || left === null || window === null) return null;
  const kind = compactsAt === null ? 'full' : 'compacts';
  const parameters = { window: shortTokens(window), left: aboutTokens(left) };
  return phrase(left > 0 ? `assumed-${kind}` : `assumed-${kind}-now`, parameters);
}
