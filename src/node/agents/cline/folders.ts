/** Where Cline stores its tasks. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';
import { editorUserFolders } from '../editor-folders.ts';

const EXTENSION_ID = 'saoudrizwan.claude-dev';

/** Lists its folder in every editor, and its own, whether or not they exist. */
export function clineFolders(environment: MeterEnvironment): readonly string[] {
  const inEditors = editorUserFolders(environment).map((user) => join(user, 'globalStorage', EXTENSION_ID));
  return [...inEditors, join(environment.home, '.cline', 'data')];
}

/** Returns the folder of data of its command line. */
export function clineDataFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.CLINE_DATA_DIR ?? '';
  return set === '' ? join(home, '.cline', 'data') : set;
}
