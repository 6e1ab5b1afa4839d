/** mocha: the reporters `spec`, `dot`, and others with the same ending. */

import {
  firstWords,
  group,
  indexOf,
  indicesOf,
  lastFound,
  linesUntil,
  placeIn,
  withValues,
} from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const PASSING = /^\s+(\d+) passing(?: \(|$)/;
const FAILING = /^\s+(\d+) failing$/;
const PENDING = /^\s+(\d+) pending$/;
const CRASH = /^\s*Exception during run: /;
const NUMBERED = /^\s+(\d+)\) (.*)$/;

export const mocha: Recognizer = (lines) => {
  const passing = lastFound(lines, PASSING);
  if (passing === null) return crashOf(lines);
  const counts = {
    passed: Number(group(passing, 1)),
    failed: Number(group(lastFound(lines, FAILING), 1)),
    skipped: Number(group(lastFound(lines, PENDING), 1)),
  };
  const from = indexOf(lines, FAILING);
  return testReport('mocha', counts, from < 0 ? [] : failuresIn(lines.slice(from + 1)));
};

function crashOf(lines: readonly string[]): ReturnType<Recognizer> {
  const at = indexOf(lines, CRASH);
  if (at < 0) return undefined;
  const [first = '', ...rest] = lines.slice(at, at + 30);
  const error = indexOf(rest, /^\w*(?:Error|Exception)\b/);
  const message = error < 0 ? first.replace(CRASH, '') : (rest[error] ?? null);
  const failure = { name: null, place: placeIn([first.replace(CRASH, ''), ...rest]), message };
  return testReport('mocha', { passed: 0, failed: 0, skipped: 0 }, [failure]);
}

function failuresIn(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, NUMBERED, MOST_FAILURES).map((at) => {
    const own = linesUntil(lines, at + 1, NUMBERED);
    // Groups are on consecutive lines, and a colon ends the test's own name.
    const isOneLine = (lines[at] ?? '').endsWith(':');
    const end = isOneLine ? -1 : indexOf(own, /:$/);
    const titles = [group(NUMBERED.exec(lines[at] ?? ''), 2), ...own.slice(0, end + 1)];
    const name = titles
      .map((title) => title.trim())
      .join(' ')
      .replace(/:$/, '');
    const body = own.slice(end + 1);
    return { name, place: placeIn(body), message: withDifference(firstWords(body), body) };
  });
}

/** Adds the expected value if the message lacks it and each side is one line. */
function withDifference(message: string | null, body: readonly string[]): string | null {
  const at = indexOf(body, /^\s+\+ expected - actual$/);
  if (message === null || at < 0) return message;
  const [actual = '', expected = '', after = ''] = body.slice(at + 1).filter((line) => line.trim() !== '');
  const isPlain = /^\s+-/.test(actual) && /^\s+\+/.test(expected) && !/^\s+[-+]/.test(after);
  return isPlain ? withValues(message, expected.trim().slice(1), actual.trim().slice(1)) : message;
}
