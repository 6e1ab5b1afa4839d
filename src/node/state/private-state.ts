/**
 * Private by default: writes `state/.gitignore`, and lists the root's exports in git's private exclude file. Changes
 * nothing that the team tracks. The previous state is recorded, so that removing Ninefold restores the same bytes.
 */

import type { Stats } from 'node:fs';
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as z from 'zod/mini';

import { wayTo } from '../../core/paths/paths.ts';
import { parseValue } from '../../core/json-fields.ts';
import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import { createWhole, replaceFile, unwritable } from '../files/atomic-file.ts';
import { readBytes } from '../files/safe-read.ts';
import { findRepository } from '../git/find-repository.ts';
import { ifExists } from '../files/optional-file.ts';
import { replaceLinked } from '../files/linked-file.ts';
import { ROOT_FILES, isShared, stateRules, writePrivateRules, writeSharedRules } from './shared-rules.ts';
import { ORIGIN_SCHEMA, readOriginText, writeOrigin } from './state-origin.ts';
import type { StateLayout } from './state-layout.ts';
import { errorCode, isAbsence } from '../files/system-error.ts';

const BEGIN = '# ninefold: private state (begin)';
const END = '# ninefold: private state (end)';
/** The project contexts are also personal until they are shared: made from the code as it is on this machine. */
const PRIVATE_ENTRIES: readonly string[] = [...ROOT_FILES, `${PROJECT_CONTEXTS}/`];

const originSchema = z.object({
  schema: z.literal(ORIGIN_SCHEMA),
  /** Ninefold made the state root itself. */
  madeRoot: z.boolean(),
  /** Previous state of git's exclude file: absent, without a final newline, or neither. */
  exclude: z.enum(['untouched', 'absent', 'unended', 'ended']),
  /** Ninefold made the folder of the exclude file. */
  madeExcludeFolder: z.boolean(),
});

/** The state before the first write. */
export type Origin = z.infer<typeof originSchema>;

/**
 * Makes a state root private, once: if `state/.gitignore` has any content, someone already decided (`ninefold share`
 * rewrites it), and nothing changes. A clone with tracked journals is shared, and gets the rules of shared state.
 *
 * `state/` already exists here, because it contains the lock: the root is Ninefold's own if it contains nothing but
 * `state/`.
 */
export async function makePrivate(layout: StateLayout): Promise<void> {
  const marker = stateRules(layout);
  const found = await statusOf(marker);
  if (found !== undefined && !isUnfinished(found)) return;
  // A clone's events must reach git, like those of the repository that it was cloned from.
  if (await isShared(layout)) return writeSharedRules(layout);
  try {
    await mkdir(dirname(marker), { recursive: true });
    const origin = await excludeExports(layout, await isOurRoot(layout));
    // An interrupted call recorded the previous state, which it then changed itself.
    if ((await readOrigin(layout)) === undefined) await writeOrigin(layout.root, origin);
    if (found === undefined) await createWhole(marker, '*\n');
    else await replaceFile(marker, '*\n');
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unwritable(marker, error);
  }
}

/** An empty marker decides nothing: a full disk or a crash interrupted whoever made it. */
function isUnfinished(marker: Stats): boolean {
  return marker.isFile() && marker.size === 0;
}

/** Reads the state before Ninefold; undefined if it wasn't recorded, or the record is damaged. */
export async function readOrigin(layout: StateLayout): Promise<Origin | undefined> {
  const text = await readOriginText(layout.root);
  return text === undefined ? undefined : parseOrigin(text);
}

/** Parses the record; undefined if it is invalid. */
export function parseOrigin(text: string): Origin | undefined {
  return originSchema.safeParse(parseValue(text)).data;
}

/** Makes a shared state private again. Tracked files stay tracked until someone removes them. */
export async function makePrivateAgain(layout: StateLayout): Promise<void> {
  await excludeExports(layout, false);
  await writePrivateRules(layout);
}

