/** Reads what a session of a folder did, for its handoff. */

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { ActivityQuestion } from '../activity/activity-source.ts';
import { findTranscript } from '../activity/find-transcript.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';

export interface SessionActivityRequest {
  readonly environment: MeterEnvironment;
  /** Null for any agent. */
  readonly agent?: string | null;
  /** Session id that a person names; null for the one at work. */
  readonly session?: string | null;
  /** Session id of the caller; used if it has a transcript, and no other is named. */
  readonly own?: string | null;
  /** Absolute path, if the caller knows it; null to search. */
  readonly transcript?: string | null;
  /** This machine's settings turn it off, whatever the rule says. */
  readonly isOff?: boolean;
}

/** Reads transcripts, in this thread or another. */
export interface ActivityReading {
  read(question: ActivityQuestion): Promise<SessionActivity>;
}

/** Returns what reads transcripts in this thread, loaded when it is needed. */
export async function activityReading(): Promise<ActivityReading> {
  const { ActivitySource } = await import('../activity/activity-source.ts');
  return new ActivitySource();
}

/**
 * Reads the activity of the session at work, or of a named one.
 *
 * @returns null if the folder has no session
 * @throws NinefoldError as `findTranscript` and `ActivitySource.read`; rules-invalid
 */
export async function sessionActivity(
  { service, folder }: OpenFolder,
  source: ActivityReading,
  {
    environment,
    agent = null,
    session = null,
    own = null,
    transcript = null,
    isOff = false,
  }: SessionActivityRequest,
): Promise<SessionActivity | null> {
  if (isOff) throw new NinefoldError('activity-off');
  const { activity: rule } = await service.ports.workspace.rules();
  if (transcript !== null) return source.read({ transcript, agent, rule });
  const now = Date.parse(service.ports.clock.now());
  const find = (id: string | null): ReturnType<typeof findTranscript> =>
    findTranscript({ folder, environment, agent, session: id, rule, now });
  const ofCaller = session === null && own !== null ? await find(own).catch(unlessUnknown) : null;
  const found = ofCaller ?? (await find(session));
  return found === null ? null : source.read({ ...found, rule });
}

function unlessUnknown(error: unknown): null {
  if (NinefoldError.is(error, 'session-unknown')) return null;
  throw error;
}

/**
 * Like {@link sessionActivity}, but a session whose transcript can't be read, or isn't to be, is known by its reading
 * only: a handoff is more important than a part of it.
 *
 * @returns null if neither tells of a session
 * @throws NinefoldError session-unknown, agent-unknown
 */
export async function activityForHandoff(
  open: OpenFolder,
  source: ActivityReading,
  request: SessionActivityRequest,
  reading: Pick<Reading, 'agent' | 'sessionId'> | null,
): Promise<SessionActivity | null> {
  try {
    const activity = await sessionActivity(open, source, request);
    if (activity !== null) return activity;
  } catch (error) {
    const isFatal = NinefoldError.is(error, 'session-unknown') || NinefoldError.is(error, 'agent-unknown');
    if (isFatal || !NinefoldError.is(error)) throw error;
  }
  if (reading?.sessionId == null) return null;
  return { ...NO_ACTIVITY, agent: reading.agent, sessionId: reading.sessionId };
}
