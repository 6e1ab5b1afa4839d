/** System errors, identified by their codes. */

/** Code for what isn't a plain file, which no system uses: its message tells what it is. */
export const NOT_PLAIN = 'ENOTPLAIN';

/** Returns the system's code of an error, such as `ENOENT`; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Returns the system's code of a failure (`EACCES`), or its message if it has no code or says more. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined && code !== NOT_PLAIN) return code;
  return error instanceof Error ? error.message : String(error);
}

/** Tests whether a failure only means that nothing is there. */
export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Tests whether a process on this host is alive: signal 0 has no effect, and another user's process refuses it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
