/** Merges that die half-way. */

import { strictEqual } from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { MergedFile, StoredTask } from '../../../src/core/service/task-ports.ts';
import { newFolder } from '../support/folders.ts';
import { codeOf } from './task-project.ts';
import type { TaskProject } from './task-project.ts';

/** A file about to land. @param before what stands in the workspace; null for nothing */
export function landingFile(
  { tasks }: TaskProject,
  path: string,
  text: string,
  before: string | null,
): MergedFile {
  const encode = (of: string): Uint8Array => new TextEncoder().encode(of);
  const hash = before === null ? null : tasks.ports.files.hash(encode(before));
  return { path, bytes: encode(text), before: hash, isExecutable: false };
}

/** The disk as a merge leaves it that dies when all its files are in place and no event is saved. */
export async function cutMerge(
  project: TaskProject,
  task: StoredTask,
  files: readonly MergedFile[],
  merge: string,
): Promise<TaskProject> {
  const disk = newFolder();
  const failure = new NinefoldError('lock-busy', { holder: 'the end' });
  const landed = project.tasks.ports.merges.write(task, merge, files, () => {
    cpSync(project.folder, disk, { recursive: true });
    // Its holder is this process, which lives: of a dead one it would be taken over.
    rmSync(join(disk, '.claude/state/agents-merge.lock'));
    return Promise.reject(failure);
  });
  strictEqual(await codeOf(landed), 'lock-busy');
  return project.copiedTo(disk);
}