/** Git's private exclude file, and its lines about one root: bytes as Latin-1 characters, as git sees them. */
export interface ExcludeFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** Finds the exclude file of the repository around the root, following links; undefined without one. */
export async function excludeFile(layout: StateLayout): Promise<ExcludeFile | undefined> {
  const root = await realPath(layout.root);
  const repository = await findRepository(dirname(root));
  if (repository === undefined) return undefined;
  const prefix = asPattern(wayTo(root, repository.top, process.platform) ?? '');
  const lines = PRIVATE_ENTRIES.map((name) => Buffer.from(`/${prefix}/${name}`, 'utf8').toString('latin1'));
  return { path: join(repository.commonFolder, 'info', 'exclude'), lines };
}

/** Reads the exclude file's bytes as Latin-1 characters, because it may have any encoding. Undefined without one. */
export async function readExclude({ path }: ExcludeFile): Promise<string | undefined> {
  // It isn't in the repository, so links are the person's own.
  return (await readBytes({ path, kind: 'exclude', follows: true }))?.toString('latin1');
}

/**
 * Writes the exclude file.
 *
 * @throws NinefoldError settings-link-broken, file-unwritable
 */
export function writeExclude({ path }: ExcludeFile, text: string): Promise<void> {
  return replaceLinked(path, Buffer.from(text, 'latin1'));
}

/** A path as an escaped line of git's ignore files. */
function asPattern(path: string): string {
  return path.replaceAll(/[\\*?[\]]/g, (sign) => `\\${sign}`);
}

/**
 * Removes the lines of one root from an exclude file's text, restoring the previous bytes if no other root of the
 * repository has lines there.
 */
export function withoutLines(text: string, lines: readonly string[], before: Origin['exclude']): string {
  const block = blockIn(text);
  if (block?.lines.some((line) => lines.includes(line)) !== true) return text;
  const others = block.lines.filter((line) => !lines.includes(line));
  if (others.length > 0) return block.head + blockOf(others) + block.tail;
  return before === 'unended' && block.tail === '' ? block.head.replace(/\n$/, '') : block.head + block.tail;
}

interface Block {
  readonly head: string;
  readonly lines: readonly string[];
  readonly tail: string;
}

function blockIn(text: string): Block | null {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) return null;
  const lines = text.slice(begin + BEGIN.length, end).split('\n');
  return {
    head: text.slice(0, begin),
    lines: lines.filter((line) => line !== ''),
    tail: text.slice(end + END.length).replace(/^\n/, ''),
  };
}

function blockOf(lines: readonly string[]): string {
  return `${[BEGIN, ...lines, END].join('\n')}\n`;
}

async function excludeExports(layout: StateLayout, madeRoot: boolean): Promise<Origin> {
  const untouched: Origin = {
    schema: ORIGIN_SCHEMA,
    madeRoot,
    exclude: 'untouched',
    madeExcludeFolder: false,
  };
  // In the user's own root, the exports are under `state/` too, which ignores itself.
  if (layout.project !== null) return untouched;
  const file = await excludeFile(layout);
  if (file === undefined) return untouched;
  const { path, lines } = file;
  const text = await readExclude(file);
  const block = blockIn(text ?? '');
  if (block !== null) {
    // Another root of the repository has lines there.
    const all = [...new Set([...block.lines, ...lines])];
    if (all.length > block.lines.length) await writeExclude(file, block.head + blockOf(all) + block.tail);
    return untouched;
  }
  const madeExcludeFolder = !(await exists(dirname(path)));
  const isEnded = text === undefined || text === '' || text.endsWith('\n');
  await writeExclude(file, `${text ?? ''}${isEnded ? '' : '\n'}${blockOf(lines)}`);
  const exclude = text === undefined ? 'absent' : isEnded ? 'ended' : 'unended';
  return { ...untouched, exclude, madeExcludeFolder };
}

async function isOurRoot(layout: StateLayout): Promise<boolean> {
  const names = await readdir(layout.root);
  return names.every((name) => name === 'state');
}

async function exists(path: string): Promise<boolean> {
  return (await statusOf(path)) !== undefined;
}

async function statusOf(path: string): Promise<Stats | undefined> {
  try {
    return await ifExists(stat(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Resolves links; returns the path itself if nothing is there yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isAbsence(error)) return path;
    throw unwritable(path, error);
  }
}
