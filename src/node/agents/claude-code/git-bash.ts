/** Finds the shell that Claude Code runs commands with on Windows: Git's, if it is installed. */

import { dirname, isAbsolute, join } from 'node:path';

import { isAtOrBelow } from '../../../core/paths/paths.ts';
import { isFile } from '../../files/optional-file.ts';
import { findProgram } from '../../machine/programs.ts';
import type { ProgramEnvironment } from '../../machine/programs.ts';

/**
 * Returns Git's `bash.exe`, in Claude Code's own order: the one that the person names, the one in the usual folder, the
 * one beside the Git on the `PATH`.
 *
 * @param closed folders in which none is searched for
 * @returns undefined if there is none, and on every other platform
 */
export async function findGitBash(
  environment: ProgramEnvironment,
  closed: readonly string[],
): Promise<string | undefined> {
  if (environment.platform !== 'win32') return undefined;
  const { CLAUDE_CODE_GIT_BASH_PATH: named, ProgramFiles: programs } = environment.env;
  const git = await findProgram('git', environment, closed);
  const places = [
    named,
    programs === undefined ? undefined : join(programs, 'Git', 'bin', 'bash.exe'),
    git === undefined ? undefined : join(dirname(dirname(git)), 'bin', 'bash.exe'),
  ];
  for (const place of places) {
    if (place === undefined || !isAbsolute(place)) continue;
    const isClosed = closed.some((folder) => isAtOrBelow(place, folder, environment.platform));
    if (!isClosed && (await isFile(place))) return place;
  }
  return undefined;
}
