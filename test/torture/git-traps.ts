/** Every trap that git can be led into, one after the other, and every variable that can mislead it. */

import { removeFolders } from '../unit/support/folders.ts';
import { removeTemplate } from '../unit/security/trap-place.ts';
import { MISLEADING, allTraps, faultsOf, misleadsOf } from '../unit/security/trapped-looks.ts';

interface GitTraps {
  readonly traps: number;
  readonly variables: number;
  /** What a look ran or was told wrongly, and traps that plain git doesn't run. */
  readonly faults: readonly string[];
}

export async function gitTraps(): Promise<GitTraps> {
  const traps = allTraps();
  const faults: string[] = [];
  try {
    for (const trap of traps) {
      faults.push(...(await faultsOf(trap)));
      removeFolders();
    }
    for (const variable of MISLEADING) {
      faults.push(...(await misleadsOf(variable)));
      removeFolders();
    }
  } finally {
    removeTemplate();
  }
  return { traps: traps.length, variables: MISLEADING.length, faults };
}
