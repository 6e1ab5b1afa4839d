/** What metering needs to know about an agent: one such object per agent, listed in `agents.ts`. */

import type { AgentTodo } from '../../core/activity/activity.ts';
import type { PartStep, StoredHead, StoredPart } from '../../core/activity/stored-parts.ts';
import type { PercentFormula, WindowResolution } from '../../core/meter/reading.ts';
import type { SpendingStep } from '../../core/meter/spending.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import type {
  DocumentReader,
  LineReader,
  SessionStage,
  TranscriptReader,
  TranscriptState,
} from '../../core/meter/transcript-reader.ts';
import type { GivenWindow, ReportedWindows } from '../../core/meter/window.ts';
import type { MeterEnvironment } from '../machine/environment.ts';

/** A session that may be at work in a folder. */
export interface ListedSession {
  /** {@link MeteredAgent.id} */
  readonly agent: string;
  readonly sessionId: string;
  readonly transcript: string;
  /** False for a session that just started and has no transcript yet. */
  readonly hasTranscript: boolean;
  /** Its transcript has no line yet. */
  readonly isEmpty: boolean;
  /** Last activity, in milliseconds since the epoch. */
  readonly activityAt: number;
  /** Its process, if the agent lists its processes and this one is alive. */
  readonly pid: number | null;
  /** Its process is known to be gone, however new its transcript is. */
  readonly hasEnded?: boolean;
  /** Its agent lists running sessions, and this one isn't among them. */
  readonly isUnlisted?: boolean;
  /** Run by a program or by another session: it never takes over from a live session of a person. */
  readonly isSecondary?: boolean;
  /** Known to belong to the folder without reading its lines. */
  readonly isConfirmed: boolean;
  /** The name that a person gave it; absent if its lines tell. */
  readonly name?: string | null;
  /** What it is at; absent if its lines tell. */
  readonly stage?: SessionStage | null;
}

/** A sub-agent's transcript: it belongs to its parent and is never the session at work. */
export interface ListedSubagent {
  readonly agent: string;
  readonly parentSessionId: string;
  readonly sessionId: string;
  readonly transcript: string;
  /** Last change, in milliseconds since the epoch. */
  readonly activityAt: number;
}

/** Other files that have a part of a session's figures. */
export interface Companion {
  filesOf(transcript: string): readonly string[];
  /**
   * Returns the state with what those files have.
   *
   * @throws the system's error
   */
  complete(transcript: string, state: TranscriptState): Promise<TranscriptState>;
}

