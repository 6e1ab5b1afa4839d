/** The sentence above the tree while a level is reached. */

import { assumptionOf } from '../meter/assumed-window.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { levelPhrase } from '../meter/level-words.ts';
import { isWarningLevel } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';
import type { WorkflowState } from '../workflow/state.ts';

/**
 * Returns the sentence; null below the warning level.
 *
 * @param state of the active workflow; undefined if there is none
 */
export function treeMessage(reading: Reading | null, state?: WorkflowState): Phrase | null {
  if (reading === null || !isWarningLevel(reading.level)) return null;
  const assumption = assumptionOf(reading);
  if (assumption !== null) return assumption;
  const { tokens, window, percent } = reading;
  if (tokens === null || window === null || percent === null) return null;
  const parameters = { percent, tokens: groupThousands(tokens), window: groupThousands(window) };
  if (state?.status === 'completed') return levelPhrase('tree-done', parameters);
  const isWritten = isHandedOver(reading, state) && reading.level !== 'warning';
  return levelPhrase(isWritten ? 'tree-written' : `tree-${reading.level}`, parameters);
}

/** Returns whether the workflow's newest handoff is of the reading's session. */
function isHandedOver({ sessionId }: Reading, state: WorkflowState | undefined): boolean {
  return state?.handoffs.at(-1)?.session === sessionId;
}
