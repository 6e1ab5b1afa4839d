/** Task files of the seeds' kind, `task-NAME.md` beside `output-NAME.md`, in a folder that `ninefold.json` names. */

import { stat } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { readTaskDocument } from '../../core/tasks/read-task.ts';
import { declaredPath } from '../../core/tasks/task-paths.ts';
import { NOT_BEGUN, TASK_SCHEMA } from '../../core/tasks/task-record.ts';
import type { TaskRecord } from '../../core/tasks/task-record.ts';
import { ifThere } from '../if-there.ts';
import { readText } from '../text-file.ts';

/** The task that a file describes, as a record would; undefined where there is none. */
export async function readFlatTask(
  file: string,
  id: string,
  folder: string,
): Promise<TaskRecord | undefined> {
  const [text, createdAt] = await Promise.all([readText(file), timeOf(file)]);
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
  return (await ifThere(stat(file)))?.mtime.toISOString();
}
