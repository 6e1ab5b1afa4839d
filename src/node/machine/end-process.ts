/** Ends a program with all that it started. */

import { win32 } from 'node:path';

import { errorCode } from '../files/system-error.ts';

/** Sends a signal to the process group of that leader; one that is gone already is no failure. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // Zero would be this process's own group.
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

/** What ends a program on Windows, by its whole path: the bare name would be looked for in the current folder first. */
export function taskkill(
  { SystemRoot = 'C:\\Windows' }: NodeJS.ProcessEnv,
  pid: number,
): { readonly file: string; readonly args: readonly string[] } {
  return {
    file: win32.join(SystemRoot, 'System32', 'taskkill.exe'),
    args: ['/pid', String(pid), '/T', '/F'],
  };
}
