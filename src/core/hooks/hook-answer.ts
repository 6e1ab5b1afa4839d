/** Answers of hooks, put together. */

import type { HookAnswer } from './hook-vocabulary.ts';

export const NO_ANSWER: HookAnswer = { context: null, message: null };

/** Longer text is replaced by a preview of it. */
export const MAX_CONTEXT = 10_000;

/** Two answers as one: the second after the first; of contexts too long together the first stays. */
export function joinAnswers(first: HookAnswer, second: HookAnswer): HookAnswer {
  const context = join(first.context, second.context, '\n\n');
  return {
    context: context !== null && context.length > MAX_CONTEXT ? first.context : context,
    message: join(first.message, second.message, ' '),
  };
}

function join(first: string | null, second: string | null, between: string): string | null {
  if (first === null || second === null) return first ?? second;
  return first + between + second;
}
