/** Reads every agent session of some folders with its usage, for the list of sessions. */

import { basename } from 'node:path';
import type { Reading } from '../../core/meter/reading.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import type { ReportedEnd } from '../../core/session/reported-ends.ts';
import { EMPTY_TRANSCRIPT } from '../../core/meter/transcript-reader.ts';
import {
  type FolderSessionFacts,
  type SessionFacts,
  type SessionRow,
  sessionRows,
  type SubagentFacts,
} from '../../core/view/session-rows.ts';
import { agentsHere } from '../agents/agents.ts';
import { ifReadable } from '../files/optional-file.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { examine, type ExaminedSession, liveness, whileItAsks, withEnd } from './find-session.ts';
import { listFolderSessions } from './folder-sessions.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { liveReading, type ReadingRules } from './live-reading.ts';
import { isStillWaiting, waitingSessions } from './waiting-sessions.ts';
import { SessionTitles } from './session-titles.ts';
import { settleWindow } from './settle-window.ts';
import { StatusLineFile } from './status-line-file.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';

/** Maximum number of listed sessions per folder: live ones first, then the newest. */
const MAX_SESSIONS = 20;
const MAX_SUBAGENTS = 20;
/** Maximum number of sessions to read for them: those of a sibling folder with the same prefix aren't listed. */
const MAX_LOOKED_INTO = 100;

export interface ListedFolder {
  /** Key of the folder in the window. */
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly rules: ReadingRules;
  /** Transcript of the session shown by the folder's meter. */
  readonly followed: string | null;
  /** The session that a person pinned. */
  readonly pinned: string | null;
  /** Ends that agents reported. */
  readonly ends?: readonly ReportedEnd[];
}

/** What is known about a folder's transcripts. Separate per folder: what one excludes may be another's. */
interface FolderMemory {
  /** Cursors to continue from. */
  readonly places: ReadonlyMap<string, TranscriptCursor>;
  /** Transcripts found to belong to other folders, with their activity at that time. */
  readonly refused: Map<string, number>;
}

interface FolderRead {
  readonly folder: ListedFolder;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly memory: FolderMemory;
  /** When sessions asked a person, by id. */
  readonly waiting: ReadonlyMap<string, number>;
  /** The part of {@link FolderMemory.places} that is still listed. */
  readonly kept: Map<string, TranscriptCursor>;
}

/** Reads sessions periodically, keeping its place in each transcript. */
export class SessionListReader {
  readonly #environment: MeterEnvironment;
  readonly #given: readonly MeteredAgent[] | null;
  #agents: readonly MeteredAgent[] = [];
  readonly #titles: SessionTitles | null;
  /** By the folder's path. */
  #memories: ReadonlyMap<string, FolderMemory> = new Map();

  /**
   * @param agents null for those that were used on this machine
   * @param redactor for titles, which may have secrets; null for no titles
   */
  constructor(
    environment: MeterEnvironment,
    agents: readonly MeteredAgent[] | null = null,
    redactor: Pick<RedactorPort, 'redact'> | null = null,
  ) {
    this.#environment = environment;
    this.#given = agents;
    this.#titles = redactor === null ? null : new SessionTitles(redactor);
  }

