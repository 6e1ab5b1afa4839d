/** Finds files in a state root that would be refused, from folder listings alone, without opening any. */

import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import type { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { ifReadable } from '../files/optional-file.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { asRefusal, isRefusal } from '../files/safe-read.ts';
import { LinkError, requirePlain } from '../files/not-plain.ts';
import { requirePersonsLink } from '../git/persons-link.ts';
import { RULES_FILE } from '../rules/rules-file.ts';

const ROOT_FILES = [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE];
/** Folders to check completely, and the depth of their subfolders. */
const FOLDERS: Readonly<Record<string, number>> = { state: 3, [PROJECT_CONTEXTS]: 1 };
/** The content is someone's work, or set aside; it is checked file by file on use. */
const CLOSED: ReadonlySet<string> = new Set(['backups', 'trash', 'output', 'marked', 'base']);
/** Maximum number of reported files. */
const MOST = 100;

type Entry = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>;

interface StateEntry {
  readonly path: string;
  readonly entry: Entry;
}

/**
 * Lists the refused files by path; none if the root doesn't exist. The reader of a file reports if it is too large.
 */
export async function refusedFiles(layout: StateLayout): Promise<readonly NinefoldError[]> {
  const files = layout.project === null ? ROOT_FILES : [];
  const [rules, exports, entries] = await Promise.all([
    rulesRefusal(layout),
    Promise.all(files.map((name) => refusalAt(layout.absolute(name)))),
    stateEntries(layout),
  ]);
  const others = entries.flatMap(({ path, entry }) => refusalOf(path, entry));
  return [...rules, ...exports.flat(), ...others].slice(0, MOST);
}

/** Lists every entry of the state folders, except what is behind a link or someone's work. */
export async function stateEntries({ root, prefix }: StateLayout): Promise<readonly StateEntry[]> {
  const found = Object.entries(FOLDERS).map(([name, depth]) => entriesIn(join(root, name), depth, prefix));
  return (await Promise.all(found)).flat();
}

async function rulesRefusal({ root }: StateLayout): Promise<readonly NinefoldError[]> {
  const path = join(root, RULES_FILE);
  try {
    await requirePersonsLink(path, dirname(path));
    // A person's own link counts as its target.
    const status = await ifReadable(stat(path));
    return status === null ? [] : refusalOf(path, status);
  } catch (error) {
    return isRefusal(error) ? [error] : [asRefusal(path, error)];
  }
}

async function refusalAt(path: string): Promise<readonly NinefoldError[]> {
  const status = await ifReadable(lstat(path));
  return status === null ? [] : refusalOf(path, status);
}

async function entriesIn(folder: string, depth: number, prefix: string): Promise<readonly StateEntry[]> {
  const itself = await ifReadable(lstat(folder));
  if (itself === null) return [];
  if (itself.isSymbolicLink()) return [{ path: folder, entry: itself }];
  const entries = (await ifReadable(readdir(folder, { withFileTypes: true }))) ?? [];
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (!isOwn(folder, entry.name, prefix)) return [];
      if (!entry.isDirectory()) return [{ path, entry }];
      return depth > 0 && !CLOSED.has(entry.name) ? entriesIn(path, depth - 1, prefix) : [];
    }),
  );
  return found.flat();
}

/** In the user's own root, files carry the project in their names, but their folders don't. */
function isOwn(folder: string, name: string, prefix: string): boolean {
  return prefix === '' || basename(folder) === 'state' || name.includes(prefix) || name === 'archive';
}

function refusalOf(path: string, entry: Entry): readonly NinefoldError[] {
  try {
    if (entry.isSymbolicLink()) throw new LinkError();
    if (!entry.isDirectory()) requirePlain(entry);
    return [];
  } catch (error) {
    return [asRefusal(path, error)];
  }
}
