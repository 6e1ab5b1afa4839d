/** RSpec: the formatters `progress` and `documentation`. */

import {
  countOf,
  firstWords,
  group,
  indexOf,
  indicesOf,
  lastFound,
  linesUntil,
  placeIn,
} from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const TOTAL = /^(\d+) examples?, (\d+) failures?(.*)$/;
const FAILURES = /^Failures:$/;
const NUMBERED = /^ {2}\d+\) (.+)$/;
const LOADING = /^An error occurred while loading (.+)\.$/;
const CAUSE = /^\s*(?:\w+::)*\w*(?:Error|Exception):?$/;

export const rspec: Recognizer = (lines) => {
  const total = lastFound(lines, TOTAL);
  if (total === null) return undefined;
  const failed = Number(group(total, 2));
  const skipped = countOf(group(total, 3), 'pending');
  const passed = Math.max(0, Number(group(total, 1)) - failed - skipped);
  const from = indexOf(lines, FAILURES);
  const failures = [...loadErrors(lines), ...(from < 0 ? [] : failuresIn(lines.slice(from)))];
  return testReport('rspec', { passed, failed, skipped }, failures);
};

function failuresIn(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, NUMBERED, MOST_FAILURES).map((at) => {
    const body = linesUntil(lines, at + 1, /^(?: {2}\d+\) |Finished in )/);
    const sides = body.flatMap((line) => /^\s+((?:expected|got): .*)$/.exec(line)?.[1] ?? []);
    const message = sides.length > 0 ? sides.join(', ') : causeIn(body);
    return { name: group(NUMBERED.exec(lines[at] ?? ''), 1), place: ownPlace(body), message };
  });
}

function loadErrors(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, LOADING, MOST_FAILURES).map((at) => {
    const body = linesUntil(lines, at + 1, /^(?:An error occurred|Finished in |No examples found)/);
    const file = group(LOADING.exec(lines[at] ?? ''), 1).replace(/^\.\//, '');
    const cause = indexOf(body, CAUSE);
    const words = (body[cause + 1] ?? '').trim();
    const place = placeIn([words]) ?? ownPlace(body);
    const message = words.replace(/^\S+:\d+: /, '');
    return { name: file, place, message: cause < 0 ? firstWords(body) : message };
  });
}

/** The raised error, whose message is on the next line. */
function causeIn(body: readonly string[]): string | null {
  const at = indexOf(body, CAUSE);
  if (at < 0) return firstWords(body)?.replace(/^Failure\/Error: /, '') ?? null;
  return `${(body[at] ?? '').trim()} ${(body[at + 1] ?? '').trim()}`;
}

function ownPlace(body: readonly string[]): string | null {
  return placeIn(body.filter((line) => /^\s*# /.test(line)).map((line) => line.replace(/:in .*$/, '')));
}
