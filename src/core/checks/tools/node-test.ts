/** `node --test`: the reporters `spec` and `tap`. */

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

const FAILING = /^✖ failing tests:$/;
const TEST_AT = /^test at (.+:\d+):\d+$/;
const CROSS = /^✖ (.*?)(?: \([\d.]+ms\))?$/;
const NOT_OK = /^(\s*)not ok \d+(?: - )?(.*)$/;

export const nodeTest: Recognizer = (lines) => {
  const isTap = lines.some((line) => /^TAP version 1[34]$/.test(line));
  const mark = isTap ? '#' : 'ℹ';
  const count = (word: string): number | null => {
    const found = lastFound(lines, new RegExp(`^${mark} ${word} (\\d+)$`));
    return found === null ? null : Number(group(found, 1));
  };
  const [passed, failed] = [count('pass'), count('fail')];
  if (passed === null || failed === null) return undefined;
  const skipped = (count('skipped') ?? 0) + (count('todo') ?? 0);
  const counts = { passed, failed: failed + (count('cancelled') ?? 0), skipped };
  return testReport('node:test', counts, isTap ? tapFailures(lines) : specFailures(lines));
};

function specFailures(lines: readonly string[]): readonly Failure[] {
  const from = indexOf(lines, FAILING);
  if (from < 0) return [];
  const listed = lines.slice(from);
  return indicesOf(listed, TEST_AT, MOST_FAILURES).map((at) => {
    const body = linesUntil(listed, at + 2, TEST_AT);
    const name = group(CROSS.exec(listed[at + 1] ?? ''), 1);
    const message = firstWords(body);
    // A file that couldn't be loaded fails as a single test; the reason comes before everything else.
    if (message === "'test failed'") return { name, ...loadError(lines) };
    const value = (field: string): string => group(lastFound(body, new RegExp(`^\\s*${field}: (.+?),?$`)), 1);
    return {
      name,
      place: placeIn(body) ?? group(TEST_AT.exec(listed[at] ?? ''), 1),
      message: compared(message, value),
    };
  });
}

function loadError(lines: readonly string[]): Pick<Failure, 'place' | 'message'> {
  const at = indexOf(lines, /^(?:# )?\w*Error\b.*: /);
  if (at < 0) return { place: null, message: null };
  const before = lines.slice(Math.max(0, at - 6), at).map((line) => line.replace(/^# /, ''));
  return { place: placeIn(before), message: (lines[at] ?? '').replace(/^# /, '') };
}

function tapFailures(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, NOT_OK, MOST_FAILURES * 3).flatMap((at) => {
    const found = NOT_OK.exec(lines[at] ?? '');
    const body = linesUntil(lines, at + 1, /^\s*\.\.\.$/);
    const field = (name: string): string | null => fieldOf(body, name);
    // A group fails because of its tests, which are listed before it.
    if (field('failureType') === 'subtestsFailed') return [];
    const error = field('error');
    const name = group(found, 2);
    if (error === 'test failed') return [{ name, ...loadError(lines) }];
    const kind = field('name');
    const message = error === null || kind === null ? error : `${kind}: ${error}`;
    return [{ name, place: placeIn(body), message: compared(message, (value) => field(value) ?? '') }];
  });
}

/** What is compared with nothing, such as a missing exception, has no second value. */
function compared(message: string | null, value: (field: string) => string): string | null {
  const [expected, actual] = [value('expected'), value('actual')];
  return actual === 'undefined' ? message : withValues(message, expected, actual);
}

function fieldOf(body: readonly string[], name: string): string | null {
  const at = indexOf(body, new RegExp(`^\\s*${name}: `));
  if (at < 0) return null;
  const value = (body[at] ?? '').replace(/^\s*\w+: /, '');
  // A multi-line text follows below.
  if (/^[|>]-?$/.test(value)) return (body[at + 1] ?? '').trim();
  return value.replace(/^(['"])(.*)\1$/, '$2');
}
