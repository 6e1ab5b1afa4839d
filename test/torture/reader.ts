/** A reader while others write: nothing torn, nothing older after something newer. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { openFolder } from '../../src/node/folder/open-folder.ts';

const EXPORTS = [
  'workflow-state.toon',
  'session-context.toon',
  'decisions.toon',
  'state/workflows/wf-001.toon',
  'state/workflows/wf-001.json',
];

/**
 * Reads the journal through a service that goes on and through one that knows nothing, and every export strictly.
 *
 * @param say told `wrong …` for what mustn't be, and at the end `read N`
 */
export async function readAll(
  folder: string,
  isOver: () => boolean,
  say: (line: string) => void,
): Promise<void> {
  const options = { folder, home: '/nonexistent', environment: {} };
  const { service } = await openFolder(options);
  const newest = new Map<string, number>();
  let count = 0;
  const see = async (what: string, read: () => Promise<number>): Promise<void> => {
    try {
      const revision = await read();
      const before = newest.get(what) ?? 0;
      if (!(revision >= before)) say(`wrong ${what}: ${revision} after ${before}`);
      newest.set(what, revision);
      count++;
    } catch (error) {
      say(
        `wrong ${what}: ${error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)}`,
      );
    }
  };
  while (!isOver()) {
    await see('journal', async () => (await service.state('wf-001')).revision);
    await see(
      'journal, anew',
      async () => (await (await openFolder(options)).service.state('wf-001')).revision,
    );
    for (const file of EXPORTS) await see(file, () => revisionOf(join(folder, '.claude', file)));
  }
  say(`read ${count}`);
}

/** The revision of each export. @throws where one can't be read strictly */
export async function revisionsOf(folder: string): Promise<readonly (readonly [string, number])[]> {
  const paths = EXPORTS.map((file) => join(folder, '.claude', file));
  const revisions = await Promise.all(paths.map(revisionOf));
  return EXPORTS.map((file, index) => [file, revisions[index] ?? Number.NaN] as const);
}

/** The revision that an export ends with; one that was cut short has none. */
async function revisionOf(path: string): Promise<number> {
  const text = await readFile(path, 'utf8');
  const value: unknown = path.endsWith('.json') ? JSON.parse(text) : decode(text);
  const revision = (value as { readonly revision?: unknown }).revision;
  if (typeof revision !== 'number') throw new Error(`cut short: ${text.slice(-80)}`);
  return revision;
}
