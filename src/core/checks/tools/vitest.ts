/** Vitest: the reporters `default`, `verbose` and `basic`. */

import {
  countsIn,
  eachOnce,
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
import type { Recognizer } from '../summary.ts';

const TESTS = /^\s*Tests\s{2,}((?:\d+ |no tests).*)$/;
const FILES = /^\s*Test Files\s{2,}(.*)$/;
const FAIL = /^\s*FAIL\s+(.+)$/;
const END = /^\s*(?:FAIL\s|⎯{5}|Test Files\s)/;
const NO_FILES = /^No test (?:files|suite) found/;

export const vitest: Recognizer = (lines) => {
  const tests = lastFound(lines, TESTS);
  if (tests === null || lastFound(lines, FILES) === null) {
    return lastFound(lines, NO_FILES) === null
      ? undefined
      : testReport('vitest', { passed: 0, failed: 0, skipped: 0 }, []);
  }
  const counts = countsIn(group(tests, 1));
  // A test may be listed several times, once per error.
  const failures = indicesOf(lines, FAIL, MOST_FAILURES * 2).map((at) => {
    const body = linesUntil(lines, at + 1, END);
    const name = group(FAIL.exec(lines[at] ?? ''), 1).trim();
    return { name: name.replace(/ \[ .* \]$/, ''), place: placeIn(body), message: compared(body) };
  });
  return testReport('vitest', counts, eachOnce(failures));
};

/** The difference of values of one line each follows the message. */
function compared(body: readonly string[]): string | null {
  const message = firstWords(body);
  const [expected = '', actual = '', after = ''] = body
    .slice(indexOf(body, /^\s*\+ Received$/) + 1)
    .filter((line) => line.trim() !== '');
  const isPlain = /^\s*- /.test(expected) && /^\s*\+ /.test(actual) && !/^\s*[-+] /.test(after);
  return isPlain ? withValues(message, expected.trim().slice(2), actual.trim().slice(2)) : message;
}
