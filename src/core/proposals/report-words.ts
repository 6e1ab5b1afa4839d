/** Describes what happened to an edited export, as phrases: a template and its parameters. */

import type { ErrorCode } from '../failures/failures.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { Refusal } from './compared-documents.ts';
import { REFUSAL_WORDS } from './refusal-words.ts';

export const TAKEN_WORDS = {
  'deliverable.added': 'deliverable {file} was added',
  'decision.recorded': 'decision {id} was recorded',
  'nextStep.added': "next step '{text}' was added",
  'workflow.taskSet': 'the task was changed',
  'phase.submitted': 'phase {step} was submitted',
} as const;

/** Describes what was accepted. */
export function takenPhrase({ type, data }: WorkflowEvent): Phrase {
  const known: Readonly<Record<string, string>> = TAKEN_WORDS;
  return { template: known[type] ?? type, parameters: parametersOf(data) };
}

/**
 * Describes why something was refused.
 *
 * @param words of expected failures, in the surface's language
 */
export function refusalPhrase({ code, parameters }: Refusal, words: (code: ErrorCode) => string): Phrase {
  if (code !== 'declined') return { template: REFUSAL_WORDS[code], parameters };
  return { template: words(parameters.code as ErrorCode), parameters };
}

function parametersOf(data: object): Phrase['parameters'] {
  const entries: (readonly [string, unknown])[] = Object.entries(data);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
