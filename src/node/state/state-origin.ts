/** `state/origin.json`: whose the folder around the state is. Apart from the rest, because a disconnection changes it too. */

import { join } from 'node:path';

import { asFields, parseValue } from '../../core/json-fields.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { tryReadText } from '../files/safe-read.ts';

export const ORIGIN_SCHEMA = 'ninefold/origin/1';

/** @param root absolute path of the state root */
function originFile(root: string): string {
  return join(root, 'state', 'origin.json');
}

/** Reads the record's text; undefined without one. */
export function readOriginText(root: string): Promise<string | undefined> {
  return tryReadText({ path: originFile(root), kind: 'record', below: root });
}

/**
 * Makes the state in a folder remove it: its connection made the folder, and ends before the state does. Does nothing
 * without state.
 *
 * @throws NinefoldError file-unwritable
 */
export async function passOnFolder(root: string): Promise<void> {
  const origin = asFields(parseValue((await readOriginText(root)) ?? ''));
  if (origin?.schema !== ORIGIN_SCHEMA || origin.madeRoot !== false) return;
  await writeOrigin(root, { ...origin, madeRoot: true });
}

/** Writes the record. */
export function writeOrigin(root: string, origin: object): Promise<void> {
  return replaceFile(originFile(root), `${JSON.stringify(origin, null, 2)}\n`);
}
