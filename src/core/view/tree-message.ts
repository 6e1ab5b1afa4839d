/** The sentence above the tree while a level is reached. */

import { assumptionOf } from '../meter/assumed-window.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { levelPhrase } from '../meter/level-words.ts';
import { isWarningLevel } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';

/** Returns the sentence; null below the warning level. */
export function treeMessage(reading: Reading | null): Phrase | null {
  if (reading === null || !isWarningLevel(reading.level)) return null;
  const assumption = assumptionOf(reading);
  if (assumption !== null) return assumption;
  const { tokens, window, percent } = reading;
  if (tokens === null || window === null || percent === null) return null;
  const parameters = { percent, tokens: groupThousands(tokens), window: groupThousands(window) };
  return levelPhrase(`tree-${reading.level}`, parameters);
}
