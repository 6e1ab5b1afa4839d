/**
 * Finds the agent session at work in a folder: live ones first, then the most recently active, confirmed by the `cwd`
 * of its lines, because a project folder's name fits several folders.
 */

import { dirname } from 'node:path';
import { ifReadable } from '../files/optional-file.ts';
import { openFollowed } from '../files/own-file.ts';
import {
  type FolderSessionsOptions,
  listFolderSessions,
  type LocatedSession,
  placeOf,
} from './folder-sessions.ts';
import { isStillWaiting, waitingSessions } from './waiting-sessions.ts';
import { isEndReported, type ReportedEnd } from '../../core/session/reported-ends.ts';
import { parseObject } from '../../core/json-fields.ts';
import type { MeteredAgent, ListedSession } from '../agents/agent.ts';
import { type TranscriptCursor } from './transcript-cursor.ts';
import { openTail } from './open-transcript.ts';

/** A transcript that grew within 10 minutes belongs to a live session. */
export const LIVE_MILLISECONDS = 10 * 60 * 1000;

/** A session that asked a person writes nothing until the answer; one that asked longer ago was left. */
const ASKING_MILLISECONDS = 4 * 60 * 60 * 1000;

/** The followed session is kept unless another known one is ahead by more. */
const STICKY_MILLISECONDS = 2 * 60 * 1000;

/**
 * Maximum number of sessions to read, in total and per folder of transcripts: those of a sibling with the same prefix
 * must not displace the folder's own. The other sessions of a folder were active earlier.
 */
const MAX_CONFIRMED = { inAll: 64, inOneFolder: 8 };

/** Bytes that contain the first lines with a `cwd`. */
const HEAD = 16 * 1024;

/** Why a session has its place, or isn't the session. */
export type SessionReason =
  'process-alive' | 'grew-recently' | 'asks' | 'ended' | 'other-folder' | 'name-only';

export interface ExaminedSession extends LocatedSession {
  readonly isLive: boolean;
  readonly reason: SessionReason;
}

export interface FoundSession {
  readonly session: ExaminedSession;
  readonly agent: MeteredAgent;
  /** At the end of its transcript; null if it has none yet. */
  readonly cursor: TranscriptCursor | null;
}

export interface FindSessionResult {
  readonly found: FoundSession | null;
  /** Best first. */
  readonly sessions: readonly ExaminedSession[];
  /** Transcripts known to belong to other folders. */
  readonly elsewhere: readonly string[];
  /** Number of compressed transcripts, which weren't read. */
  readonly compressed: number;
  readonly bytesRead: number;
}

/** The session that a person chose to see. */
export interface PinnedSession {
  readonly sessionId: string;
  /** It had ended when it was pinned, and stays shown. A live one gives way when it ends. */
  readonly hadEnded: boolean;
}

export interface FindSessionOptions extends FolderSessionsOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly pinned?: PinnedSession | null;
  /** Ends that agents reported. */
  readonly ends?: readonly ReportedEnd[];
  /** The currently followed transcript, and all transcripts known at that time: none of those takes over alone. */
  readonly stickTo?: { readonly transcript: string; readonly known: ReadonlySet<string> } | null;
  /** Returns the existing cursor of a transcript, so that it isn't read again. */
  readonly cursorOf?: (transcript: string) => TranscriptCursor | null;
  /**
   * Transcripts found to belong to other folders, with their activity at that time: until it differs, they aren't
   * read again.
   */
  readonly refused?: Map<string, number>;
}

export function isLiveAt(
  session: Pick<ListedSession, 'pid' | 'activityAt' | 'hasEnded'>,
  now: number,
): boolean {
  if (session.hasEnded === true) return false;
  return session.pid !== null || now - session.activityAt < LIVE_MILLISECONDS;
}

/**
 * Finds the session at work.
 *
 * @returns `found` null if there is no trace of a session in the folder, one below it, or a worktree
 */
export async function findSession(options: FindSessionOptions): Promise<FindSessionResult> {
  const { sessions: listed, elsewhere, compressed } = await listFolderSessions(options);
  const ranked = rank(listed, options).map((session) => liveness(session, options.now));
  const { found, reasons, bytesRead } = await firstThatBelongs(ranked, options);
  const sessions = ranked.map((one) => ({ ...one, reason: reasons.get(one.transcript) ?? one.reason }));
  return { found, sessions, elsewhere, compressed, bytesRead };
}

