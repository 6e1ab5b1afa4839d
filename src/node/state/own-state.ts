/** Decides which files below `state/` are Ninefold's. Another program's files there are never removed. */

import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { isSessionHandoffId } from '../../core/handoff/session-handoff-id.ts';
import { tryReadText } from '../files/safe-read.ts';
import { isLink } from '../files/optional-file.ts';
import type { StateLayout } from './state-layout.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';

/** Absolute paths of files, and of folders that are removed whole. */
export interface OwnState {
  readonly own: readonly string[];
  /** Other programs' files below `state/`; not searched for in the user's root, which is shared. */
  readonly others: readonly string[];
}

interface Place {
  readonly folder: string;
  /** Precedes the project in its names. */
  readonly before?: string;
  /** @param name without the project */
  readonly isOwn: (name: string, file: string, ids: ReadonlySet<string>) => Promise<boolean> | boolean;
}

/** A journal, what lies beside it, and the folder of its segments. */
const JOURNAL = /^(.+)\.journal(?:\.(?:jsonl(?:\.torn)?|snapshot))?$/;
const TEMPORARY = '.tmp';
/** Every document of ours has this, however it was cut or edited. */
const OURS = /"?schema"?\s*:\s*"?ninefold\//;
const SESSION_LINE = /"session_id"\s*:/;

const PLACES: readonly Place[] = [
  { folder: 'workflows', isOwn: isOwnDocument },
  { folder: 'handoffs', before: 'handoff-', isOwn: isOwnHandoff },
  { folder: 'handoffs/archive', isOwn: isOwnArchive },
  { folder: 'sessions', isOwn: isOwnSession },
  { folder: 'context', isOwn: (_, file) => saysOursIn(file) },
  { folder: 'agents', isOwn: async (_, file) => saysOursIn(join(file, 'result.json')) },
  { folder: 'edits', isOwn: () => true },
  { folder: 'responses', isOwn: (name) => name === '.gitignore' || name.endsWith('.log') },
  { folder: 'backups', isOwn: () => true },
  { folder: 'trash', isOwn: () => true },
];
/** Files of the root itself, which in the user's root serves every project. */
const ROOT_FILE =
  /^(?:\.gitignore|\.gitattributes|origin\.json|ninefold\.lock.*|agents(?:-merge)?\.lock.*)$|\.tmp$/;

/**
 * Searches `state/`; empty if there is none.
 *
 * @throws NinefoldError file-unreadable
 */
export async function ownState(layout: StateLayout): Promise<OwnState> {
  const state = join(layout.root, 'state');
  const ids = await idsIn(layout, join(state, 'workflows'));
  if (await isLink(state)) return { own: layout.project === null ? [state] : [], others: [] };
  const own: string[] = [];
  const others: string[] = [];
  const linked = new Set<string>();
  for (const { folder, before = '', isOwn } of PLACES) {
    if (linked.has(dirname(folder))) continue;
    if (await isLink(join(state, folder))) {
      // Remove the link itself; don't look behind it.
      linked.add(folder);
      continue;
    }
    const start = `${before}${layout.prefix}`;
    for (const name of await entryNames(join(state, folder))) {
      const file = join(state, folder, name);
      if (PLACES.some((place) => join(state, place.folder) === file)) continue;
      const isNamed = name.startsWith(start);
      const isOurs =
        isNamed && (name.endsWith(TEMPORARY) || (await isOwn(name.slice(start.length), file, ids)));
      (isOurs ? own : others).push(file);
    }
  }
  if (layout.project !== null) return { own, others: [] };
  own.push(...[...linked].map((folder) => join(state, folder)));
  for (const name of await entryNames(state)) {
    if (PLACES.some(({ folder }) => folder === name)) continue;
    (ROOT_FILE.test(name) ? own : others).push(join(state, name));
  }
  return { own, others };
}

async function idsIn({ prefix }: StateLayout, workflows: string): Promise<ReadonlySet<string>> {
  const own = (await entryNames(workflows)).filter((name) => name.startsWith(prefix));
  return new Set(own.flatMap((name) => JOURNAL.exec(name.slice(prefix.length))?.[1] ?? []));
}

async function isOwnDocument(name: string, file: string, ids: ReadonlySet<string>): Promise<boolean> {
  if (JOURNAL.test(name)) return true;
  return ids.has(name.replace(/\.(?:json|toon)$/, '')) || saysOursIn(file);
}

function isOwnArchive(name: string, _: string, ids: ReadonlySet<string>): boolean {
  return ids.has(name) || isSessionHandoffId(name);
}

/** One without a workflow is of a session, or comes from `save --emergency`. */
function isOwnHandoff(name: string, _: string, ids: ReadonlySet<string>): boolean {
  const id = /^(.+)\.md$/.exec(name)?.[1];
  return id !== undefined && (ids.has(id) || id === 'emergency' || isSessionHandoffId(id));
}

/** Our own records, and what the status line bridge stored. */
async function isOwnSession(_: string, file: string): Promise<boolean> {
  const text = await readFileText(file);
  return text !== undefined && (OURS.test(text) || SESSION_LINE.test(text));
}

async function saysOursIn(file: string): Promise<boolean> {
  const text = await readFileText(file);
  return text !== undefined && OURS.test(text);
}

/** A folder or link in the place of a file has no text. */
function readFileText(path: string): Promise<string | undefined> {
  return tryReadText({ path, kind: 'derived' });
}

async function entryNames(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
  }
}
