/** Failures of the system, read by their codes. */

/** The code of what is no plain file, which no system has: its message says what it is. */
export const NOT_PLAIN = 'ENOTPLAIN';

/** The system's code of an error, such as `ENOENT`; undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The system's code for a failure (`EACCES`), or its message where it has none, or says more. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined && code !== NOT_PLAIN) return code;
  return error instanceof Error ? error.message : String(error);
}

/** Whether a failure only says that nothing is there. */
export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Whether a process of this host lives: signal 0 asks without touching, and one of another user refuses it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
