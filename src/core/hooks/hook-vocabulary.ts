/** Hooks in Ninefold's own terms. Each agent's input and output format is in its {@link HookVocabulary}. */

/** The events that Ninefold answers. */
export const HOOK_EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PostToolBatch',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

export function isHookEvent(name: unknown): name is HookEvent {
  return (HOOK_EVENTS as readonly unknown[]).includes(name);
}

/** An agent's input to a hook; null for what it lacks. */
export interface HookInput {
  readonly event: HookEvent;
  readonly session: string | null;
  readonly transcript: string | null;
  /** The agent's current folder. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** What triggered a compaction. */
  readonly trigger: 'manual' | 'auto' | null;
  /** Whether another session replaces the one that ends: `/clear`, or another one resumed. */
  readonly isReplaced: boolean;
  /** What the person typed; empty for every other event. */
  readonly prompt: string;
  /** Whether a sub-agent triggered it, whose window isn't the session's. */
  readonly isSubagent: boolean;
}

export interface HookAnswer {
  /** For the model; null for nothing. */
  readonly context: string | null;
  /** For the person; null for nothing. */
  readonly message: string | null;
}

type HookEnvironment = Readonly<Record<string, string | undefined>>;

/** How to read and answer one agent's hooks. */
export interface HookVocabulary {
  /** Whether the agent shows a person more than one line of a message. */
  readonly showsLines: boolean;
  /**
   * Parses a hook's input.
   *
   * @param given the event on the command line; the input's own name wins, because the answer must have it
   * @param text stdin; anything but a JSON object counts as empty
   * @returns null if neither names an event that Ninefold answers
   */
  parse(given: string, text: string): HookInput | null;
  /** Formats the answer as one line for stdout; empty if there is nothing to say, which is also an answer. */
  answerText(event: HookEvent, answer: HookAnswer): string;
  /** Returns the project's folder from the hook's environment; null if it isn't there. */
  projectFolder(environment: HookEnvironment): string | null;
  /** Returns the milliseconds that the environment allows for all of an event's hooks; null for the default. */
  budgetOf(event: HookEvent, environment: HookEnvironment): number | null;
}
