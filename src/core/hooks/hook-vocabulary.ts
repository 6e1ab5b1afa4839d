/** Hooks in Ninefold's own words. What an agent says and wants to hear instead is in its {@link HookVocabulary}. */

/** The events that Ninefold answers. */
export const HOOK_EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

export function isHookEvent(name: unknown): name is HookEvent {
  return (HOOK_EVENTS as readonly unknown[]).includes(name);
}

/** What an agent told a hook; null for what it didn't tell. */
export interface HookInput {
  readonly event: HookEvent;
  readonly session: string | null;
  readonly transcript: string | null;
  /** Where the agent works now. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** What set off a compaction. */
  readonly trigger: 'manual' | 'auto' | null;
  /** Whether another session takes the place of the one that ends: `/clear`, or another one resumed. */
  readonly isReplaced: boolean;
  /** What the person wrote; empty for every other event. */
  readonly prompt: string;
  /** Whether a sub-agent fired it: its window isn't the session's. */
  readonly isSubagent: boolean;
}

export interface HookAnswer {
  /** For the model; null for nothing. */
  readonly context: string | null;
  /** For the person; null for nothing. */
  readonly message: string | null;
}

type HookEnvironment = Readonly<Record<string, string | undefined>>;

/** How one agent's hooks are read and answered. */
export interface HookVocabulary {
  /**
   * @param given the event as the command line names it; the input's own name wins, because the answer must carry it
   * @param text what stdin held; anything but a JSON object counts as nothing
   * @returns null where neither names an event that Ninefold answers
   */
  parse(given: string, text: string): HookInput | null;
  /** One line for stdout; empty where there is nothing to say, which is an answer as well. */
  answerText(event: HookEvent, answer: HookAnswer): string;
  /** The project's folder as the hook's environment names it; null where it doesn't. */
  projectFolder(environment: HookEnvironment): string | null;
  /** Milliseconds that the environment allows for an event's hooks together; null for the usual time. */
  budgetOf(event: HookEvent, environment: HookEnvironment): number | null;
}
