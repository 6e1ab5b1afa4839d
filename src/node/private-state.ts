/**
 * Private by default: `state/.gitignore`, and the root's exports in git's private exclude file. Nothing the team
 * tracks is changed. What was there before is recorded, so that removing Ninefold gives back the same bytes.
 */

import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import * as z from 'zod/mini';

import { parseValue } from '../core/json-fields.ts';
import { PROJECT_CONTEXTS } from '../core/context/context-files.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../core/exports/exports.ts';
import { replaceFile, unwritable, writeSynced } from './atomic-file.ts';
import { findRepository } from './git.ts';
import type { StateLayout } from './state-layout.ts';
import { errorCode, isAbsence } from './system-error.ts';
import { readText } from './text-file.ts';

const BEGIN = '# ninefold: private state (begin)';
const END = '# ninefold: private state (end)';
/** The project contexts are one person's too, until they are shared: made from the code as it is on this machine. */
const ROOT_EXPORTS = [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE, `${PROJECT_CONTEXTS}/`];

/** What of a shared state stays private: readings, caches, edits, tasks, locks and remains. */
const SHARED_IGNORES = [
  '.gitignore',
  'origin.json',
  'sessions/',
  'context/',
  'edits/',
  'agents/',
  'trash/',
  'backups/',
  '*.lock*',
  '*.torn',
  '*.snapshot',
  '*.tmp',
];

const ORIGIN_SCHEMA = 'ninefold/origin/1';
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
 * Makes a state root private, once: where `state/.gitignore` exists, whatever it says, somebody has decided already
 * (`ninefold share` rewrites it) and nothing is touched.
 *
 * The lock lies in `state/`, so that folder is there already when this is called: the root is Ninefold's own
 * where nothing but `state/` is in it.
 */
export async function makePrivate(layout: StateLayout): Promise<void> {
  const marker = ignoreFile(layout);
  if (await exists(marker)) return;
  try {
    await mkdir(dirname(marker), { recursive: true });
    const origin = await excludeExports(layout, await isOurRoot(layout));
    await replaceFile(originFile(layout), `${JSON.stringify(origin, null, 2)}\n`);
    await writeSynced(marker, '*\n');
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unwritable(marker, error);
  }
}

/** How things were before Ninefold; undefined where that wasn't recorded, or the record is damaged. */
export async function readOrigin(layout: StateLayout): Promise<Origin | undefined> {
  const text = await readText(originFile(layout));
  if (text === undefined) return undefined;
  const parsed = originSchema.safeParse(parseValue(text));
  return parsed.success ? parsed.data : undefined;
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
  const text = await readText(ignoreFile(layout));
  return text !== undefined && text.trim() !== '*';
}

/** Git's private exclude file of the repository around the root; undefined without one. */
export async function excludeFile(layout: StateLayout): Promise<string | undefined> {
  const repository = await findRepository(dirname(layout.root));
  return repository === undefined ? undefined : join(repository.commonFolder, 'info', 'exclude');
}

/** The text of an exclude file without our lines, byte for byte as it was. */
export function withoutOurLines(text: string, before: Origin['exclude']): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) return text;
  const head = text.slice(0, begin);
  const tail = text.slice(end + END.length).replace(/^\n/, '');
  return before === 'unended' && tail === '' ? head.replace(/\n$/, '') : head + tail;
}

/** Takes our lines out of the exclude file; an otherwise empty file that wasn't there before is left to the caller. */
async function takeBackExclude(layout: StateLayout, before: Origin['exclude']): Promise<void> {
  const file = await excludeFile(layout);
  const text = file === undefined ? undefined : await readText(file);
  if (file === undefined || !text?.includes(BEGIN)) return;
  await replaceFile(file, withoutOurLines(text, before));
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
  const repository = await findRepository(dirname(layout.root));
  if (repository === undefined) return untouched;
  const file = join(repository.commonFolder, 'info', 'exclude');
  const text = await readText(file);
  const prefix = relative(repository.top, layout.root).split(sep).join('/');
  if (prefix.startsWith('..') || text?.includes(BEGIN) === true) return untouched;
  const madeExcludeFolder = !(await exists(dirname(file)));
  const lines = [BEGIN, ...ROOT_EXPORTS.map((name) => `/${prefix}/${name}`), END];
  const isEnded = text === undefined || text === '' || text.endsWith('\n');
  await replaceFile(file, `${text ?? ''}${isEnded ? '' : '\n'}${lines.join('\n')}\n`);
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
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw unwritable(path, error);
  }
}
