/** Where VS Code and its variants keep their extensions' storage: the `User` folder of each. */

import { isAbsolute, join } from 'node:path';
import type { MeterEnvironment } from '../machine/environment.ts';

const DESKTOP = [
  'Code',
  'Code - Insiders',
  'VSCodium',
  'VSCodium - Insiders',
  'Code - OSS',
  'Cursor',
  'Windsurf',
] as const;

/** Server folders below the home folder. */
const SERVERS = [
  '.vscode-server',
  '.vscode-server-insiders',
  '.vscodium-server',
  '.cursor-server',
  '.windsurf-server',
  '.vscode-remote',
] as const;

/**
 * Returns the host's own user folder if it is known; otherwise all possible ones, whether or not they exist. Source:
 * VS Code's own order of `VSCODE_PORTABLE`, `VSCODE_APPDATA`, and the platform's folder.
 */
export function editorUserFolders(environment: MeterEnvironment): readonly string[] {
  const { editorUserFolder, env, home } = environment;
  if (editorUserFolder != null) return [editorUserFolder];
  const portable = env.VSCODE_PORTABLE ?? '';
  if (portable !== '') return [join(portable, 'user-data', 'User')];
  const data = applicationData(environment);
  const share = absolute(env.XDG_DATA_HOME) ?? join(home, '.local', 'share');
  return [
    ...DESKTOP.map((name) => join(data, name, 'User')),
    ...SERVERS.map((name) => join(home, name, 'data', 'User')),
    join(share, 'code-server', 'User'),
  ];
}

function applicationData({ env, home, platform }: MeterEnvironment): string {
  const set = absolute(env.VSCODE_APPDATA);
  if (set !== null) return set;
  if (platform === 'win32') return absolute(env.APPDATA) ?? join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config');
}

function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}
