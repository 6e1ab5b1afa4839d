/** What Ninefold must know of an agent to meter it: one such object per agent, listed in `agents.ts`. */

import type { ActivityFormat } from '../../core/activity/activity.ts';
import type { PercentFormula, WindowResolution } from '../../core/meter/reading.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import type { TranscriptReader, TranscriptState } from '../../core/meter/transcript-reader.ts';
import type { GivenWindow } from '../../core/meter/window.ts';
import type { MeterEnvironment } from '../machine/environment.ts';

/** A session that may be the one at work in a folder. */
export interface ListedSession {
  /** {@link MeteredAgent.id} */
  readonly agent: string;
  readonly sessionId: string;
  readonly transcript: string;
  /** False for a session that just started: it has no transcript yet. */
  readonly hasTranscript: boolean;
  /** No line is in its transcript yet. */
  readonly isEmpty: boolean;
  /** Last sign of life, milliseconds since the epoch. */
  readonly activityAt: number;
  /** Its process, where the agent lists its processes and this one lives. */
  readonly pid: number | null;
  /** Already known to be of the folder, so its lines needn't be asked. */
  readonly isConfirmed: boolean;
}

/** A transcript of a sub-agent: it stands under its parent and is never the session at work. */
export interface ListedSubagent {
  readonly agent: string;
  readonly parentSessionId: string;
  readonly sessionId: string;
  readonly transcript: string;
  /** Last change, milliseconds since the epoch. */
  readonly activityAt: number;
}

interface SessionListing {
  readonly sessions: readonly ListedSession[];
  /** Transcripts that were looked at and are known not to be of the folder: a change of one tells nothing new. */
  readonly elsewhere: readonly string[];
  /** So many transcripts are compressed and weren't looked at. */
  readonly compressed: number;
}

/** Window and point of automatic compaction for a state; pure, made of settings read once. */
export type Windowing = (
  state: TranscriptState,
  given: GivenWindow,
) => { readonly window: WindowResolution | null; readonly compactsAt: number | null };

export interface WatchFolder {
  readonly path: string;
  /** Whether something of that name may have to do with the folder's sessions. */
  readonly concerns: (name: string) => boolean;
  /** A new name there is a new session; elsewhere it is enough to look at the next poll. */
  readonly isUrgent: boolean;
}

/** An agent's sessions on this machine, and what its settings say of the window. */
export interface MeteredAgent {
  /** As in `--agent` and in a reading. */
  readonly id: string;
  /** Whether a line's value, or that of a whole document, has the shape of this agent's transcripts. */
  recognizes(value: unknown): boolean;
  /** Old and new versions may write different forms; the file's name tells which. */
  readerOf(transcript: string): TranscriptReader;
  /** The session's id by the transcript's path, where no line says it and the file isn't named by it. */
  readonly sessionIdOf?: (transcript: string) => string | null;
  /** How its transcripts tell what it did; left out where they don't. */
  readonly activity?: ActivityFormat;
  readonly percentOf: PercentFormula;
  /** Reads what the agent gives its status line; left out where it has none, or none that Ninefold can stand in. */
  readonly parseStatusLine?: (text: string, at: string) => StatusLine | null;
  /** Folders in which the user keeps definitions of sub-agents (`agents/`) and skills (`skills/`); left out where it has none. */
  readonly definitionFolders?: (environment: MeterEnvironment) => readonly string[];
  /** Reads the agent's settings for a folder; null for a transcript whose folder isn't known. */
  readWindowing(environment: MeterEnvironment, folder: string | null): Promise<Windowing>;
  /** Sessions of the folder or of one below it, in no order. */
  listSessions(environment: MeterEnvironment, folder: string): Promise<SessionListing>;
  /** Whether a working folder found in a transcript is one of the folder's. */
  isOfFolder(environment: MeterEnvironment, cwd: string, folder: string): Promise<boolean>;
  /** Transcripts of sub-agents of these sessions. */
  listSubagents(
    environment: MeterEnvironment,
    folder: string,
    sessions: readonly ListedSession[],
  ): Promise<readonly ListedSubagent[]>;
  /** The process that runs a session, where that can be told. */
  findProcess(environment: MeterEnvironment, sessionId: string): Promise<number | null>;
  /** Folders in which a change may mean another session; they may not exist yet. */
  listWatchFolders(environment: MeterEnvironment, folder: string): Promise<readonly WatchFolder[]>;
}
