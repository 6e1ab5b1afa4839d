/** Hooks in Ninefold's own terms. Each agent's input and output format is in its {@link HookVocabulary}. */

import type { Fields } from '../json-fields.ts';

/** The events that Ninefold answers. */
export const HOOK_EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PostToolBatch',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
  'Notification',
] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** An agent's input to a hook; null for what it lacks. */
export interface HookInput {
  readonly event: HookEvent;
  /** The agent's own name for the event. */
  readonly name: string;
  readonly session: string | null;
  readonly transcript: string | null;
  /** The agent's current folder. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** What triggered a compaction. */
  readonly trigger: 'manual' | 'auto' | null;
  /** Whether a compaction follows for certain: some agents ask before every turn. */
  readonly isCompacting: boolean;
  /** Whether another session replaces the one that ends: `/clear`, or another one resumed. */
  readonly isReplaced: boolean;
  /** What the person typed; empty for every other event. */
  readonly prompt: string;
  /** Whether the session waits for a permission or an answer from now on. */
  readonly isWaiting: boolean;
  /** Whether a sub-agent triggered it, whose window isn't the session's. */
  readonly isSubagent: boolean;
  /** Finished calls of a shell since the last hook. */
  readonly commands: readonly HookCommand[];
  /** Whether files were edited in the same batch of tools, so that a command may have run on others. */
  readonly hasEdits: boolean;
}

/** A command that an agent ran. */
export interface HookCommand {
  readonly command: string;
  /** Null if unknown. */
  readonly exitCode: number | null;
  /** What the agent was shown of its output. */
  readonly output: string;
}

export interface HookAnswer {
  /** For the model; null for nothing. */
  readonly context: string | null;
  /** For the person; null for nothing. */
  readonly message: string | null;
}

export type HookEnvironment = Readonly<Record<string, string | undefined>>;

/** Where an agent records its plugins: the folder that a variable names, or one in the home folder. */
interface PluginRecord {
  readonly variable: string;
  readonly folder: string;
  /** Relative to that folder. */
  readonly file: string;
}

/** How to read and answer one agent's hooks. */
export interface HookVocabulary {
  /** Absent for an agent without a plugin of Ninefold's. */
  readonly plugins?: PluginRecord;
  /** Whether the agent shows a person more than one line of a message. */
  readonly showsLines: boolean;
  /** Whether a hook follows every compaction. */
  readonly tellsCompactions: boolean;
  /** The agent's names of events, with what each is here. */
  readonly events: Readonly<Record<string, HookEvent>>;
  /** For which of an event's occasions a hook is called, by the agent's name of the event; absent for all. */
  readonly matchers?: Readonly<Record<string, string>>;
  /** Tests by its fields whether an input is this agent's. */
  isFrom(fields: Fields): boolean;
  /** Reads an input. A missing or malformed field is null. */
  read(fields: Fields, event: HookEvent, name: string): HookInput;
  /** Formats the answer as one line for stdout; empty if there is nothing to say, which is also an answer. */
  answerText(input: Pick<HookInput, 'event' | 'name'>, answer: HookAnswer): string;
  /** Returns the project's folder from the hook's environment; null if it isn't there. */
  projectFolder(environment: HookEnvironment): string | null;
  /** Returns the milliseconds that the environment allows for all of an event's hooks; null for the default. */
  budgetOf(event: HookEvent, environment: HookEnvironment): number | null;
}
