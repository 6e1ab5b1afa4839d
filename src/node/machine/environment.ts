/** What the meter needs to know about the machine, as an argument for tests. */

import { homedir } from 'node:os';

import { isProcessAlive } from '../files/system-error.ts';
import { processOf, readSystem, THIS_PLACE } from '../lock/lock-holder.ts';

export interface MeterEnvironment {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The folder of `ninefold.claudeConfigDir`, if the user set one for this machine. */
  readonly claudeConfigDir: string | null;
  /** VS Code's `User` folder, if the caller runs in VS Code; otherwise it is searched for. */
  readonly editorUserFolder?: string | null;
  /** Tests whether anything may be written; absent if so. */
  readonly isTrusted?: () => boolean;
  isProcessAlive(pid: number): boolean;
  /** Start time of a process, as the system counts it; null if unknown. Absent where it can't be read. */
  readonly processStart?: (pid: number) => string | null;
  /** Identifies the machine and the namespace in which process ids are valid; absent if unknown. */
  readonly pidDomain?: string | null;
}

/** As an agent identifies it in its list of running sessions. */
function pidDomain(): string | null {
  const machine = readSystem('/etc/machine-id')?.trim() ?? '';
  return THIS_PLACE.pids === '' ? null : `linux:${machine}:${THIS_PLACE.pids}`;
}

/** Returns the actual machine. */
export function systemEnvironment(
  claudeConfigDir: string | null = null,
  editorUserFolder: string | null = null,
): MeterEnvironment {
  const { env, platform } = process;
  const machine = { home: homedir(), env, platform, claudeConfigDir, editorUserFolder, isProcessAlive };
  return platform === 'linux'
    ? { ...machine, processStart: (pid) => processOf(pid).started || null, pidDomain: pidDomain() }
    : machine;
}
