/** Kills a program and everything that it started. */

import { win32 } from 'node:path';

import { errorCode } from '../files/system-error.ts';

/** Sends a signal to the leader's process group; ignores a missing one. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // Zero would mean this process's own group.
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

/**
 * Returns the command that kills a program on Windows, with its full path: a bare name would be searched for in the
 * current folder first.
 */
export function taskkill(
  { SystemRoot = 'C:\\Windows' }: NodeJS.ProcessEnv,
  pid: number,
): { readonly file: string; readonly args: readonly string[] } {
  return {
    file: win32.join(SystemRoot, 'System32', 'taskkill.exe'),
    args: ['/pid', String(pid), '/T', '/F'],
  };
}
