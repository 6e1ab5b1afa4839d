/** English texts of the savings in the window; `{name}` is a parameter. The host translates them. */

import { groupThousands } from '../meter/format-tokens.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { SavingsMeasures } from './savings.ts';
import { savingsOf } from './savings.ts';

export const SAVINGS_WORDS = {
  'toon-pretty': 'TOON uses {percent}% fewer tokens than pretty-printed JSON of the same content',
  'toon-compact': 'TOON uses {percent}% fewer tokens than compact JSON of the same content',
  'resume-state': 'Resuming loads {resume} tokens, {percent}% fewer than the full state ({full})',
  'resume-transcript': 'A new session starts with {begin} tokens instead of {transcript}, {percent}% fewer',
  'lazy-loading': "Agent and skill definitions: {percent}% isn't loaded until it's needed",
  'compressed-context':
    'The context of a new session has {percent}% fewer tokens than the documents it replaces',
  'response-analyzer': 'Summaries of checks use {percent}% fewer tokens than their outputs',
  'background-agents': 'Agent tasks in parallel took {percent}% less time than in sequence',
} as const;

/** Returns a phrase for each saving; omits what isn't measured or saves nothing. */
export function savingsPhrases(measures: SavingsMeasures): readonly Phrase[] {
  const { resume, handoff, fullState, transcript } = measures;
  const figures = {
    resume: groupThousands(resume),
    full: groupThousands(fullState),
    begin: groupThousands(resume + (handoff ?? 0)),
    transcript: groupThousands(transcript ?? 0),
  };
  return savingsOf(measures).flatMap(({ id, percent }) =>
    percent === null || percent <= 0
      ? []
      : [{ template: SAVINGS_WORDS[id], parameters: { ...figures, percent } }],
  );
}
