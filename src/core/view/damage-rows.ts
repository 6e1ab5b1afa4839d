/** Rows for state that can't be read. */

import type { NinefoldError } from '../errors.ts';
import type { DamageRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/**
 * Creates a row that opens the damaged file, if the failure names a line, and a row for each refused file.
 *
 * @param error null if the state can be read
 */
export function damageRows(
  error: NinefoldError | null,
  refused: readonly NinefoldError[] = [],
): readonly DamageRow[] {
  return [...damagedRow(error), ...refused.flatMap(refusedRow)];
}

function damagedRow(error: NinefoldError | null): readonly DamageRow[] {
  const { file, line } = error?.parameters ?? {};
  if (typeof file !== 'string' || typeof line !== 'number') return [];
  const spoken = [viewPhrase('open-damaged', { file, line })];
  return [{ ...ROW, id: 'damage', file, isOpenable: true, actions: ['recover'], spoken }];
}

function refusedRow({ parameters }: NinefoldError): readonly DamageRow[] {
  const { path: file, reason = '' } = parameters;
  if (typeof file !== 'string') return [];
  const spoken = [viewPhrase('refused', { file, reason })];
  return [{ ...ROW, id: `damage/${file}`, file, isOpenable: false, actions: [], spoken }];
}

const ROW = { kind: 'damage', parent: null, description: [] } as const;

/** Returns the label of a row: the file name only, to fit a side bar. */
export function damageLabel({ file, spoken }: DamageRow): DamageRow['spoken'] {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return spoken.map(({ template, parameters }) => ({ template, parameters: { ...parameters, file: name } }));
}
