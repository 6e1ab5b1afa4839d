/** How much of a check's output passes through the filters after it. */

import type { ShellCommand } from '../shell/shell-line.ts';
import { programName } from './command-prefixes.ts';

/**
 * What is shown: everything; its end; lines that were chosen so that failures are among them or not; nothing, or
 * something that was changed.
 */
export type Shows = 'all' | 'end' | 'some' | 'nothing';

export const SHOWS = { all: 'all', end: 'end', some: 'some', nothing: 'nothing' } as const;

const ORDER: readonly Shows[] = ['nothing', 'some', 'end', 'all'];

const GREPS = new Set(['grep', 'egrep', 'fgrep', 'rg', 'ag', 'findstr', 'select-string']);
/** Options with which `grep` shows something else than the matching lines. */
const OTHER_LINES = /^-(?!-)\w*[vcqlLom]|^--(?:invert|count|quiet|silent|files|only|max)/;
/** Failures are among the lines that are searched for. */
const FAILURES = /fail/i;

export function weaker(one: Shows, other: Shows): Shows {
  return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
}

/** Returns what a command at the receiving end of a pipe shows. */
export function shownThrough(command: ShellCommand): Shows {
  if (command.kind === 'group') return 'nothing';
  const [program = '', ...args] = command.words.map(({ text }) => text);
  const name = programName(program);
  const operands = args.filter((arg) => !/^[-+]/.test(arg));
  if (name === 'tee' || name === 'out-string' || name === 'out-host') return 'all';
  if (name === 'cat') return operands.length === 0 ? 'all' : 'nothing';
  if (name === 'tail') return /^\d*$/.test(operands.join('')) ? 'end' : 'nothing';
  if (name === 'select-object') return args.some((arg) => /^-last$/i.test(arg)) ? 'end' : 'some';
  if (name === 'head') return 'some';
  if (!GREPS.has(name)) return 'nothing';
  if (args.some((arg) => OTHER_LINES.test(arg))) return 'some';
  return FAILURES.test(operands[0] ?? '') ? 'end' : 'some';
}
