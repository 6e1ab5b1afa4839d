/** Combines the answers of hooks. */

import type { HookAnswer } from './hook-vocabulary.ts';

export const NO_ANSWER: HookAnswer = { context: null, message: null };

/** Agents replace longer text with a preview. */
export const MAX_CONTEXT = 10_000;

/** Joins two answers, in order; if their contexts are too long together, keeps the first. */
export function joinAnswers(first: HookAnswer, second: HookAnswer): HookAnswer {
  const context = join(first.context, second.context, '\n\n');
  return {
    context: context !== null && context.length > MAX_CONTEXT ? first.context : context,
    message: join(first.message, second.message, isOfLines(first) || isOfLines(second) ? '\n' : ' '),
  };
}

function isOfLines({ message }: HookAnswer): boolean {
  return message?.includes('\n') === true;
}

function join(first: string | null, second: string | null, between: string): string | null {
  if (first === null || second === null) return first ?? second;
  return first + between + second;
}
