/** The one table of what is said when a level is reached; `{name}` is a parameter. The host translates a template. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from './meter-words.ts';

export const LEVEL_WORDS = {
  full: 'The context window is {percent}% full ({tokens} of {window} tokens).',
  used: "The session uses {tokens} tokens, and its window isn't known.",
  plan: "Plan a handoff while there's room.",
  'plan-in-session': "Plan a handoff while there's room (`workflow:handoff`).",
  'not-written': "Couldn't write the handoff. {reason}",
  'no-workflow': "Continue in a new session. There's no workflow to hand over.",
  written: 'The handoff is written. Continue in a new session.',
  saved: 'The state is saved and the handoff is written.',
  'saved-now': 'The state is saved and the handoff is written. Continue in a new session now.',
  /** The sentence above the tree. */
  'tree-warning': '{percent}% of the context window is used ({tokens} of {window} tokens): plan a handoff.',
  'tree-suggest':
    '{percent}% of the context window is used ({tokens} of {window} tokens): hand over to a new session.',
  'tree-force':
    '{percent}% of the context window is used ({tokens} of {window} tokens): a handoff is required now.',
} as const;

export function levelPhrase(word: keyof typeof LEVEL_WORDS, parameters: MessageParameters = {}): Phrase {
  return { template: LEVEL_WORDS[word], parameters };
}
