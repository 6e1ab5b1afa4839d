/**
 * Texts of events and states as schemas: what passes is within the bounds of `names.ts`, whatever was read. The bytes that it
 * was read from stay; `verify` names what was changed.
 */

import * as z from 'zod/mini';

import { LONGEST, readLine, readTime, readWord } from './names.ts';

function readAs(read: (text: string) => string) {
  return z.string().check(z.overwrite(read));
}

const lineOf = (max: number) => readAs((text) => readLine(text, max));

export const nameText = lineOf(LONGEST.name);
export const taskText = lineOf(LONGEST.task);
export const lineText = lineOf(LONGEST.line);
export const roleText = lineOf(LONGEST.role);
export const commandText = lineOf(LONGEST.command);
/** Where it leads is asked when it is used. */
export const pathText = lineOf(LONGEST.path);
/** Ids, keys, hashes, commits. */
export const wordText = readAs((text) => readWord(text));
/** Id of an agent's session: agents make them as they like. */
export const sessionText = lineOf(LONGEST.name);
export const timeText = readAs(readTime);
/** SHA-256 by path; null where there was no file. */
export const fileHashes = z.record(pathText, z.nullable(wordText));
