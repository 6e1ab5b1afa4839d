/** Ids, slugs and one-line texts: what a person may call things. */

import { NinefoldError } from '../errors.ts';

const WORKFLOW_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const DECISION_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const PATTERN_TYPE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
/**
 * C0, DEL, C1 and the two line separators, which would break a line of an export or a terminal; and what turns the direction
 * of writing (Unicode's bidirectional embeddings, overrides and isolates), by which a line reads otherwise than it is.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const SLUG_LENGTH = 40;

/** @returns the id. @throws workflow-id-invalid */
export function checkWorkflowId(id: string): string {
  if (!WORKFLOW_ID.test(id) || id.endsWith('.') || id.includes('..') || RESERVED.test(id)) {
    throw new NinefoldError('workflow-id-invalid', { id });
  }
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

/** One line of text, trimmed. @throws text-invalid when it is empty, longer than `max` or has control characters */
export function checkLine(field: string, text: string, max = 500): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > max || CONTROL.test(trimmed)) {
    throw new NinefoldError('text-invalid', { field, max });
  }
  return trimmed;
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
