/** The text of `sessions/current.json`; `session-store.ts` reads its content, and changes it. */

import { readText } from '../files/safe-read.ts';
import type { StateLayout } from './state-layout.ts';

/** Relative to the root. */
export const SESSION_FILE = 'state/sessions/current.json';

/** Reads the record's text; undefined if there is none. @throws what `safe-read.ts` refuses */
export function readSessionText(layout: StateLayout): Promise<string | undefined> {
  return readText({ path: layout.absolute(SESSION_FILE), kind: 'record', below: layout.root });
}
