/** The sentence above the tree while a level is reached. */

import { assumptionOf } from '../meter/assumed-window.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { isWarningLevel, type WarningLevel } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';

export const TREE_MESSAGES: Readonly<Record<WarningLevel, string>> = {
  warning: '{percent}% of the context window is used ({tokens} of {window} tokens): plan a handoff.',
  suggest:
    '{percent}% of the context window is used ({tokens} of {window} tokens): hand over to a new session.',
  force: '{percent}% of the context window is used ({tokens} of {window} tokens): a handoff is required now.',
};

/** Returns the sentence; null below the warning level. */
export function treeMessage(reading: Reading | null): Phrase | null {
  if (reading === null || !isWarningLevel(reading.level)) return null;
  const assumption = assumptionOf(reading);
  if (assumption !== null) return assumption;
  const { tokens, window, percent } = reading;
  if (tokens === null || window === null || percent === null) return null;
  return {
    template: TREE_MESSAGES[reading.level],
    parameters: { percent, tokens: groupThousands(tokens), window: groupThousands(window) },
  };
}
