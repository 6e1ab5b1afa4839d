/** What the core knows of one coding agent. Each lives in a folder of its own and stands in `agents.ts`. */

import type { HookVocabulary } from '../hooks/hook-vocabulary.ts';

/** How an agent is started in a terminal with a prompt. Fixed texts only. */
export interface TerminalProgram {
  /** The command, as it is called in every shell. */
  readonly command: string;
  /** What stands between the command and the prompt. */
  readonly options: readonly string[];
  /** Its folder in the home folder, which is there once the agent was used. */
  readonly folder: string;
}

/** A view of the agent in VS Code that takes a prompt by a link of its extension. */
export interface AgentPanel {
  /** Id of the extension, which is the link's authority. */
  readonly extension: string;
  readonly path: string;
  /** Name of the query's parameter that holds the prompt. */
  readonly parameter: string;
}

/** What `connect` adds to the agent's settings. */
export interface AgentConnection {
  /** Hooks and a bridge for the status line, beside the MCP server. */
  readonly hasHooks: boolean;
  /** What can be asked for beside, the skill and token-efficient tools, with the note on the latter; null for neither. */
  readonly extras: { readonly tokenEfficientNote: string } | null;
  /** What to know before connecting, beside the difference. @param isUser for every folder of the user */
  notes(isUser: boolean): readonly string[];
}

export interface Agent {
  /** As in `--agent`, in readings and in the journal. */
  readonly id: string;
  /** As the agent calls itself. */
  readonly name: string;
  /** Variables that it sets in the shells it runs. */
  readonly variables: readonly string[];
  /** Those of its variables that hold the id of the session. */
  readonly sessionVariables: readonly string[];
  /** Absent where it isn't started from a shell. */
  readonly terminal?: TerminalProgram;
  readonly panel?: AgentPanel;
  /**
   * Program and arguments that run it without a terminal, the task on stdin: it edits files without asking and leaves commands
   * to its own rules. Absent where that can't be done.
   */
  readonly taskCommand?: readonly string[];
  /** Tokens it counts for one of o200k; 1 where it is left out. */
  readonly estimateFactor?: number;
  readonly connection?: AgentConnection;
  /** Absent where Ninefold answers no hooks of it. */
  readonly hooks?: HookVocabulary;
}
