/** Next steps whose status an edit changed: done, blocked, or resumed. */

import type { WorkflowIntent } from '../workflow/intents.ts';
import { NEXT_STEP_STATUSES } from '../workflow/state.ts';
import type { DocumentValue } from './compared-documents.ts';

export interface StepChanges {
  readonly intents: readonly WorkflowIntent[];
  /** Additions that aren't a changed status. */
  readonly added: readonly DocumentValue[];
  readonly removed: readonly DocumentValue[];
}

/**
 * Pairs a removed row with an added one that has the same words.
 *
 * @param numberOf number of the step in a row; undefined if the intents aren't needed
 */
export function stepChanges(
  added: readonly DocumentValue[],
  removed: readonly DocumentValue[],
  numberOf: (row: DocumentValue) => number | undefined,
): StepChanges {
  const left = [...added];
  const gone: DocumentValue[] = [];
  const intents: WorkflowIntent[] = [];
  for (const row of removed) {
    const index = left.findIndex(({ text, status }) => text === row.text && statusOf(status) !== undefined);
    const status = statusOf(left[index]?.status);
    if (status === undefined) {
      gone.push(row);
      continue;
    }
    left.splice(index, 1);
    const number = numberOf(row);
    if (number !== undefined) intents.push({ kind: 'setNextStep', number, status });
  }
  return { intents, added: left, removed: gone };
}

function statusOf(value: unknown): (typeof NEXT_STEP_STATUSES)[number] | undefined {
  return NEXT_STEP_STATUSES.find((status) => status === value);
}
