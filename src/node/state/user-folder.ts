/**
 * A person's Ninefold folder on a machine, `~/.ninefold`: what agents' settings refer to must stay in place whatever
 * happens to the extension. It contains no workflow state.
 */

import { join } from 'node:path';

/** Folder in it: outputs of checks in folders without state. */
export const USER_RESPONSES = 'responses';

/**
 * Returns the folder.
 *
 * @returns absolute; it may not exist
 */
export function userFolder(home: string): string {
  return join(home, '.ninefold');
}
