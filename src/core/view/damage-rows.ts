/** The tree where the state can't be read: one row that leads to the place. */

import type { NinefoldError } from '../errors.ts';
import type { DamageRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/** The row that opens the file at fault; none where the failure names no line of a file. */
export function damageRows({ parameters }: NinefoldError): readonly DamageRow[] {
  const { file, line } = parameters;
  if (typeof file !== 'string' || typeof line !== 'number') return [];
  const spoken = [viewPhrase('open-damaged', { file, line })];
  return [
    { kind: 'damage', id: 'damage', parent: null, file, actions: ['recover'], description: [], spoken },
  ];
}

/** What stands on the row: the place, short enough for a side bar. */
export function damageLabel({ file, spoken }: DamageRow): DamageRow['spoken'] {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return spoken.map(({ template, parameters }) => ({ template, parameters: { ...parameters, file: name } }));
}
