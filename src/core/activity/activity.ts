/**
 * What an agent did in a session, from its transcript: the main conversation in the whole file, with each tool call
 * once, regardless of compactions. Texts are the agent's own, only made well-formed: clean them before showing them.
 */

import type { OutputVerdict } from '../checks/output-verdict.ts';
import type { PartStep, StoredHead, StoredPart } from './stored-parts.ts';

/** A successfully written file. */
export interface WrittenFile {
  /** As the agent named it. */
  readonly path: string;
  /** Number of writes. */
  readonly edits: number;
  /** Last write (ISO 8601); null if unknown. */
  readonly at: string | null;
}

/** A finished command. */
export interface RanCommand {
  readonly command: string;
  /** The call's own: for a pipe, it says nothing about the first commands. Null if unknown. */
  readonly exitCode: number | null;
  /** Its working folder; absent if unknown. */
  readonly cwd?: string;
  /** When it ended (ISO 8601); null if unknown. */
  readonly at: string | null;
  /** What its output says; only of what looks like a check. */
  readonly verdict?: OutputVerdict;
}

export const TODO_STATUSES = ['pending', 'in_progress', 'completed', 'cancelled', 'blocked'] as const;
export type TodoStatus = (typeof TODO_STATUSES)[number];

/** A line of the agent's own to-do list. */
export interface AgentTodo {
  readonly text: string;
  readonly status: TodoStatus;
}

/** What a person typed. */
export interface GivenPrompt {
  /** Trimmed, and cut at 200 code points. */
  readonly text: string;
  readonly at: string | null;
}

/** The content of a transcript. */
export interface Activity {
  /** Null if no line has it. */
  readonly sessionId: string | null;
  /** Working folder of the last line that has one. */
  readonly cwd: string | null;
  /** The agent's own title of the session; null if it gave none. */
  readonly title: string | null;
  /** What a person typed after a slash command, cut like a prompt; null if nothing. */
  readonly request: string | null;
  /** In the order of their first edit. */
  readonly files: readonly WrittenFile[];
  /** In the order of their ends. */
  readonly commands: readonly RanCommand[];
  /** The list that was used last. */
  readonly todos: readonly AgentTodo[];
  readonly prompts: readonly GivenPrompt[];
}

/** An activity with its agent. */
export interface SessionActivity extends Activity {
  /** Agent id; null for a file without a whole line. */
  readonly agent: string | null;
}

export const NO_ACTIVITY: Activity = {
  sessionId: null,
  cwd: null,
  title: null,
  request: null,
  files: [],
  commands: [],
  todos: [],
  prompts: [],
};

/** Reads a growing transcript of JSON lines. */
export interface ActivityReader {
  /**
   * Tests whether a line may contain an activity, before it is decoded.
   *
   * @param bytes the line's, as Latin-1
   */
  concerns(bytes: string): boolean;
  /** Reads a line. Never throws. */
  feed(line: string): void;
  /** Returns the activity so far; later lines don't change the value. */
  read(): Activity;
  /** Returns an independent reader that continues from here. */
  copy(): ActivityReader;
}

/** Collects the steps of a session in a database, in their order. */
export interface PartsReader {
  take(step: PartStep): void;
  /** Returns the activity so far; later steps don't change the value. */
  read(head: StoredHead): Activity;
  /** Returns an independent reader that continues from here. */
  copy(): PartsReader;
}

/** How to read activity from the parts of a session in a database. */
export interface PartsFormat {
  /** Reads a part. Never throws. */
  readonly stepOf: (part: StoredPart) => PartStep;
  readonly begin: () => PartsReader;
}

/** How to read activity from an agent's transcripts. */
export interface ActivityFormat {
  /** Starts reading a transcript of JSON lines. Absent if the agent writes none, or they don't contain activity. */
  readonly lines?: () => ActivityReader;
  /**
   * Reads a transcript in a single JSON document; absent likewise. Never throws.
   *
   * @returns {@link NO_ACTIVITY} itself if the document isn't whole; null if its layout doesn't reveal activity
   */
  readonly document?: (text: string) => Activity | null;
  /** Reads the parts of a session in a database; absent likewise. */
  readonly parts?: PartsFormat;
}
