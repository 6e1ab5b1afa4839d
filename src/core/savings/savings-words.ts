/** The English words of the savings in the window; `{name}` is a parameter. The host translates them by their text. */

import { groupThousands } from '../meter/format-tokens.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { SavingsMeasures } from './savings.ts';
import { savingsOf } from './savings.ts';

export const SAVINGS_WORDS = {
  'toon-pretty': 'TOON takes {percent}% fewer tokens than pretty JSON of the same content',
  'toon-compact': 'TOON takes {percent}% fewer tokens than compact JSON of the same content',
  'resume-state': 'A resume loads {resume} tokens, {percent}% fewer than the full state ({full})',
  'resume-transcript': 'A new session begins with {begin} tokens instead of {transcript}, {percent}% fewer',
  'lazy-loading': 'Definitions of agents and skills: {percent}% stay unloaded until they are used',
} as const;

/** A phrase for each saving; what isn't measured, and what saves nothing, goes without saying in a tooltip. */
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
