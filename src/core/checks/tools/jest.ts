/** Jest: its default reporter. */

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
} from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Recognizer } from '../summary.ts';

const TESTS = /^Tests:\s+(.*\d+ total)$/;
const NO_TESTS = /^No tests found, exiting with code/;
const BULLET = /^ {2}● (.+)$/;
const END = /^(?: {2}● |Test Suites:|(?:PASS|FAIL) |Summary of all failing tests)/;
const SUITE = /^(?:FAIL) (.+?)(?: \([\d.]+ m?s\))?$/;
const NO_TEST = /^Console$|Validation (?:Warning|Error)|^Deprecation|^Cannot log after/;
const DETAILS = /^\s*(\w*Error: .*)$/;
const WANTED = /^\s*((?:Expected|Received)[^:]{0,40}:)\s*(.*)$/;

export const jest: Recognizer = (lines) => {
  const tests = lastFound(lines, TESTS);
  const isEmpty = lastFound(lines, NO_TESTS) !== null;
  if (tests === null && !isEmpty) return undefined;
  const counts = countsIn(group(tests, 1));
  const failures = indicesOf(lines, BULLET, MOST_FAILURES * 2).flatMap((at) => {
    const title = group(BULLET.exec(lines[at] ?? ''), 1);
    if (NO_TEST.test(title)) return [];
    const body = linesUntil(lines, at + 1, END);
    const isSuite = title === 'Test suite failed to run';
    const name = isSuite ? (suiteBefore(lines, at) ?? title) : title;
    const message = isSuite ? suiteMessage(body) : testMessage(body);
    return [{ name, place: placeIn(body), message }];
  });
  return testReport('jest', counts, eachOnce(failures));
};

/** The file to which this report belongs. */
function suiteBefore(lines: readonly string[], at: number): string | null {
  return lastFound(lines.slice(Math.max(0, at - 200), at), SUITE)?.[1] ?? null;
}

/** For a file that can't be parsed, the error follows a page of advice. */
function suiteMessage(body: readonly string[]): string | null {
  const details = indexOf(body, /^\s*Details:$/);
  return group(lastFound(body.slice(Math.max(0, details)), DETAILS), 1) || firstWords(body);
}

/** A matcher's own line says little without the expected and received values, which may be on the next line. */
function testMessage(body: readonly string[]): string | null {
  const first = firstWords(body);
  const sides = indicesOf(body, WANTED, 2).map((at) => {
    const found = WANTED.exec(body[at] ?? '');
    const value = group(found, 2) || (body[at + 1] ?? '').trim();
    return `${group(found, 1)} ${value}`;
  });
  if (!/^(?:expect|assert)\b/.test(first ?? '')) return first;
  if (sides.length > 0) return sides.join(', ');
  return firstWords(body.slice(body.findIndex((line) => line.trim() === first) + 1)) ?? first;
}
