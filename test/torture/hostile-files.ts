/** Every command and hook on every file in the place of which something else stands, or somebody else's text. */

import { RECORDS, WRITING, foreignTexts, replacedBy } from '../unit/files/foreign-records.ts';
import { COMMANDS, PLACES, THINGS, closeSockets, faultsOf, prepared } from '../unit/files/hostile-places.ts';
import { removeFolders } from '../unit/support/folders.ts';

interface HostileFiles {
  readonly tried: number;
  readonly faults: readonly string[];
}

export async function hostileFiles(): Promise<HostileFiles> {
  const project = await prepared();
  const faults: string[] = [];
  let texts = 0;
  try {
    for (const place of PLACES) {
      for (const thing of Object.keys(THINGS)) {
        const found = await faultsOf(project, place, thing, COMMANDS);
        // At once: the whole takes minutes.
        for (const fault of found) console.error(fault);
        faults.push(...found);
      }
    }
    for (const place of Object.keys(RECORDS)) {
      for (const text of foreignTexts(place)) {
        const found = await replacedBy(project, place, text, WRITING);
        for (const fault of found) console.error(fault);
        faults.push(...found);
        texts++;
      }
    }
  } finally {
    closeSockets();
    removeFolders();
  }
  const things = PLACES.length * Object.keys(THINGS).length;
  return { tried: things * COMMANDS.length + texts * WRITING.length, faults };
}
