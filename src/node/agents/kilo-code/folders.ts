/** Where Kilo Code stores its tasks. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';
import { editorUserFolders } from '../editor-folders.ts';

export const EXTENSION_ID = 'kilocode.kilo-code';

/** Lists its folder in every editor, whether or not they exist. */
export function kiloCodeFolders(environment: MeterEnvironment): readonly string[] {
  return editorUserFolders(environment).map((user) => join(user, 'globalStorage', EXTENSION_ID));
}
