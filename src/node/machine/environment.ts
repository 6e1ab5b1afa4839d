/** What the meter needs to know about the machine, as an argument for tests. */

import { homedir } from 'node:os';

import { isProcessAlive } from '../files/system-error.ts';

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
}

/** Returns the actual machine. */
export function systemEnvironment(
  claudeConfigDir: string | null = null,
  editorUserFolder: string | null = null,
): MeterEnvironment {
  const { env, platform } = process;
  return { home: homedir(), env, platform, claudeConfigDir, editorUserFolder, isProcessAlive };
}
