/** What the core knows about a coding agent. Each has its own folder and a line in `agents.ts`. */

/** How to start an agent in a terminal with a prompt, in a session that goes on after it. Fixed texts only. */
export interface TerminalProgram {
  /** The command, the same in every shell. */
  readonly command: string;
  /** Options between the command and the prompt. */
  readonly options: readonly string[];
}

/** A VS Code view of the agent that accepts a prompt: through a link to its extension, or through VS Code's commands. */
export type AgentPanel = { readonly extension: string } & (LinkedPanel | CommandedPanel);

interface LinkedPanel {
  /** Path of the link, whose authority is the extension's id. */
  readonly path: string;
  /** Name of the query parameter for the prompt. */
  readonly parameter: string;
}

interface CommandedPanel {
  /** Command that begins a new session. */
  readonly newSession: string;
  /** Command that fills in a prompt, given as `query`. */
  readonly fillIn: string;
}

/** What `connect` adds to the agent's settings. */
export interface AgentConnection {
  /** Hooks, in addition to the MCP server. */
  readonly hasHooks: boolean;
  /** A status line bridge, in addition to both. */
  readonly hasStatusLine: boolean;
  /** Its settings for a folder don't hold servers, so it connects only for all of the user's folders. */
  readonly isUserOnly?: boolean;
  /** Optional additions, the skill and token-efficient tools, with the note on the latter; null for neither. */
  readonly extras: { readonly tokenEfficientNote: string } | null;
  /**
   * What to know before connecting, in addition to the diff and the restart. Absent for nothing.
   *
   * @param isUser for all of the user's folders
   */
  notes?(isUser: boolean): readonly string[];
  /** How running sessions get the connection, if not by a restart. */
  readonly restart?: string;
}

/** How running sessions of most agents get a connection. */
const RESTART = 'restart running sessions to use it';

/** Returns all that a person should know before connecting. @param isUser as in `notes` */
export function connectionNotes(connection: AgentConnection, isUser: boolean): readonly string[] {
  return [...(connection.notes?.(isUser) ?? []), connection.restart ?? RESTART];
}

export interface Agent {
  /** As in `--agent`, readings, and the journal. */
  readonly id: string;
  /** The agent's own name for itself. */
  readonly name: string;
  /** Environment variables that it sets in its shells. */
  readonly variables: readonly string[];
  /** Those variables that contain the session id. */
  readonly sessionVariables: readonly string[];
  /** Absent if it can't be started from a shell. */
  readonly terminal?: TerminalProgram;
  readonly panel?: AgentPanel;
  /**
   * Program and arguments for running it without a terminal, the task on stdin: it edits files without asking, and
   * its own rules govern commands. Absent if it can't do that.
   */
  readonly taskCommand?: readonly string[];
  /** Number of its tokens per o200k token; defaults to 1. */
  readonly estimateFactor?: number;
  readonly connection?: AgentConnection;
  /** Its sessions can't be read, so nothing of them is metered. */
  readonly isUnread?: true;
}
