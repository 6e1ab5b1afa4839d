/**
 * Records which levels of a session were shown to whom. Windows keep the person's record; the model's is separate, so
 * that a window's notification doesn't leave the model unwarned, and neither gets a level twice.
 */

import type { LevelRules } from '../meter/levels.ts';
import { nextNotice, shownKey } from '../meter/notices.ts';
import type { Notice } from '../meter/notices.ts';
import type { Reading } from '../meter/reading.ts';
import type { SessionPort } from '../service/ports.ts';
import type { CurrentSession, ShownLevels } from '../session/current-session.ts';

/** Who hears of a level here. */
export interface LevelAudience {
  readonly person: boolean;
  readonly model: boolean;
}

const EVERYONE: LevelAudience = { person: true, model: true };

export interface LevelNotices {
  /** What no window has announced yet, and what must still be written for the level. */
  readonly person: Notice;
  readonly model: Notice;
  /** The record to store; the same object if nothing changed. */
  readonly session: CurrentSession;
}

/** @param now ISO 8601, UTC */
export function levelNotices(
  session: CurrentSession,
  reading: Reading,
  rules: LevelRules,
  now: string,
  audience = EVERYONE,
): LevelNotices {
  const key = shownKey(reading);
  const shown = session.shown[key] ?? null;
  const told = session.shown[modelKey(key)] ?? null;
  const person = nextNotice({ shown, reading, rules, now, isHeard: audience.person });
  // The person snoozed it: the model is warned afterwards.
  const isSnoozed = Date.parse(person.shown?.snoozedUntil ?? '') > Date.parse(now);
  const model =
    isSnoozed || !audience.model ? silent(told) : nextNotice({ shown: told, reading, rules, now });
  const changed = {
    ...changeOf(key, shown, person.shown),
    ...changeOf(modelKey(key), told, model.shown),
  };
  if (Object.keys(changed).length === 0) return { person, model, session };
  return { person, model, session: { ...session, shown: { ...session.shown, ...changed } } };
}

/** Decides what to announce to a person about a reading; `session` is the same object if nothing changed. */
export function personNotice(
  session: CurrentSession,
  reading: Reading,
  rules: LevelRules,
  now: string,
): Pick<LevelNotices, 'person' | 'session'> {
  const key = shownKey(reading);
  const shown = session.shown[key] ?? null;
  const person = nextNotice({ shown, reading, rules, now });
  if (person.shown === null || person.shown === shown) return { person, session };
  return { person, session: { ...session, shown: { ...session.shown, [key]: person.shown } } };
}

/** Decides from the current record, without a lock; null if nothing is due. */
export async function dueNotices<T extends Pick<LevelNotices, 'session'>>(
  store: Pick<SessionPort, 'read'>,
  decide: (session: CurrentSession) => T,
): Promise<T | null> {
  const before = await store.read();
  const decided = decide(before);
  return decided.session === before ? null : decided;
}

/**
 * Records under the lock what is about to be announced: of two windows, or a window and a hook, the one that recorded
 * it announces it.
 */
export async function recordNotices<T extends Pick<LevelNotices, 'session'>>(
  store: Pick<SessionPort, 'update'>,
  decide: (session: CurrentSession) => T,
): Promise<T | null> {
  let decided: T | null = null;
  await store.update((session) => {
    decided = decide(session);
    return decided.session;
  });
  return decided;
}

/** Allows every level again, after a compaction. */
export function withoutLevels(session: CurrentSession, sessionId: string): CurrentSession {
  const { [sessionId]: person, [modelKey(sessionId)]: model, ...others } = session.shown;
  if (person === undefined && model === undefined) return session;
  // A snooze is the person's choice, so keep it.
  const { snoozedUntil = null, at = '' } = person ?? {};
  const kept = snoozedUntil === null ? {} : { [sessionId]: { levels: [], at, snoozedUntil } };
  return { ...session, shown: { ...others, ...kept } };
}

/** Key in `CurrentSession.shown` for what was sent to a session's model. */
function modelKey(key: string): string {
  return `model:${key}`;
}

function silent(shown: ShownLevels | null): Notice {
  return { announce: null, writes: 'none', shown };
}

function changeOf(
  key: string,
  before: ShownLevels | null,
  after: ShownLevels | null,
): Readonly<Record<string, ShownLevels>> {
  return after === null || after === before ? {} : { [key]: after };
}
