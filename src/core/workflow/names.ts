/**
 * Ids, slugs, and one-line texts that a person may enter. `check…` rejects invalid input on writing; `read…` makes it
 * fit on reading, because a journal may come with a repository.
 */

import { NinefoldError } from '../errors.ts';
import { isReservedName } from '../paths/paths.ts';
import { clip, hasControl, oneLine } from '../text/foreign-text.ts';
import { LONGEST } from './limits.ts';

const WORKFLOW_ID = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${LONGEST.word - 1}}$`);
const DECISION_KEY = WORKFLOW_ID;
const PATTERN_TYPE = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,${LONGEST.word - 1}}$`);
/** Begins the ids of handoffs that are of a session. */
export const SESSION_PREFIX = 'session-';
const SLUG_LENGTH = 40;

const NO_WORD = /[^A-Za-z0-9._-]+/g;
const WORD_BEGINS = /^[._-]+/;
const TIME =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** Replaces an invalid time. */
export const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

/** Tests whether a text can be a workflow id, which also names its files. */
export function isWorkflowId(id: string): boolean {
  return WORKFLOW_ID.test(id) && !id.includes('..') && !isReservedName(id);
}

/**
 * Checks a workflow id.
 *
 * @returns the id. @throws workflow-id-invalid
 */
export function checkWorkflowId(id: string): string {
  if (!isWorkflowId(id)) throw new NinefoldError('workflow-id-invalid', { id });
  return id;
}

/**
 * Checks the id of a new workflow; older ones may still have a reserved one.
 *
 * @returns the id. @throws workflow-id-invalid, workflow-id-reserved
 */
export function checkNewWorkflowId(id: string): string {
  if (isSessionId(checkWorkflowId(id))) throw new NinefoldError('workflow-id-reserved', { id });
  return id;
}

/** Tests for the id of a handoff that is of a session, not of a workflow. */
export function isSessionId(id: string): boolean {
  return id.toLowerCase().startsWith(SESSION_PREFIX);
}

/**
 * Checks the key of a decision.
 *
 * @returns the key. @throws decision-key-invalid
 */
export function checkDecisionKey(key: string): string {
  if (!DECISION_KEY.test(key)) throw new NinefoldError('decision-key-invalid', { key });
  return key;
}

/**
 * Checks the type of a pattern.
 *
 * @returns the type. @throws pattern-type-invalid
 */
export function checkPatternType(type: string): string {
  if (!PATTERN_TYPE.test(type)) throw new NinefoldError('pattern-type-invalid', { type });
  return type;
}

/**
 * Checks a line of text; returns it trimmed, well-formed, and without invisible characters.
 *
 * @throws text-invalid if it is empty, exceeds `max`, or has control characters
 */
export function checkLine(field: string, text: string, max: number = LONGEST.line): string {
  const trimmed = text.trim();
  const line = hasControl(trimmed) ? '' : oneLine(trimmed).trim();
  if (line === '' || line.length > max) throw new NinefoldError('text-invalid', { field, max });
  return line;
}

/** Fits whatever was read into one line of at most `max`; a line that passes `checkLine` is returned unchanged. */
export function readLine(text: string, max: number = LONGEST.line): string {
  const line = oneLine(text).trim();
  // Clipping may leave a joiner at the end.
  return line.length <= max ? line : oneLine(clip(line, max));
}

/** Makes an id or key of whatever was read; a valid one is returned unchanged. Empty if nothing valid remains. */
export function readWord(text: string, max: number = LONGEST.word): string {
  if (text.length <= max && DECISION_KEY.test(text)) return text;
  return text.replaceAll(NO_WORD, '-').replace(WORD_BEGINS, '').slice(0, max);
}

/** Returns an ISO 8601 time unchanged, otherwise `UNKNOWN_TIME`. */
export function readTime(text: string): string {
  return TIME.test(text) ? text : UNKNOWN_TIME;
}

/**
 * Makes a slug for files and ids: lower-case ASCII letters, digits, and single dashes.
 *
 * @example slugOf('User Authentication') // 'user-authentication'
 */
export function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return slug.slice(0, SLUG_LENGTH).replace(/-+$/, '');
}

/**
 * Proposes an id for *Start Workflow*: the slug of the name plus the day, unique among `taken`.
 *
 * @example deriveWorkflowId('Auth feature', '2025-12-16T10:00:00Z', []) // 'auth-feature-20251216'
 */
export function deriveWorkflowId(name: string, now: string, taken: readonly string[]): string {
  const day = now.slice(0, 10).replaceAll('-', '');
  const slug = slugOf(name) || 'workflow';
  const base = `${isSessionId(`${slug}-`) ? 'workflow-' : ''}${slug}-${day}`;
  let id = base;
  for (let number = 2; taken.some((other) => other.toLowerCase() === id.toLowerCase()); number++) {
    id = `${base}-${number}`;
  }
  return id;
}
