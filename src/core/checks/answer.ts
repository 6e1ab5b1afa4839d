/** The answer to an agent about a run: at most 150 tokens (o200k), whatever the command wrote. */

import { oneLine } from '../text/foreign-text.ts';
import type { CheckSummary, Failure } from './summary.ts';
import { clipTokens, tokenBound } from './token-bound.ts';

/** Maximum tokens of an answer. */
export const MAX_TOKENS = 150;

/** Maximum tokens of a single text: a test's name, an error message, a line of the tail. */
const MAX_NAME = 32;
const MAX_PLACE = 24;
const MAX_MESSAGE = 36;
/** Tokens of `and N more`. */
const MORE = 8;

/** How a run ended. */
export interface RunEnd {
  readonly exitCode: number;
  /** The signal that killed it; null if it exited. */
  readonly signal: string | null;
  /** The log's name for a reader; null if none was kept. */
  readonly log: string | null;
  /** An additional remark, such as that nothing was recorded; empty for none. */
  readonly note: string;
}

/**
 * Makes the lines of an answer.
 *
 * @param most maximum tokens in total
 */
export function answerText(summary: CheckSummary, end: RunEnd, most = MAX_TOKENS): string {
  const note = end.note === '' ? [] : [clipTokens(oneLine(end.note), MAX_MESSAGE)];
  const last = [...note, ...logLine(end.log === null ? null : oneLine(end.log), most)];
  const head = headline(summary, end);
  const room = most - tokenBound([head, ...last].join('\n')) - 1;
  return [head, ...body(summary, end, room), ...last].join('\n');
}

/** Returns the last lines of a separate run, between how it ended and where the whole output is. */
export function endText(
  tail: readonly string[],
  { head, log }: { readonly head: string; readonly log: string },
): string {
  const last = logLine(oneLine(log), MAX_TOKENS);
  const first = head.split('\n').map((line) => clipTokens(oneLine(line), MAX_MESSAGE));
  const room = MAX_TOKENS - cost([...first, ...last]);
  return [...first, ...tailLines(tail, room), ...last].join('\n');
}

/**
 * Returns as many lines as fit, and the number of omitted ones.
 *
 * @param most maximum tokens in total
 */
export function fittingLines(lines: readonly string[], most = MAX_TOKENS): readonly string[] {
  let left = most - MORE;
  const fit = lines
    .map((line) => clipTokens(oneLine(line), MAX_MESSAGE))
    .filter((line) => {
      left -= left < 0 ? 0 : cost([line]);
      return left >= 0;
    });
  const rest = lines.length - fit.length;
  return rest === 0 ? fit : [...fit, `and ${rest} more`];
}

/** A path that would take the whole answer is shortened to its name. */
function logLine(log: string | null, most: number): readonly string[] {
  if (log === null) return [];
  const line = `log: ${log}`;
  return [
    tokenBound(line) <= most / 3 ? line : clipTokens(`log: …${log.slice(log.lastIndexOf('/'))}`, most / 3),
  ];
}

function headline(summary: CheckSummary, { exitCode, signal }: RunEnd): string {
  const code = `exit ${exitCode}${signal === null ? '' : ` (${signal})`}`;
  const counts = countWords(summary) || clipTokens(oneLine(summary.said ?? ''), MAX_MESSAGE);
  if (summary.tool === null) return summary.tail.length === 0 ? `${code}; no output` : code;
  return counts === '' ? `${code}; ${summary.tool}` : `${code}; ${summary.tool}: ${counts}`;
}

/** `3 failed, 1 passed`, `4 errors, 2 warnings`; says so if no test ran, because the exit code may be 0. */
function countWords({ counted, passed, failed, skipped, failures }: CheckSummary): string {
  if (counted === 'errors') {
    const errors = failed === null ? [] : [plural(failed, 'error')];
    return [...errors, ...(skipped === null || skipped === 0 ? [] : [plural(skipped, 'warning')])].join(', ');
  }
  if (counted === 'packages') return `${plural(passed ?? 0, 'package')} passed`;
  if (isEmpty({ counted, passed, failed, skipped })) {
    return failures.length === 0 ? 'no tests ran' : 'no tests ran: an error came first';
  }
  const parts = [
    ...(failed === null || failed === 0 ? [] : [`${failed} failed`]),
    ...(passed === null ? [] : [`${passed} passed`]),
    ...(skipped === null || skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return parts.join(', ');
}

/** Tests whether no test ran at all. */
function isEmpty({
  counted,
  passed,
  failed,
  skipped,
}: Pick<CheckSummary, 'counted' | 'passed' | 'failed' | 'skipped'>): boolean {
  return counted === 'tests' && passed === 0 && failed === 0 && skipped === 0;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function body(summary: CheckSummary, { exitCode }: RunEnd, room: number): readonly string[] {
  const failures = failureLines(summary, room);
  const isTold = summary.tool !== null && (failures.length > 0 || exitCode === 0 || isEmpty(summary));
  return isTold ? failures : [...failures, ...tailLines(summary.tail, room - cost(failures))];
}

/**
 * The first failure with its error, then the names of others, which tell what to run again, then their errors, as far
 * as there is room.
 */
function failureLines({ failures, failed }: CheckSummary, room: number): readonly string[] {
  const all = Math.max(failed ?? 0, failures.length);
  const whole = toldFailures(failures, room);
  if (whole.length === all) return whole.flat();
  const told = toldFailures(failures, room - MORE);
  return told.length === 0 ? [] : [...told.flat(), `and ${all - told.length} more`];
}

/** The lines of each failure of which there is room for anything. */
function toldFailures(failures: readonly Failure[], room: number): readonly (readonly string[])[] {
  const told: (readonly string[])[] = [];
  let left = room;
  const add = (at: number, lines: readonly string[]): boolean => {
    const price = cost(lines) - cost(told[at] ?? []);
    if (price > left) return false;
    left -= price;
    told[at] = lines;
    return true;
  };
  const whole = failures.map(linesOf);
  for (const [at, lines] of whole.entries()) {
    if (!(at === 0 && add(at, lines)) && !add(at, lines.slice(0, 1))) break;
  }
  for (const at of told.keys()) add(at, whole[at] ?? []);
  return told;
}

function linesOf({ name, place, message }: Failure): readonly string[] {
  const at = place === null ? '' : shortPlace(place);
  const said = message === null ? '' : clipTokens(message, MAX_MESSAGE);
  const error = [at, said].filter((part) => part !== '').join(': ');
  if (name === null) return [error];
  const title = `- ${clipTokens(name, MAX_NAME)}`;
  return error === '' ? [title] : [title, `  ${error}`];
}

/** Removes outer folders from a place that is too long. */
function shortPlace(place: string): string {
  const parts = place.split('/');
  for (let at = 0; at < parts.length; at += 1) {
    const short = at === 0 ? place : `…/${parts.slice(at).join('/')}`;
    if (tokenBound(short) <= MAX_PLACE) return short;
  }
  return clipTokens(parts.at(-1) ?? '', MAX_PLACE);
}

/** The last lines that fit, in their order. */
function tailLines(tail: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  let left = room;
  for (const line of tail.toReversed()) {
    const cut = clipTokens(line, MAX_MESSAGE);
    left -= cost([cut]);
    if (left < 0) break;
    lines.unshift(cut);
  }
  return lines;
}

/** Including the line break after each. */
function cost(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + tokenBound(line) + 1, 0);
}