interface Search {
  readonly found: FoundSession | null;
  /** Why the sessions that were read aren't the one. */
  readonly reasons: ReadonlyMap<string, SessionReason>;
  readonly bytesRead: number;
}

async function firstThatBelongs(
  ranked: readonly ExaminedSession[],
  options: FindSessionOptions,
): Promise<Search> {
  const { refused = new Map<string, number>() } = options;
  const reasons = new Map<string, SessionReason>();
  const looks = new Map<string, number>();
  let byName: FoundSession | null = null;
  let ended: FoundSession | null = null;
  let bytesRead = 0;
  for (const session of ranked) {
    const { transcript, activityAt } = session;
    const agent = options.agents.find((one) => one.id === session.agent);
    if (agent === undefined) continue;
    if (refused.get(transcript) === activityAt) reasons.set(transcript, 'other-folder');
    else if (mayLook(looks, transcript)) {
      const { belongs, cursor, bytesRead: bytes, ...examined } = await examine(session, agent, options, true);
      bytesRead += bytes;
      const known = withEnd(examined.session, cursor, agent, options.ends);
      const found = { session: await withQuestion(known, cursor, options), agent, cursor };
      if (belongs === 'yes') {
        // Its end shows only now: another may live.
        if (found.session.isLive) return { found: stillShown(ended, found, options), reasons, bytesRead };
        if (!session.isLive) return { found: ended ?? found, reasons, bytesRead };
        ended ??= found;
        reasons.set(transcript, 'ended');
        continue;
      }
      if (belongs === 'unknown') byName ??= found;
      else if (cursor !== null) refused.set(transcript, activityAt);
      reasons.set(transcript, belongs === 'no' ? 'other-folder' : 'name-only');
    }
  }
  return { found: ended ?? byName, reasons, bytesRead };
}

/**
 * Of a session that ended and one that lives, returns the one to show. One without a known process lives only by its
 * age, and gives way to a session that was used after it, whose end its agent reported.
 */
function stillShown(
  ended: FoundSession | null,
  live: FoundSession,
  { ends = [] }: FindSessionOptions,
): FoundSession {
  if (ended === null || live.session.pid !== null) return live;
  const { session, cursor } = ended;
  return isEndReported(ends, session.sessionId, cursor?.state.at ?? null) ? ended : live;
}

/**
 * A session has ended if its transcript or its agent says so, or if a version of the agent that lists running sessions
 * doesn't list it.
 */
export function withEnd(
  session: ExaminedSession,
  cursor: TranscriptCursor | null,
  agent: MeteredAgent,
  ends: readonly ReportedEnd[] = [],
): ExaminedSession {
  const { sessionId, pid } = session;
  const isReported = pid === null && isEndReported(ends, sessionId, cursor?.state.at ?? null);
  const isGone = session.isUnlisted === true && agent.listsSessions?.(cursor?.state.version ?? null) === true;
  const isOver = isGone || isReported || cursor?.state.isClosed === true;
  return isOver ? { ...session, hasEnded: true, isLive: false, reason: 'ended' } : session;
}

async function withQuestion(
  session: ExaminedSession,
  cursor: TranscriptCursor | null,
  { environment, now }: FindSessionOptions,
): Promise<ExaminedSession> {
  if (session.isLive) return session;
  const asked = (await waitingSessions(environment.home)).get(session.sessionId);
  const isWaiting = isStillWaiting(asked, session.activityAt) || cursor?.state.stage === 'waiting';
  return isWaiting ? whileItAsks(session, now) : session;
}

/** A session without a known process lives on while its question to a person is open. */
export function whileItAsks(session: ExaminedSession, now: number): ExaminedSession {
  const isOver = session.hasEnded === true || now - session.activityAt >= ASKING_MILLISECONDS;
  return session.isLive || isOver ? session : { ...session, isLive: true, reason: 'asks' };
}

/**
 * Counts reads of transcripts.
 *
 * @returns false once the limit is reached
 */
function mayLook(looks: Map<string, number>, transcript: string): boolean {
  const folder = dirname(transcript);
  const here = looks.get(folder) ?? 0;
  const all = [...looks.values()].reduce((sum, count) => sum + count, 0);
  if (here >= MAX_CONFIRMED.inOneFolder || all >= MAX_CONFIRMED.inAll) return false;
  looks.set(folder, here + 1);
  return true;
}

