/** Merges three versions of a text with `git merge-file`, in a temporary folder. */

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeTree } from '../files/patient-files.ts';
import type { MergedLines } from '../../core/service/task-ports.ts';
import { runGit } from '../git/run-git.ts';

/** git-merge-file(1): 0 clean, up to 127 the number of conflicts, otherwise an error. */
const MAX_CONFLICTS = 127;

/**
 * Merges a text by lines.
 *
 * @param label names the task's side in the marks
 * @returns null if git is missing or fails
 */
export async function mergeLines(
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
  label: string,
): Promise<MergedLines | null> {
  const folder = await mkdtemp(join(tmpdir(), 'ninefold-merge-'));
  try {
    const versions = { workspace: ours, base, task: theirs };
    for (const [name, bytes] of Object.entries(versions)) await writeFile(join(folder, name), bytes);
    const labels = ['-L', 'workspace', '-L', 'base', '-L', label];
    const result = await runGit(folder, [
      'merge-file',
      '-p',
      '-q',
      '--diff3',
      ...labels,
      ...Object.keys(versions),
    ]);
    if (result.code === null || result.code > MAX_CONFLICTS) return null;
    return { bytes: new Uint8Array(result.stdout), conflicts: result.code };
  } finally {
    await removeTree(folder);
  }
}
