/** Phases of other tools, whose numbers differ: recognized by their names. */

import { PHASES, parsePhase } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';

/** What a phase's name reveals; the first match counts. */
const NAMES: readonly (readonly [RegExp, StepId])[] = [
  [/\brefactor/i, '5c'],
  [/\bgreen\b/i, '5b'],
  [/\bred\b|\bfailing tests?\b|\bwrite tests?\b/i, '5a'],
  [/\btest (plan|strategy|design)/i, '4'],
  [/\b(review|audit)\b/i, '6'],
  [/\b(qa|verif\w*|validat\w*|acceptance)\b/i, '7'],
  [/\b(requirements?|understand\w*|discover\w*|clarif\w*|analy[sz]\w*|specify)\b/i, '1'],
  [/\b(ui|ux|wireframes?|mockups?|components?)\b/i, '3'],
  [/\b(tech\w*|architect\w*|plan\w*|design\w*|spec\w*)\b/i, '2'],
  [/\b(build|implement\w*|develop\w*|code|coding)\b/i, '5b'],
  [/\b(docs?|document\w*|summary)\b/i, '8'],
  [/\b(notif\w*|final\w*|release\w*|ship\w*|deploy\w*|deliver\w*|done)\b/i, '9'],
];

/** A phase of a document: its number there, and its name if it has one. */
export interface NamedPhase {
  readonly num: string;
  readonly name: string | undefined;
}

/**
 * Makes a function from a document's phase number to a phase (`2`) or step (`5b`); empty for a phase that isn't one of
 * ours. Numbers count where the names are ours or missing, and where nine phases have names that say nothing.
 */
export function phaseNumbering(phases: readonly NamedPhase[]): (num: string) => string {
  if (phases.every(({ num, name }) => name === undefined || name === nameOf(num))) return (num) => num;
  const isNine = phases.length === PHASES.length;
  const places = new Map(
    phases.map(({ num, name = '' }) => {
      const step = NAMES.find(([pattern]) => pattern.test(name))?.[1];
      return [num, step ?? (isNine ? num : '')] as const;
    }),
  );
  return (num) => places.get(num) ?? '';
}

function nameOf(num: string): string | undefined {
  const step = parsePhase(num)?.[0];
  return step === undefined ? undefined : PHASES[Number(step.charAt(0)) - 1]?.name;
}
