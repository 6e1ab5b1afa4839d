/**
 * Ids, slugs and one-line texts: what a person may call things. `check…` refuses what breaks the bounds when it is written;
 * `read…` makes it fit where it is read, since a journal may come with a repository.
 */

import { NinefoldError } from '../errors.ts';
import { clip, hasControl, oneLine } from '../text/foreign-text.ts';

const WORKFLOW_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const DECISION_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const PATTERN_TYPE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
const SLUG_LENGTH = 40;

/** Lengths in UTF-16 units, for writing and for reading. */
export const LONGEST = {
  name: 200,
  task: 2000,
  line: 500,
  role: 64,
  word: 64,
  path: 1024,
  command: 2000,
} as const;

const NO_WORD = /[^A-Za-z0-9._-]+/g;
const WORD_BEGINS = /^[._-]+/;
const TIME =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** What stands for a time that isn't one. */
export const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

/** Whether a text can be the id of a workflow: its files bear it as their name. */
export function isWorkflowId(id: string): boolean {
  return WORKFLOW_ID.test(id) && !id.endsWith('.') && !id.includes('..') && !RESERVED.test(id);
}

/** @returns the id. @throws workflow-id-invalid */
export function checkWorkflowId(id: string): string {
  if (!isWorkflowId(id)) throw new NinefoldError('workflow-id-invalid', { id });
  return id;
}

/** @returns the key. @throws decision-key-invalid */
export function checkDecisionKey(key: string): string {
  if (!DECISION_KEY.test(key)) throw new NinefoldError('decision-key-invalid', { key });
  return key;
}

/** @returns the type. @throws pattern-type-invalid */
export function checkPatternType(type: string): string {
  if (!PATTERN_TYPE.test(type)) throw new NinefoldError('pattern-type-invalid', { type });
  return type;
}

/**
 * One line of text, trimmed and well-formed, without what draws nothing.
 *
 * @throws text-invalid when it is empty, longer than `max` or has control characters
 */
export function checkLine(field: string, text: string, max: number = LONGEST.line): string {
  const trimmed = text.trim();
  const line = hasControl(trimmed) ? '' : oneLine(trimmed).trim();
  if (line === '' || line.length > max) throw new NinefoldError('text-invalid', { field, max });
  return line;
}

/** Makes one line within `max` of whatever was read; a line that passes `checkLine` comes back as it is. */
export function readLine(text: string, max: number = LONGEST.line): string {
  const line = oneLine(text).trim();
  // What was cut may have ended in a joiner.
  return line.length <= max ? line : oneLine(clip(line, max));
}

/** Makes an id or a key of whatever was read; what is one comes back as it is. Empty where nothing of it can stay. */
export function readWord(text: string, max: number = LONGEST.word): string {
  if (text.length <= max && DECISION_KEY.test(text)) return text;
  return text.replaceAll(NO_WORD, '-').replace(WORD_BEGINS, '').slice(0, max);
}

/** Returns a time (ISO 8601) as it is, and `UNKNOWN_TIME` for anything else. */
export function readTime(text: string): string {
  return TIME.test(text) ? text : UNKNOWN_TIME;
}

/**
 * A slug for files and ids: lower case ASCII letters, digits and single dashes.
 *
 * @example slugOf('User Authentication') // 'user-authentication'
 */
export function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return slug.slice(0, SLUG_LENGTH).replace(/-+$/, '');
}

/**
 * The id that *Start Workflow* proposes: the slug of the name and the day, made unique among `taken`.
 *
 * @example deriveWorkflowId('Auth feature', '2025-12-16T10:00:00Z', []) // 'auth-feature-20251216'
 */
export function deriveWorkflowId(name: string, now: string, taken: readonly string[]): string {
  const day = now.slice(0, 10).replaceAll('-', '');
  const base = `${slugOf(name) || 'workflow'}-${day}`;
  let id = base;
  for (let number = 2; taken.some((other) => other.toLowerCase() === id.toLowerCase()); number++) {
    id = `${base}-${number}`;
  }
  return id;
}
