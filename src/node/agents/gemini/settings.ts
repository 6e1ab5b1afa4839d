/** The one key of Gemini CLI's settings.json that decides when it compresses. The rest is discarded. */

import { join } from 'node:path';
import { COMPRESSION_THRESHOLD } from '../../../core/agents/gemini/window.ts';
import { asFields, type Fields, parseObject } from '../../../core/json-fields.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';

/** Returns the share of the window: the project's settings override the user's, and 0 counts as not set. */
export async function readCompressionThreshold(
  { home }: MeterEnvironment,
  folder: string | null,
): Promise<number> {
  const folders = folder === null ? [home] : [home, folder];
  const files = folders.map((one) => join(one, '.gemini', 'settings.json'));
  const found = (await Promise.all(files.map(thresholdIn))).findLast((one) => one !== null);
  return found == null || found === 0 ? COMPRESSION_THRESHOLD : found;
}

async function thresholdIn(path: string): Promise<number | null> {
  const text = (await tryReadForeignText(path, 'fields')) ?? '';
  const settings = parseObject(text) ?? (text.trim() === '' ? null : await fieldsWithComments(text));
  const named = asFields(settings?.model)?.compressionThreshold;
  // Its name in older versions.
  const value = named ?? asFields(settings?.chatCompression)?.contextPercentageThreshold;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** In an invalid file, what can be read counts. Few files have comments, so the parser is loaded only for those. */
async function fieldsWithComments(text: string): Promise<Fields | null> {
  const { parseWithComments } = await import('../../files/json-with-comments.ts');
  return asFields(parseWithComments(text));
}
