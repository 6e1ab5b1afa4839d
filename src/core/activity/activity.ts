/**
 * What an agent did in a session, as its transcript tells it: the main conversation of the whole file, each call of a tool once,
 * whatever was compacted since. Texts are the agent's own, made well-formed and nothing else: whoever shows them cleans them first.
 */

/** A file that was written with success. */
export interface WrittenFile {
  /** As the agent named it. */
  readonly path: string;
  /** How often it was written. */
  readonly edits: number;
  /** Last time (ISO 8601); null where the transcript doesn't say. */
  readonly at: string | null;
}

/** A command that ran to an end. */
export interface RanCommand {
  readonly command: string;
  /** The call's own: of a pipe it says nothing about what stands in front. Null where the transcript doesn't say. */
  readonly exitCode: number | null;
  /** The folder it ran in; absent where the transcript doesn't say. */
  readonly cwd?: string;
  /** When it ended (ISO 8601); null where the transcript doesn't say. */
  readonly at: string | null;
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

/** What a transcript tells. */
export interface Activity {
  /** Null where no line says it. */
  readonly sessionId: string | null;
  /** Working folder of the last line that names one. */
  readonly cwd: string | null;
  /** In the order of their first edit. */
  readonly files: readonly WrittenFile[];
  /** In the order in which they ended. */
  readonly commands: readonly RanCommand[];
  /** The list that was used last. */
  readonly todos: readonly AgentTodo[];
  readonly prompts: readonly GivenPrompt[];
}

/** An activity, and whose it is. */
export interface SessionActivity extends Activity {
  /** Id of the agent; null for a file in which nothing whole stands yet. */
  readonly agent: string | null;
}

export const NO_ACTIVITY: Activity = {
  sessionId: null,
  cwd: null,
  files: [],
  commands: [],
  todos: [],
  prompts: [],
};

/** Reads a transcript of JSON lines as it grows. */
export interface ActivityReader {
  /** Whether a line may say something of what was done, before it is decoded. @param bytes the line's, as Latin-1 */
  concerns(bytes: string): boolean;
  /** Takes a line in. Never throws. */
  feed(line: string): void;
  /** What the lines said so far; a value that later lines don't change. */
  read(): Activity;
  /** A reader that goes on from here by itself. */
  copy(): ActivityReader;
}

/** How an agent's transcripts tell what it did. */
export interface ActivityFormat {
  /** Begins a transcript of JSON lines. Absent where the agent writes none, or they don't tell. */
  readonly lines?: () => ActivityReader;
  /** What a transcript tells that is one JSON document; absent likewise. Never throws. */
  readonly document?: (text: string) => Activity;
}
