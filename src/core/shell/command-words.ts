/** Splits a command line that needs no shell. */

import { shellLine } from './shell-line.ts';

/**
 * Splits a line into a program and its arguments.
 *
 * @returns null if only a shell can run it: it has variables, redirections, or more than one command, or it is empty
 */
export function commandWords(line: string): readonly string[] | null {
  const { pipelines, isCompound, hasFunction } = shellLine(line);
  const [pipeline, ...others] = pipelines;
  const [command, ...piped] = pipeline?.commands ?? [];
  if (command?.kind !== 'simple' || others.length > 0 || piped.length > 0) return null;
  const isAlone = pipeline?.isNegated === false && pipeline.after === null && !isCompound && !hasFunction;
  const { words, redirects } = command;
  const isPlain = redirects.length === 0 && words.every(({ isDynamic }) => !isDynamic);
  const texts = words.map(({ text }) => text);
  return isAlone && isPlain && texts[0] !== undefined && !/^\w+=/.test(texts[0]) ? texts : null;
}
