/**
 * Schemas for the texts of events and states: whatever was read, the parsed value is within the limits of `limits.ts`.
 * The file's bytes stay unchanged; `verify` reports what was adapted.
 */

import * as z from 'zod/mini';

import { LONGEST } from './limits.ts';
import { readLine, readTime, readWord } from './names.ts';

function readAs(read: (text: string) => string) {
  return z.string().check(z.overwrite(read));
}

const lineOf = (max: number) => readAs((text) => readLine(text, max));

export const nameText = lineOf(LONGEST.name);
export const taskText = lineOf(LONGEST.task);
export const lineText = lineOf(LONGEST.line);
export const roleText = lineOf(LONGEST.role);
export const commandText = lineOf(LONGEST.command);
export const constraintText = lineOf(LONGEST.constraint);
/** Where it points is checked on use. */
export const pathText = lineOf(LONGEST.path);
/** Ids, keys, hashes, commits. */
export const wordText = readAs((text) => readWord(text));
/** Id of an agent session, in whatever format the agent uses. */
export const sessionText = lineOf(LONGEST.name);
export const timeText = readAs(readTime);
/** SHA-256 by path; null if there was no file. */
export const fileHashes = z.record(pathText, z.nullable(wordText));
