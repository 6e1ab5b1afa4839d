/** Every command and hook on every file in the place of which something else stands. */

import { COMMANDS, PLACES, THINGS, closeSockets, faultsOf, prepared } from '../unit/files/hostile-places.ts';
import { removeFolders } from '../unit/support/folders.ts';

interface HostileFiles {
  readonly tried: number;
  readonly faults: readonly string[];
}

export async function hostileFiles(): Promise<HostileFiles> {
  const project = await prepared();
  const faults: string[] = [];
  try {
    for (const place of PLACES) {
      for (const thing of Object.keys(THINGS)) {
        const found = await faultsOf(project, place, thing, COMMANDS);
        // At once: the whole takes minutes.
        for (const fault of found) console.error(fault);
        faults.push(...found);
      }
    }
  } finally {
    closeSockets();
    removeFolders();
  }
  return { tried: PLACES.length * Object.keys(THINGS).length * COMMANDS.length, faults };
}
