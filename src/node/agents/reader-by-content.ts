/** Chooses the reader of a transcript that may be lines or one document: a copy or an export may have any name. */

import type { TranscriptReader } from '../../core/meter/transcript-reader.ts';
import { parseValue } from '../../core/json-fields.ts';
import { ifReadable } from '../files/optional-file.ts';
import type { MeteredAgent } from './agent.ts';
import { beginningOf } from './first-line.ts';

/** Enough for the first line of either format. */
const BEGINNING = 4096;

/** Returns the reader for a transcript's content; for what its name says if the content doesn't tell. */
export async function readerByContent(
  path: string,
  { readerOf, formats }: Pick<MeteredAgent, 'readerOf' | 'formats'>,
): Promise<TranscriptReader> {
  if (formats === undefined) return readerOf(path);
  const form = formOf((await ifReadable(beginningOf(path, BEGINNING))) ?? '');
  return form === null ? readerOf(path) : formats[form];
}

/** Only a document goes on after a line that is no value; only lines go on after one that is. */
function formOf(beginning: string): TranscriptReader['form'] | null {
  const text = beginning.trimStart();
  const end = text.indexOf('\n');
  if (end < 0) return null;
  if (parseValue(text.slice(0, end)) === undefined) return text.startsWith('{') ? 'document' : null;
  return text.slice(end).trim() === '' ? null : 'lines';
}
