/** What is connected, where, and by which programs. Which files that changes is each agent's own to say. */

import { join } from 'node:path';

import { type Programs, launcherPath } from '../../core/connect/commands.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { userFolder } from '../state/user-folder.ts';
import type { SettingsPart } from './settings-part.ts';

export interface ConnectionPlace {
  /** Id of an agent that can be connected. */
  readonly agent: string;
  /** Absolute; null connects every folder of the user. */
  readonly folder: string | null;
  readonly environment: MeterEnvironment;
}

export interface ConnectionOptions {
  readonly withSkill: boolean;
  readonly isTokenEfficient: boolean;
}

/** Everything that a connection may have written: what a disconnection looks through. */
export const EVERYTHING: ConnectionOptions = { withSkill: true, isTokenEfficient: true };

/**
 * Lists the files that a connection of one agent changes.
 *
 * @throws NinefoldError settings-invalid where a setting that would be hidden can't be read
 */
export type PartsOf = (
  place: ConnectionPlace,
  options: ConnectionOptions,
) => Promise<readonly SettingsPart[]>;

/** Returns the programs of this user that settings point at. */
export function programsOf({ home, platform }: MeterEnvironment): Programs {
  const isWindows = platform === 'win32';
  const folder = join(userFolder(home), 'bin');
  return { folder: isWindows ? folder.replaceAll('\\', '/') : folder, isWindows };
}

/**
 * Returns the launcher as a file that may be in git names it: another's home folder is elsewhere, so the agent puts it in.
 *
 * @param home the variable in the agent's own words
 */
export function sharedLauncher(programs: Programs, home: string): string {
  return programs.isWindows ? launcherPath(programs) : `${home}/.ninefold/bin/ninefold`;
}
