/** What OpenCode's settings say of models' limits and compaction. The rest is discarded. */

import { join } from 'node:path';
import { type OpenCodeSettings, openCodeSettings } from '../../../core/agents/opencode/window.ts';
import { asFields, type Fields, parseObject } from '../../../core/json-fields.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { openCodeConfig } from './folder.ts';

/**
 * Reads the user's settings and the project's, which override them.
 *
 * @param name of the agent, and of its files
 */
export async function readOpenCodeSettings(
  environment: MeterEnvironment,
  folder: string | null,
  name = 'opencode',
): Promise<OpenCodeSettings> {
  const users = openCodeConfig(environment, name);
  const projects = folder === null ? [] : [folder, join(folder, `.${name}`)];
  const paths = [users, ...projects].flatMap((place) =>
    ['.json', '.jsonc'].map((ending) => join(place, `${name}${ending}`)),
  );
  return openCodeSettings(await Promise.all(paths.map(fieldsOf)));
}

/** Few files have comments, so the parser is loaded only for those. */
async function fieldsOf(path: string): Promise<Fields | null> {
  const text = await tryReadForeignText(path, 'fields');
  if (text === null || text.trim() === '') return null;
  const fields = parseObject(text);
  if (fields !== null) return fields;
  const { parseWithComments } = await import('../../files/json-with-comments.ts');
  return asFields(parseWithComments(text));
}
