/** Task files of the older form, `task-NAME.md` next to `output-NAME.md`, in a folder that `ninefold.json` names. */

import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import { readTaskDocument } from '../../core/tasks/read-task.ts';
import { FILE_REFUSAL_WORDS, declaredPath } from '../../core/tasks/task-paths.ts';
import { NOT_BEGUN, TASK_SCHEMA } from '../../core/tasks/task-record.ts';
import type { TaskRecord } from '../../core/tasks/task-record.ts';
import { ifExists } from '../files/optional-file.ts';
import { readPlain } from '../files/plain-file.ts';

const FLAT_NAME = /^task-([a-z0-9][a-z0-9-]{0,39})\.md$/;

/** Returns the task id in a file name; undefined for another file. */
export function flatTaskId(name: string): string | undefined {
  return FLAT_NAME.exec(name)?.[1];
}

/**
 * Reads a task file into a record; undefined if there is none.
 *
 * @throws task-damaged
 */
export async function readFlatTask(
  file: string,
  id: string,
  folder: string,
): Promise<TaskRecord | undefined> {
  const [text, createdAt] = await Promise.all([taskText(file, id, folder), timeOf(file)]);
  if (text === undefined || createdAt === undefined) return undefined;
  const { title, files, outputs } = readTaskDocument(text);
  return {
    schema: TASK_SCHEMA,
    id,
    title: title ?? id,
    template: 'file',
    workflow: null,
    phase: null,
    createdAt,
    createdBy: 'file',
    agent: '',
    place: 'workspace',
    outputs: outputs.map((path) => normalOr(path, folder)),
    files: [...files],
    base: { commit: null, hashes: {} },
    source: file,
    ...NOT_BEGUN,
  };
}

/**
 * Reads the text of a task file; undefined if there is none. An agent's instructions are never read through a link.
 *
 * @param folder from which no folder may be a link, if it contains the file
 * @throws NinefoldError task-damaged
 */
export async function taskText(file: string, id: string, folder: string): Promise<string | undefined> {
  const inside = wayTo(file, folder, process.platform);
  const [root, path] = inside === null ? [dirname(file), basename(file)] : [folder, inside];
  const { bytes, refusal } = await readPlain(root, path);
  if (refusal !== null) {
    throw new NinefoldError('task-damaged', { id, file, reason: FILE_REFUSAL_WORDS[refusal] });
  }
  return bytes === null ? undefined : new TextDecoder().decode(bytes);
}

/** A path that points outside stays as written: it is shown as refused. */
function normalOr(path: string, folder: string): string {
  try {
    return declaredPath(path, folder);
  } catch (error) {
    if (NinefoldError.is(error)) return path;
    throw error;
  }
}

async function timeOf(file: string): Promise<string | undefined> {
  return (await ifExists(stat(file)))?.mtime.toISOString();
}
