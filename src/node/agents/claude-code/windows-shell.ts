/** Finds the shell that Claude Code runs commands with on Windows: Git's if it is installed, otherwise PowerShell. */

import { dirname, isAbsolute, join } from 'node:path';

import { isAtOrBelow } from '../../../core/paths/paths.ts';
import { isFile } from '../../files/optional-file.ts';
import { findProgram } from '../../machine/programs.ts';
import type { ProgramEnvironment } from '../../machine/programs.ts';

/**
 * Returns Git's `bash.exe`, in Claude Code's own order: the one that the person names, the one in a usual folder, the
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
  const { CLAUDE_CODE_GIT_BASH_PATH: named, ProgramFiles, 'ProgramFiles(x86)': older } = environment.env;
  const git = await findProgram('git', environment, closed);
  const places = [
    named,
    ...[ProgramFiles, older].map((folder) => folder && join(folder, 'Git', 'bin', 'bash.exe')),
    git === undefined ? undefined : join(dirname(dirname(git)), 'bin', 'bash.exe'),
  ];
  for (const place of places) {
    if (place === undefined || !isAbsolute(place)) continue;
    const isClosed = closed.some((folder) => isAtOrBelow(place, folder, environment.platform));
    if (!isClosed && (await isFile(place))) return place;
  }
  return undefined;
}

/** A shell, and what stands before the command line that it runs. */
export interface CommandShell {
  readonly program: string;
  readonly options: readonly string[];
}

/**
 * Finds the shell with which Claude Code runs hooks and status line.
 *
 * @param closed folders in which none is searched for
 * @returns undefined for the system's own
 */
export async function findCommandShell(
  environment: ProgramEnvironment,
  closed: readonly string[],
): Promise<CommandShell | undefined> {
  if (environment.platform !== 'win32') return undefined;
  const bash = await findGitBash(environment, closed);
  if (bash !== undefined) return { program: bash, options: ['-c'] };
  const powerShell =
    (await findProgram('pwsh', environment, closed)) ?? (await systemPowerShell(environment));
  if (powerShell === undefined) return undefined;
  return {
    program: powerShell,
    options: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command'],
  };
}

async function systemPowerShell({ env: { SystemRoot } }: ProgramEnvironment): Promise<string | undefined> {
  if (SystemRoot === undefined) return undefined;
  const place = join(SystemRoot, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return (await isFile(place)) ? place : undefined;
}
