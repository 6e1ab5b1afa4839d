/**
 * Private by default: `state/.gitignore`, and the root's exports in git's private exclude file. Nothing the team
 * tracks is changed. What was there before is recorded, so that removing Ninefold gives back the same bytes.
 */

import type { Stats } from 'node:fs';
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as z from 'zod/mini';

import { wayTo } from '../../core/paths/paths.ts';
import { parseValue } from '../../core/json-fields.ts';
import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../../core/exports/exports.ts';
import { createWhole, replaceFile, unwritable } from '../files/atomic-file.ts';
import { readBytes, tryReadText, readText } from '../files/safe-read.ts';
import { findRepository } from '../git/find-repository.ts';
import { ifExists } from '../files/optional-file.ts';
import { replaceLinked } from '../files/linked-file.ts';
import type { StateLayout } from './state-layout.ts';
import { errorCode, isAbsence } from '../files/system-error.ts';

const BEGIN = '# ninefold: private state (begin)';
const END = '# ninefold: private state (end)';
/** The project contexts are one person's too, until they are shared: made from the code as it is on this machine. */
export const ROOT_EXPORTS: readonly string[] = [
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
  DECISIONS_FILE,
  `${PROJECT_CONTEXTS}/`,
];

/** What of a shared state stays private: readings, caches, edits, tasks, locks and remains. */
export const SHARED_IGNORES: readonly string[] = [
  '.gitignore',
  'origin.json',
  'sessions/',
  'context/',
  'edits/',
  'agents/',
  'responses/',
  'trash/',
  'backups/',
  '*.lock*',
  '*.torn',
  '*.snapshot',
  '*.tmp',
];

export const ORIGIN_SCHEMA = 'ninefold/origin/1';
const originSchema = z.object({
  schema: z.literal(ORIGIN_SCHEMA),
  /** The state root itself was made by Ninefold. */
  madeRoot: z.boolean(),
  /** Git's exclude file as it was: absent, ended without a newline, or neither. */
  exclude: z.enum(['untouched', 'absent', 'unended', 'ended']),
  /** The folder of the exclude file was made by Ninefold. */
  madeExcludeFolder: z.boolean(),
});

/** How things were before the first write. */
export type Origin = z.infer<typeof originSchema>;

/**
 * Makes a state root private, once: where `state/.gitignore` says anything, somebody has decided already
 * (`ninefold share` rewrites it) and nothing is touched.
 *
 * The lock lies in `state/`, so that folder is there already when this is called: the root is Ninefold's own
 * where nothing but `state/` is in it.
 */
export async function makePrivate(layout: StateLayout): Promise<void> {
  const marker = ignoreFile(layout);
  const found = await statusOf(marker);
  if (found !== undefined && !isUnfinished(found)) return;
  try {
    await mkdir(dirname(marker), { recursive: true });
    const origin = await excludeExports(layout, await isOurRoot(layout));
    // One that was cut off had recorded how things were before it; by now they are as it left them.
    if ((await readOrigin(layout)) === undefined)
      await replaceFile(originFile(layout), `${JSON.stringify(origin, null, 2)}\n`);
    if (found === undefined) await createWhole(marker, '*\n');
    else await replaceFile(marker, '*\n');
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unwritable(marker, error);
  }
}

/** A marker without a word decides nothing: whoever made it was cut off by a full disk or by its own end. */
function isUnfinished(marker: Stats): boolean {
  return marker.isFile() && marker.size === 0;
}

/** How things were before Ninefold; undefined where that wasn't recorded, or the record is damaged. */
export async function readOrigin(layout: StateLayout): Promise<Origin | undefined> {
  const text = await tryReadText({ path: originFile(layout), kind: 'record', below: layout.root });
  return text === undefined ? undefined : parseOrigin(text);
}

/** The record in a text; undefined where it is none. */
export function parseOrigin(text: string): Origin | undefined {
  return originSchema.safeParse(parseValue(text)).data;
}