/** Returns whether a session is alive, and why. */
export function liveness(session: LocatedSession, now: number): ExaminedSession {
  const isLive = isLiveAt(session, now);
  const grew = isLive ? 'grew-recently' : 'ended';
  return { ...session, isLive, reason: session.pid === null ? grew : 'process-alive' };
}

function rank(sessions: readonly LocatedSession[], options: FindSessionOptions): LocatedSession[] {
  const { now, pinned = null, stickTo = null } = options;
  const ranked = sessions.toSorted(
    (one, other) =>
      Number(isLiveAt(other, now)) - Number(isLiveAt(one, now)) ||
      Number(one.isSecondary === true) - Number(other.isSecondary === true) ||
      Number(one.isInWorktree) - Number(other.isInWorktree) ||
      other.activityAt - one.activityAt,
  );
  const picked = ranked.find(({ sessionId }) => sessionId === pinned?.sessionId);
  const holds = picked !== undefined && (pinned?.hadEnded === true || isLiveAt(picked, now));
  const first = holds ? picked : staying(ranked, stickTo, now);
  return first === null ? ranked : [first, ...ranked.filter((session) => session !== first)];
}

/**
 * Two sessions at work in a folder would alternate with every line, so the followed one is kept. A new transcript
 * (`/clear`, a new session) takes over immediately.
 */
function staying(
  ranked: readonly LocatedSession[],
  stickTo: FindSessionOptions['stickTo'],
  now: number,
): LocatedSession | null {
  const at = ranked.findIndex(({ transcript }) => transcript === stickTo?.transcript);
  const followed = ranked[at];
  if (followed === undefined || !isLiveAt(followed, now)) return null;
  const stays = ranked
    .slice(0, at)
    .every(
      ({ transcript, activityAt }) =>
        stickTo?.known.has(transcript) === true && activityAt - followed.activityAt < STICKY_MILLISECONDS,
    );
  return stays ? followed : null;
}

interface Examination {
  /** `unknown`: no line has a working folder. */
  readonly belongs: 'yes' | 'no' | 'unknown';
  /** With the place named in its lines. */
  readonly session: ExaminedSession;
  readonly cursor: TranscriptCursor | null;
  readonly bytesRead: number;
}

/** Reads a session's tail, and determines from its lines which of its places it belongs to, if any. */
export async function examine(
  session: ExaminedSession,
  agent: MeteredAgent,
  { environment, cursorOf }: Pick<FindSessionOptions, 'environment' | 'cursorOf'>,
  wantsTurns = false,
): Promise<Examination> {
  const { transcript, places, isConfirmed } = session;
  const own = { session, cursor: null, bytesRead: 0 };
  if (!session.hasTranscript) return { ...own, belongs: 'yes' };
  const held = cursorOf?.(transcript) ?? null;
  const cursor = held ?? (await ifReadable(openTail(transcript, agent, wantsTurns)));
  if (cursor === null) return { ...own, belongs: 'no' };
  const read = { session, cursor, bytesRead: held === null ? cursor.bytesRead : 0 };
  // An existing cursor was confirmed before, except for which of several places it belongs to.
  if (isConfirmed || (held !== null && places.length === 1)) return { ...read, belongs: 'yes' };
  const { cwd } = cursor.state;
  const place = cwd === null ? null : await placeOf(cwd, places, agent, environment);
  if (place !== null) return { ...read, session: { ...session, ...place }, belongs: 'yes' };
  // The agent may have changed its folder; the first line has the initial one.
  const head = (await ifReadable(firstCwd(transcript))) ?? { cwd: null, bytesRead: 0 };
  const bytesRead = read.bytesRead + head.bytesRead;
  const first = head.cwd === null ? null : await placeOf(head.cwd, places, agent, environment);
  if (first !== null) return { cursor, bytesRead, session: { ...session, ...first }, belongs: 'yes' };
  if (held !== null) return { ...read, bytesRead, belongs: 'yes' };
  return { ...read, bytesRead, belongs: head.cwd === null && cwd === null ? 'unknown' : 'no' };
}

async function firstCwd(transcript: string): Promise<{ cwd: string | null; bytesRead: number }> {
  const file = await openFollowed(transcript);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    const found = lines.map((line) => parseObject(line)?.cwd).find((cwd) => typeof cwd === 'string');
    return { cwd: found ?? null, bytesRead };
  } finally {
    await file.close();
  }
}
