/** Documents of ours name their kind and version at the beginning: `"schema":"ninefold/session/1"`. */

import { NinefoldError } from '../../core/errors.ts';
import { replaceFile, unwritable } from './atomic-file.ts';
import { LinkError } from './not-plain.ts';
import { openToRead } from './own-file.ts';
import type { OpenFile } from './own-file.ts';
import { isAbsence } from './system-error.ts';

const SCHEMA = /"schema"\s*:\s*"(ninefold\/[^"]{1,64})"/;
const BEGINNING_BYTES = 1024;

/** Returns the schema that a document names, whole or damaged; undefined if the text isn't a document of ours. */
export function schemaOf(text: string): string | undefined {
  return SCHEMA.exec(text.slice(0, BEGINNING_BYTES))?.[1];
}

/** Returns a schema without its version. */
export function kindOfSchema(schema: string): string {
  return schema.slice(0, schema.lastIndexOf('/'));
}

/**
 * Replaces a document of ours, damaged or not, or creates it. A link counts as none, because it isn't ours.
 *
 * @param schema what the new document names; one of the same kind is replaced
 * @throws NinefoldError file-unwritable if someone else's file is there, which stays unchanged; as `replaceFile`
 */
export async function replaceDocument(
  path: string,
  text: string,
  schema: string,
  check?: () => Promise<void>,
): Promise<void> {
  const before = await beginningOf(path);
  if (before !== undefined && !isOwn(before, schema)) throw notOurs(path);
  await replaceFile(path, text, check);
}

/** Makes the refusal to replace someone else's file. */
export function notOurs(path: string): NinefoldError {
  const reason = "it isn't Ninefold's and can't be read, so it was left unchanged; move it away";
  return new NinefoldError('file-unwritable', { path, reason });
}

/** Tests whether a text is, or was meant to be, a document of this kind; nothing is lost with an empty one. */
export function isOwn(text: string, schema: string): boolean {
  const found = schemaOf(text);
  return text.trim() === '' || (found !== undefined && kindOfSchema(found) === kindOfSchema(schema));
}

async function beginningOf(path: string): Promise<string | undefined> {
  let handle: OpenFile | undefined;
  try {
    handle = await openToRead(path);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    if (isAbsence(error) || error instanceof LinkError) return undefined;
    throw unwritable(path, error);
  } finally {
    await handle?.close();
  }
}
