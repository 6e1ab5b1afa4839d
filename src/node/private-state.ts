/**
 * Private by default: `state/.gitignore`, and the root's exports in git's private exclude file. Nothing the team
 * tracks is changed.
 */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../core/exports/exports.ts';
import { replaceFile, unwritable } from './atomic-file.ts';
import { findRepository } from './git.ts';
import { errorCode, isAbsence } from './system-error.ts';
import { readText } from './text-file.ts';

const BEGIN = '# ninefold: private state (begin)';
const END = '# ninefold: private state (end)';
const ROOT_EXPORTS = [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE];

/**
 * Makes a state root private, once: where `state/.gitignore` exists, whatever it says, somebody has decided
 * already (`ninefold share` rewrites it) and nothing is touched.
 */
export async function makePrivate(root: string): Promise<void> {
  const marker = join(root, 'state', '.gitignore');
  if (await exists(marker)) return;
  try {
    await mkdir(dirname(marker), { recursive: true });
    await excludeExports(root);
    await writeFile(marker, '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unwritable(marker, error);
  }
}

async function excludeExports(root: string): Promise<void> {
  const repository = await findRepository(dirname(root));
  if (repository === undefined) return;
  const file = join(repository.commonFolder, 'info', 'exclude');
  const before = (await readText(file)) ?? '';
  const prefix = relative(repository.top, root).split(sep).join('/');
  if (prefix.startsWith('..') || before.includes(BEGIN)) return;
  const lines = [BEGIN, ...ROOT_EXPORTS.map((name) => `/${prefix}/${name}`), END];
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await replaceFile(file, `${before}${gap}${lines.join('\n')}\n`);
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