/** Makes journals and exports trackable: the team's git sees them from now on. */
export async function makeShared(layout: StateLayout): Promise<void> {
  await takeBackExclude(layout, (await readOrigin(layout))?.exclude ?? 'ended');
  await replaceFile(ignoreFile(layout), `${SHARED_IGNORES.join('\n')}\n`);
}

/** Makes a shared state private again. What is tracked already stays tracked until somebody takes it out. */
export async function makePrivateAgain(layout: StateLayout): Promise<void> {
  await excludeExports(layout, false);
  await replaceFile(ignoreFile(layout), '*\n');
}

/** Whether the state of a root is shared in git. */
export async function isShared(layout: StateLayout): Promise<boolean> {
  const text = await readText({ path: ignoreFile(layout), kind: 'record', below: layout.root });
  return text !== undefined && text !== '' && text.trim() !== '*';
}

/** Git's private exclude file, and the lines of it that are about one root: bytes, each as a character, as git sees them. */
export interface ExcludeFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** That of the repository around the root, wherever links lead to it; undefined without one. */
export async function excludeFile(layout: StateLayout): Promise<ExcludeFile | undefined> {
  const root = await realPath(layout.root);
  const repository = await findRepository(dirname(root));
  if (repository === undefined) return undefined;
  const prefix = asPattern(wayTo(root, repository.top, process.platform) ?? '');
  const lines = ROOT_EXPORTS.map((name) => Buffer.from(`/${prefix}/${name}`, 'utf8').toString('latin1'));
  return { path: join(repository.commonFolder, 'info', 'exclude'), lines };
}

/** The exclude file's bytes, each as a character: a person may have written it in any encoding. Undefined without one. */
export async function readExclude({ path }: ExcludeFile): Promise<string | undefined> {
  // No repository holds it, so links are a person's own.
  return (await readBytes({ path, kind: 'exclude', follows: true }))?.toString('latin1');
}

/** @throws NinefoldError settings-link-broken, file-unwritable */
export function writeExclude({ path }: ExcludeFile, text: string): Promise<void> {
  return replaceLinked(path, Buffer.from(text, 'latin1'));
}

/** A path as a line of git's ignore files that means nothing else. */
function asPattern(path: string): string {
  return path.replaceAll(/[\\*?[\]]/g, (sign) => `\\${sign}`);
}

/**
 * The text of an exclude file without the lines of one root, byte for byte as it was where no other root of the repository
 * has lines there.
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

/** Takes our lines out of the exclude file; an otherwise empty file that wasn't there before is left to the caller. */
async function takeBackExclude(layout: StateLayout, before: Origin['exclude']): Promise<void> {
  const file = await excludeFile(layout);
  const text = file === undefined ? undefined : await readExclude(file);
  if (file === undefined || text === undefined) return;
  const after = withoutLines(text, file.lines, before);
  if (after !== text) await writeExclude(file, after);
}

async function excludeExports(layout: StateLayout, madeRoot: boolean): Promise<Origin> {
  const untouched: Origin = {
    schema: ORIGIN_SCHEMA,
    madeRoot,
    exclude: 'untouched',
    madeExcludeFolder: false,
  };
  // In the user's own root the exports are under `state/` as well, which ignores itself.
  if (layout.project !== null) return untouched;
  const file = await excludeFile(layout);
  if (file === undefined) return untouched;
  const { path, lines } = file;
  const text = await readExclude(file);
  const block = blockIn(text ?? '');
  if (block !== null) {
    // Another root of the repository has its lines there.
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

function ignoreFile(layout: StateLayout): string {
  return join(layout.root, 'state', '.gitignore');
}

function originFile(layout: StateLayout): string {
  return join(layout.root, 'state', 'origin.json');
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

/** Where links lead; the path itself where nothing is there yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isAbsence(error)) return path;
    throw unwritable(path, error);
  }
}
