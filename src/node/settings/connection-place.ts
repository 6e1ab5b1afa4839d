/** Which agent is connected, where, and with which programs. Each agent knows which files that changes. */

import { join } from 'node:path';

import type { Programs } from '../../core/connect/commands.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { userFolder } from '../state/user-folder.ts';
import type { SettingsPart } from './settings-part.ts';

export interface ConnectionPlace {
  /** Id of an agent that can be connected. */
  readonly agent: string;
  /** Absolute; null for all of the user's folders. */
  readonly folder: string | null;
  readonly environment: MeterEnvironment;
}

export interface ConnectionOptions {
  readonly withSkill: boolean;
  readonly isTokenEfficient: boolean;
  /** Lets the agent call the tools that only read without asking. */
  readonly allowsReading: boolean;
}

/** Everything that a connection may have written, for a disconnection to search. */
export const EVERYTHING: ConnectionOptions = { withSkill: true, isTokenEfficient: true, allowsReading: true };

/**
 * Lists the files that a connection of one agent changes.
 *
 * @throws NinefoldError settings-invalid if a setting that would be hidden can't be read
 */
export type PartsOf = (
  place: ConnectionPlace,
  options: ConnectionOptions,
) => Promise<readonly SettingsPart[]>;

/** Returns this user's programs, which settings refer to. */
export function programsOf({ home, platform }: MeterEnvironment): Programs {
  const isWindows = platform === 'win32';
  const folder = join(userFolder(home), 'bin');
  return { folder: isWindows ? folder.replaceAll('\\', '/') : folder, isWindows };
}
