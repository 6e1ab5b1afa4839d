/** English texts of what a session offers to a phase, by key; `{name}` is a parameter. The host translates a template. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const OFFER_WORDS = {
  'offers-one': '1 file written by the agent',
  'offers-count': '{count} files written by the agent',
  'offers-hint': 'not added yet',
  'agent-plan': "Agent's plan",
  'open-one': '1 open to-do',
  'open-count': '{count} open to-dos',
  'todo-spoken': 'To-do {text}',
  'next-steps': 'Next steps ({count})',
  'next-step-spoken': 'Next step {text}',
  in_progress: 'in progress',
  in_flight: 'in progress',
  blocked: 'blocked',
  deferred: 'deferred',
  person: 'needs a person',
  'tooltip-offers':
    'The agent wrote these files in this phase. Add the ones that are its results; the workflow lists only those.',
  'tooltip-plan': "The agent's open to-dos. Add one to keep it in the workflow for the next session.",
} as const;

export function offerPhrase(word: keyof typeof OFFER_WORDS, parameters: MessageParameters = {}): Phrase {
  return { template: OFFER_WORDS[word], parameters };
}
