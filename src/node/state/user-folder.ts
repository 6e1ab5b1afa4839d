/**
 * Ninefold's folder of one person on one machine, `~/.ninefold`: what agents' settings point at must stay where it is
 * whatever becomes of the extension. It holds no state of a workflow.
 */

import { join } from 'node:path';

/** @returns absolute; it may not exist */
export function userFolder(home: string): string {
  return join(home, '.ninefold');
}
