/**
 * What a hook answers on stdout. Claude Code takes `additionalContext` from `SessionStart` and `UserPromptSubmit` only,
 * inside `hookSpecificOutput` with the event's name; the other events' output may hold no more than `systemMessage`, or it
 * is refused in front of the person. Nothing here can block: no `decision`, no `continue`.
 */

import type { HookEvent } from './hook-input.ts';

export interface HookAnswer {
  /** For the model; null for nothing. */
  readonly context: string | null;
  /** For the person; null for nothing. */
  readonly message: string | null;
}

export const NO_ANSWER: HookAnswer = { context: null, message: null };

/** Longer text is replaced by a preview of it. */
export const MOST_CONTEXT = 10_000;

/** One line of JSON; empty where there is nothing to say, which is an answer as well. */
export function answerText(event: HookEvent, { context, message }: HookAnswer): string {
  const takesContext = event === 'SessionStart' || event === 'UserPromptSubmit';
  const answer = {
    ...(message === null ? {} : { systemMessage: `Ninefold: ${message}` }),
    ...(context === null || !takesContext
      ? {}
      : { hookSpecificOutput: { hookEventName: event, additionalContext: context } }),
  };
  return Object.keys(answer).length === 0 ? '' : `${JSON.stringify(answer)}\n`;
}

/** Two answers as one: the second after the first; of contexts too long together the first stays. */
export function joinAnswers(first: HookAnswer, second: HookAnswer): HookAnswer {
  const context = join(first.context, second.context, '\n\n');
  return {
    context: context !== null && context.length > MOST_CONTEXT ? first.context : context,
    message: join(first.message, second.message, ' '),
  };
}

function join(first: string | null, second: string | null, between: string): string | null {
  if (first === null || second === null) return first ?? second;
  return first + between + second;
}
