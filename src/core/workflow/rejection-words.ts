/** The one table of rejections in words; `{count}` is their number since the step last began. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

/** Number of rejections after which a warning is shown. */
export const MANY_REJECTIONS = 3;

export const REJECTION_WORDS = {
  rejected: 'rejected {count}×',
  'rejected-once': 'rejected once',
  'rejected-spoken': 'rejected {count} times',
  'rejected-reason': 'Rejected: {reason}',
  'rejected-often': 'phase {phase} was rejected {count} times; review its plan, or reopen an earlier phase',
  'rejected-answer': 'Phase {phase} was rejected (attempt {count}).',
  'rejected-handoff': 'Rejected (attempt {count}): {reason}',
  'rejected-context': '{count} ×, last reason: {reason}',
} as const;

export function rejectionPhrase(word: keyof typeof REJECTION_WORDS, parameters: MessageParameters): Phrase {
  return { template: REJECTION_WORDS[word], parameters };
}
