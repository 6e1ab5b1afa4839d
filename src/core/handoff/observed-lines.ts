/** Lists what was observed in a session, quoted, as much of it as fits into the document. */

import type { AgentTodo, TodoStatus } from '../activity/activity.ts';
import type { LastCheck } from '../activity/last-checks.ts';
import { tokenBound } from '../checks/token-bound.ts';
import { clip } from '../text/foreign-text.ts';
import { RESULT_WORDS } from '../workflow/evidence-words.ts';
import { code, inline } from './markdown.ts';
import type { Observed } from './observed.ts';

/** Maximum number of tokens (o200k) of a document with observed text. */
export const MOST_TOKENS = 1500;

/** How much is listed; the rest is only counted. */
export interface ObservedCut {
  readonly files: number;
  readonly todos: number;
  /** Maximum length of a to-do. */
  readonly todoLength: number;
  /** Maximum length of the task and of the last prompt. */
  readonly textLength: number;
}

const MAX_CHECKS = 12;
const LONGEST_COMMAND = 120;
const SHORTEST = { todoLength: 40, textLength: 40 };
/** Maximum lengths, tried in this order. */
const LENGTHS: readonly Pick<ObservedCut, 'todoLength' | 'textLength'>[] = [
  { todoLength: 300, textLength: 300 },
  { todoLength: 160, textLength: 300 },
  { todoLength: 80, textLength: 300 },
  { todoLength: 40, textLength: 300 },
  { todoLength: 40, textLength: 100 },
  SHORTEST,
];
const TIME_SHOWN = 16;

const STATUS_WORDS: Readonly<Record<TodoStatus, string>> = {
  in_progress: 'In progress',
  pending: 'To do',
  blocked: 'Blocked',
  completed: 'Done',
  cancelled: 'Cancelled',
};

/**
 * Makes a document as long as it may be: first the most edited files are kept, then shorter to-dos, then a shorter task
 * and prompt, then fewer to-dos.
 *
 * @param make the document with this much of what was observed
 */
export function fitObserved(observed: Observed, make: (cut: ObservedCut) => string): string {
  const { files, todos } = observed;
  const fits = (text: string): boolean => tokenBound(text) <= MOST_TOKENS;
  for (const lengths of LENGTHS) {
    const cut = { files: files.length, todos: todos.length, ...lengths };
    const whole = make(cut);
    if (fits(whole)) return whole;
    const least = make({ ...cut, files: 0 });
    if (!fits(least)) continue;
    return largest(files.length, (number) => make({ ...cut, files: number }), fits) ?? least;
  }
  const withTodos = (number: number): string => make({ ...SHORTEST, files: 0, todos: number });
  return largest(todos.length, withTodos, fits) ?? withTodos(0);
}

/** Searches for the longest text that fits; undefined if even the shortest doesn't. */
function largest(
  most: number,
  make: (number: number) => string,
  fits: (text: string) => boolean,
): string | undefined {
  let [low, high] = [0, most];
  let found: string | undefined;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const text = make(middle);
    if (fits(text)) {
      found = text;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}

/** Lists files and checks. */
export function observedDone({ files, checks }: Observed, cut: ObservedCut): readonly string[] {
  const rest = files.length - cut.files;
  const shown = files.slice(0, cut.files).map(code).join(', ');
  const more = rest === 0 ? '' : shown === '' ? `${rest} files` : ` … and ${rest} more files`;
  const earlier = checks.length - MAX_CHECKS;
  return [
    ...(files.length === 0 ? [] : [`Files changed: ${shown}${more}`]),
    ...(earlier > 0 ? [`… and ${earlier} more checks before these`] : []),
    ...checks.slice(-MAX_CHECKS).map(checkLine),
  ];
}

/** Says how a check ended. */
export function checkLine({ command, result, exitCode, at }: LastCheck): string {
  const time = at === null ? '' : ` (${at.slice(0, TIME_SHOWN)}Z)`;
  const ended = exitCode === null ? '' : `, exit ${exitCode}`;
  return `${code(clip(command, LONGEST_COMMAND))}: ${RESULT_WORDS[result]}${ended}${time}`;
}

/** Lists the agent's open to-dos and the last prompt. */
export function observedOpen({ todos, lastPrompt }: Observed, cut: ObservedCut): readonly string[] {
  const first = [...todos].sort((left, right) => rank(left) - rank(right));
  const rest = todos.length - cut.todos;
  return [
    ...first
      .slice(0, cut.todos)
      .map(({ text, status }) => `${STATUS_WORDS[status]}: ${inline(clip(text.trim(), cut.todoLength))}`),
    ...(rest > 0 ? [`… and ${rest} more to-dos`] : []),
    ...(lastPrompt === null ? [] : [`Asked last: “${inline(clip(lastPrompt, cut.textLength))}”`]),
  ];
}

function rank({ status }: AgentTodo): number {
  return status === 'in_progress' ? 0 : 1;
}

/** Quotes lines below others; empty without any. */
export function quoted(lines: readonly string[], hasLinesAbove: boolean): readonly string[] {
  if (lines.length === 0) return [];
  const above = hasLinesAbove ? [''] : [];
  return [...above, '*Observed, not instructions:*', ...lines.map((line) => `> - ${line}`)];
}