/** What a store tells of a session. */
export interface StoreReading {
  readonly state: TranscriptState;
  /** Last change of the session, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly bytesRead: number;
}

/** Which parts of a session to read. */
export interface PartsQuestion {
  readonly stepOf: (part: StoredPart) => PartStep;
  /** Id of the part to stop before, from the end; null for all. */
  readonly known: string | null;
}

/** The parts of a session. */
export interface PartsReading {
  readonly head: StoredHead;
  /** In their order. */
  readonly steps: readonly { readonly id: string; readonly step: PartStep }[];
  /** Whether the known part was met: otherwise these are all. */
  readonly isContinued: boolean;
  /** The message from which on the session was taken back; null if it wasn't. */
  readonly takenBackFrom: string | null;
}

/** Sessions that are no files, such as rows of a database. */
export interface SessionStore {
  /** Tests whether a transcript's name is that of such a session. */
  holds(transcript: string): boolean;
  /** Lists the files whose change may change it. */
  filesOf(transcript: string): readonly string[];
  /**
   * Reads a session.
   *
   * @param isWhole whether all of it, so that its compactions are complete
   * @returns null if it can't be read at the moment, because the agent is writing
   * @throws the system's error
   */
  read(transcript: string, isWhole: boolean): Promise<StoreReading | null>;
  /** Reads what a session cost; null as for `read`. */
  spendings(transcript: string): Promise<SpendingStep | null>;
  /** Reads what was done in a session; `value` is null if there is no such session, the whole as for `read`. */
  parts(
    transcript: string,
    question: PartsQuestion,
  ): Promise<{ readonly value: PartsReading | null; readonly bytesRead: number } | null>;
}

interface SessionListing {
  readonly sessions: readonly ListedSession[];
  /** Transcripts known not to belong to the folder, whose changes don't matter. */
  readonly elsewhere: readonly string[];
  /** Number of compressed transcripts, which weren't read. */
  readonly compressed: number;
}

/**
 * Returns the window and the point of automatic compaction for a state; pure, based on settings that are read once.
 */
export type Windowing = (state: TranscriptState, given: GivenWindow) => WindowFigures;

export interface WindowFigures {
  readonly window: WindowResolution | null;
  readonly compactsAt: number | null;
  /** The last answer's tokens count towards `compactsAt`, though not to the used tokens. */
  readonly countsOutput?: boolean;
  /** Identifies the API's host, because a model's window may depend on it. */
  readonly host?: string;
}

export interface WatchFolder {
  readonly path: string;
  /** Tests whether a name may concern the folder's sessions. */
  readonly concerns: (name: string) => boolean;
  /** A new name here is a new session; elsewhere, the next poll is soon enough. */
  readonly isUrgent: boolean;
}

/** An agent before the code that reads its sessions is loaded: most people use one or two agents. */
export interface AgentEntry {
  /** {@link MeteredAgent.id} */
  readonly id: string;
  /** Lists folders of which one exists once the agent was used on this machine. */
  stores(environment: MeterEnvironment): readonly string[];
  load(): Promise<MeteredAgent>;
}

/** An agent's sessions on this machine, and what its settings say about the window. */
export interface MeteredAgent {
  /** As in `--agent` and in a reading. */
  readonly id: string;
  /** Tests whether the value of a line, or of a whole document, looks like this agent's transcripts. */
  recognizes(value: unknown, transcript: string): boolean;
  /** Returns the reader for a transcript's format, which the file name tells. */
  readerOf(transcript: string): TranscriptReader;
  /** Both formats, if a transcript may have either, whatever its name; absent if the agent writes only one. */
  readonly formats?: { readonly lines: LineReader; readonly document: DocumentReader };
  /** Absent if every session is a file. */
  readonly store?: SessionStore;
  /** Absent if a transcript has all of its session's figures. */
  readonly companion?: Companion;
  /**
   * Reads the to-do list that is in another file; null if there is none. Absent if transcripts have it.
   *
   * @throws the system's error
   */
  readonly readTodos?: (transcript: string) => Promise<readonly AgentTodo[] | null>;
  /** Returns the file that tells what was done in a session; absent if that is the transcript. */
  readonly activityFileOf?: (transcript: string) => string;
  /** Returns the session id from the transcript's path, if neither a line nor the file name has it. */
  readonly sessionIdOf?: (transcript: string) => string | null;
  readonly percentOf: PercentFormula;
  /** Tests whether a version of the agent lists its running sessions; absent if none does. */
  readonly listsSessions?: (version: string | null) => boolean;
  /** Reads the windows that a task's run reported in its log; absent if it reports none. */
  readonly windowsOfRun?: (log: string) => ReportedWindows;
  /** Parses the agent's status line input; absent if it has no status line, or none that Ninefold can replace. */
  readonly parseStatusLine?: (text: string, at: string) => StatusLine | null;
  /**
   * Returns the user's folders for definitions of sub-agents (`agents/`) and skills (`skills/`); absent if it has
   * none.
   */
  readonly definitionFolders?: (environment: MeterEnvironment) => readonly string[];
  /** Reads the agent's settings for a folder; null for a transcript whose folder is unknown. */
  readWindowing(environment: MeterEnvironment, folder: string | null): Promise<Windowing>;
  /** Lists sessions of the folder or of one below it, in any order. */
  listSessions(environment: MeterEnvironment, folder: string): Promise<SessionListing>;
  /** Tests whether a working folder from a transcript belongs to the folder. */
  isOfFolder(environment: MeterEnvironment, cwd: string, folder: string): Promise<boolean>;
  /** Lists the transcripts of these sessions' sub-agents. */
  listSubagents(
    environment: MeterEnvironment,
    folder: string,
    sessions: readonly ListedSession[],
  ): Promise<readonly ListedSubagent[]>;
  /** Finds the process of a session, if possible. */
  findProcess(environment: MeterEnvironment, sessionId: string): Promise<number | null>;
  /** Lists folders in which a change may mean another session; they may not exist yet. */
  listWatchFolders(environment: MeterEnvironment, folder: string): Promise<readonly WatchFolder[]>;
}
