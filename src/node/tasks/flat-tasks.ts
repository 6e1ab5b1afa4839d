/** Task files of the seeds' kind, `task-NAME.md` beside `output-NAME.md`, in a folder that `ninefold.json` names. */

import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import { readTaskDocument } from '../../core/tasks/read-task.ts';
import { REFUSAL_WORDS, declaredPath } from '../../core/tasks/task-paths.ts';
import { NOT_BEGUN, TASK_SCHEMA } from '../../core/tasks/task-record.ts';
import type { TaskRecord } from '../../core/tasks/task-record.ts';
import { ifExists } from '../files/optional-file.ts';
import { readPlain } from '../files/plain-file.ts';

const FLAT_NAME = /^task-([a-z0-9][a-z0-9-]{0,39})\.md$/;

/** The task that a file's name stands for; undefined for another file. */
export function flatTaskId(name: string): string | undefined {
  return FLAT_NAME.exec(name)?.[1];
}

/** The task that a file describes, as a record would; undefined where there is none. @throws task-damaged */
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
 * The text of a task's file; undefined where there is none. What an agent is told is never read by way of a link.
 *
 * @param folder from which on no folder may be a link, where the file lies in it
 * @throws NinefoldError task-damaged
 */
export async function taskText(file: string, id: string, folder: string): Promise<string | undefined> {
  const inside = wayTo(file, folder, process.platform);
  const [root, path] = inside === null ? [dirname(file), basename(file)] : [folder, inside];
  const { bytes, refusal } = await readPlain(root, path);
  if (refusal !== null) {
    throw new NinefoldError('task-damaged', { id, file, reason: REFUSAL_WORDS[refusal] });
  }
  return bytes === null ? undefined : new TextDecoder().decode(bytes);
}

/** A path that leads out stays as it was written: it is shown as refused. */
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