  /** @param now milliseconds since the epoch */
  async read(folders: readonly ListedFolder[], now: number): Promise<readonly SessionRow[]> {
    this.#agents = this.#given ?? (await agentsHere(this.#environment));
    const memories = new Map<string, FolderMemory>();
    const facts: FolderSessionFacts[] = [];
    const waiting = await waitingSessions(this.#environment.home);
    for (const folder of folders) {
      const memory = this.#memories.get(folder.path) ?? { places: new Map(), refused: new Map() };
      const kept = new Map<string, TranscriptCursor>();
      facts.push(await this.#readFolder({ folder, now, memory, waiting, kept }));
      memories.set(folder.path, { ...memory, places: kept });
    }
    // Forget what is no longer listed.
    this.#memories = memories;
    this.#titles?.forgetOthers();
    return sessionRows(facts, now);
  }

  async #readFolder(read: FolderRead): Promise<FolderSessionFacts> {
    const { folder, now, memory } = read;
    const listed = await listFolderSessions({
      agents: this.#agents,
      environment: this.#environment,
      folder: folder.path,
    });
    const newest = listed.sessions
      .map((session) => liveness(session, now))
      .sort((one, other) => Number(other.isLive) - Number(one.isLive) || other.activityAt - one.activityAt)
      .filter(({ transcript, activityAt }) => memory.refused.get(transcript) !== activityAt)
      .slice(0, MAX_LOOKED_INTO);
    const sessions: SessionFacts[] = [];
    for (const session of newest) {
      if (sessions.length === MAX_SESSIONS) break;
      const facts = await this.#readSession(read, session);
      if (facts !== null) sessions.push(facts);
    }
    // Whoever waits for a person comes first.
    sessions.sort((one, other) => Number(other.stage === 'waiting') - Number(one.stage === 'waiting'));
    return { key: folder.key, name: folder.name, levels: folder.rules.levels, sessions };
  }

  /** @returns null for a session of another folder */
  async #readSession(
    { folder, now, memory, waiting, kept }: FolderRead,
    listed: ExaminedSession,
  ): Promise<SessionFacts | null> {
    const agent = this.#agents.find(({ id }) => id === listed.agent);
    if (agent === undefined) return null;
    const cursorOf = (path: string): TranscriptCursor | null => memory.places.get(path) ?? null;
    const asked = { environment: this.#environment, cursorOf };
    const { belongs, session: examined, cursor } = await examine(listed, agent, asked);
    const known = withEnd(examined, cursor, agent, folder.ends);
    if (belongs === 'no' && cursor !== null) memory.refused.set(known.transcript, known.activityAt);
    if (belongs !== 'yes') return null;
    if (cursor !== null) {
      if ((await ifReadable(cursor.advance())) === null) return null;
      kept.set(cursor.path, cursor);
    }
    const { sessionId, transcript, activityAt } = known;
    const name = known.name ?? cursor?.state.name ?? null;
    const isWaiting = isStillWaiting(waiting.get(sessionId), activityAt);
    // The agent's own list knows best, and a transcript knows no questions but those in it.
    const stage = known.stage ?? (isWaiting ? 'waiting' : cursor?.state.stage) ?? null;
    const session = stage === 'waiting' ? whileItAsks(known, now) : known;
    return {
      sessionId,
      title:
        cursor === null && name === null ? null : ((await this.#titles?.of(agent, transcript, name)) ?? null),
      stage: session.isLive ? stage : null,
      transcript: cursor === null ? null : transcript,
      reading: await this.#readingOf(agent, session, cursor, { rules: folder.rules, now }),
      activityAt,
      worktree: session.isInWorktree ? basename(session.folder) : null,
      isPinned: folder.pinned === sessionId,
      isFollowed: folder.followed === transcript,
      subagents: await this.#subagentsOf(agent, session),
    };
  }

  async #readingOf(
    agent: MeteredAgent,
    session: ExaminedSession,
    cursor: TranscriptCursor | null,
    { rules, now }: { readonly rules: ReadingRules; readonly now: number },
  ): Promise<Reading> {
    const { sessionId, isLive: live } = session;
    const windowing = await agent.readWindowing(this.#environment, session.folder);
    const file = await StatusLineFile.of(agent, this.#environment, session)?.advance();
    const statusLine = file?.value ?? null;
    const settled = await settleWindow({
      environment: this.#environment,
      folder: session.folder,
      sessionId,
      agent,
      cursor,
      windowing,
      statusLine,
      given: { given: null, rules: rules.windows },
      // Twenty long searches would hold up the list.
      readsOn: live,
    });
    const state = cursor?.state ?? EMPTY_TRANSCRIPT;
    const given = { agent, state, sessionId, live, windowing, rules, settled };
    return liveReading(given, statusLine, now);
  }

  async #subagentsOf(agent: MeteredAgent, session: ExaminedSession): Promise<readonly SubagentFacts[]> {
    const listed = await agent.listSubagents(this.#environment, session.folder, [session]);
    return listed
      .filter(({ parentSessionId }) => parentSessionId === session.sessionId)
      .toSorted((one, other) => other.activityAt - one.activityAt)
      .slice(0, MAX_SUBAGENTS);
  }
}
