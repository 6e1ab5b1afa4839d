/**
 * `sessions/current.json` as Ninefold writes it, recognized without its schema: most turns of a session need nothing
 * else of it, and zod takes a third of what they may take.
 */

import { asFields, parseObject } from '../json-fields.ts';
import type { Fields } from '../json-fields.ts';
import { WARNING_LEVELS } from '../meter/levels.ts';
import { isWorkflowId } from '../workflow/names.ts';
import type { CurrentSession } from './current-session.ts';
import { CURRENT_SESSION_SCHEMA } from './empty-session.ts';

type AgentSession = NonNullable<CurrentSession['agentSession']>;

/** Fields that call for nothing in a turn. One that isn't here may: the whole hook decides. */
const QUIET_FIELDS: ReadonlySet<string> = new Set([
  'schema',
  'active',
  'agentSession',
  'reported',
  'shown',
  'ended',
]);

/** A record without a reported number or a rejection to tell. */
export interface PlainRecord extends Pick<CurrentSession, 'active' | 'shown' | 'ended'> {
  readonly agentSession: AgentSession | null;
  readonly reported: null;
  readonly schema: typeof CURRENT_SESSION_SCHEMA;
}

/** Reads a plain record; null for any other text, which the schema may still accept. */
export function plainRecord(text: string): PlainRecord | null {
  // Anything before it is no text of Ninefold's.
  const record = text.startsWith('{') ? parseObject(text) : null;
  return record !== null && isPlain(record) ? record : null;
}

function isPlain(record: Fields): record is Fields & PlainRecord {
  const { schema, active, agentSession, reported, shown, ended } = record;
  return (
    Object.keys(record).every((field) => QUIET_FIELDS.has(field)) &&
    schema === CURRENT_SESSION_SCHEMA &&
    (active === null || (typeof active === 'string' && isWorkflowId(active))) &&
    (agentSession === null || isAgentSession(asFields(agentSession))) &&
    reported === null &&
    (ended === undefined || (Array.isArray(ended) && ended.every((one) => isEnd(asFields(one))))) &&
    Object.values(asFields(shown) ?? { shown }).every((one) => isShown(asFields(one)))
  );
}

function isAgentSession(session: Fields | null): boolean {
  if (session === null) return false;
  const { agent, sessionId, transcript, hasModel, isCompacting } = session;
  return (
    typeof agent === 'string' &&
    typeof sessionId === 'string' &&
    (transcript === null || typeof transcript === 'string') &&
    [hasModel, isCompacting].every((flag) => flag === undefined || typeof flag === 'boolean')
  );
}

function isEnd(end: Fields | null): boolean {
  return typeof end?.sessionId === 'string' && typeof end.at === 'string';
}

function isShown(shown: Fields | null): boolean {
  if (shown === null) return false;
  const { levels, at, saved, snoozedUntil } = shown;
  return (
    areLevels(levels) &&
    typeof at === 'string' &&
    (saved === undefined || areLevels(saved)) &&
    (snoozedUntil == null || typeof snoozedUntil === 'string')
  );
}

function areLevels(value: unknown): boolean {
  return Array.isArray(value) && value.every((level) => WARNING_LEVELS.some((known) => known === level));
}
