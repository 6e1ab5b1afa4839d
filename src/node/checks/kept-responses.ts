/** Reads the kept outputs of checks. */

import { join } from 'node:path';

import { entryNames } from '../files/optional-file.ts';
import { tryReadText } from '../files/safe-read.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { isResponseName, RESPONSES } from './response-store.ts';

export interface KeptResponse {
  /** The file's name for readers. */
  readonly log: string;
  readonly text: string;
}

/** Reads the outputs that are kept for this project, oldest first; skips what is refused. */
export async function keptResponses(layout: StateLayout): Promise<readonly KeptResponse[]> {
  const { root, prefix } = layout;
  const names = (await entryNames(join(root, RESPONSES))).filter((name) => isResponseName(name, prefix));
  const found = await Promise.all(
    names.toSorted().map(async (name): Promise<readonly KeptResponse[]> => {
      const path = join(root, RESPONSES, name);
      const text = await tryReadText({ path, kind: 'derived', below: root });
      return text === undefined
        ? []
        : [{ log: layout.shown(`${RESPONSES}/${name.slice(prefix.length)}`), text }];
    }),
  );
  return found.flat();
}
