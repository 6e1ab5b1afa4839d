/** What the meter needs to know of the machine, as an argument so that tests can make one up. */

import { homedir } from 'node:os';

import { isProcessAlive } from '../files/system-error.ts';

export interface MeterEnvironment {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The folder of `ninefold.claudeConfigDir`, where the user set one for this machine. */
  readonly claudeConfigDir: string | null;
  /** VS Code's folder `User`, where whoever asks runs in it; else it is looked for. */
  readonly editorUserFolder?: string | null;
  isProcessAlive(pid: number): boolean;
}

/** The machine as it is. */
export function systemEnvironment(
  claudeConfigDir: string | null = null,
  editorUserFolder: string | null = null,
): MeterEnvironment {
  const { env, platform } = process;
  return { home: homedir(), env, platform, claudeConfigDir, editorUserFolder, isProcessAlive };
}
