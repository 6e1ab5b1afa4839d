/** `go test`, with `-v` and without. */

import { group, indexOf, indicesOf, lastFound, linesUntil, placeIn } from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const PACKAGE = /^(?:ok|FAIL|---|\?) {0,3}\s*\t(\S+)(?:\t|\s+\[| )/;
const ENDED = /^\s*--- (PASS|FAIL|SKIP): (\S+) \(/;
const FAILED = /^\s*--- FAIL: (\S+) \(/;
const OK = /^ok {2}\t/;
const LOGGED = /^\s+(\S+\.go):(\d+): ?(.*)$/;
const BUILD_ERROR = /^(?:\.\/|[\w./-]+\/)?([\w.-]+\.go):(\d+):(?:\d+:)? (.+)$/;
const BUILD_FAILED = /\[(?:build|setup) failed\]$/;

export const goTest: Recognizer = (lines) => {
  if (lastFound(lines, PACKAGE) === null && lastFound(lines, /^FAIL$/) === null) return undefined;
  if (lastFound(lines, PACKAGE) === null && lastFound(lines, ENDED) === null) return undefined;
  const ended = lines.flatMap((line) => {
    const found = ENDED.exec(line);
    return found === null ? [] : [{ end: group(found, 1), name: group(found, 2) }];
  });
  const groups = new Set(ended.flatMap(({ name }) => parentsOf(name)));
  const single = ended.filter(({ name }) => !groups.has(name));
  const count = (end: string): number => single.filter((test) => test.end === end).length;
  const failures = [...failuresIn(lines, groups), ...buildErrors(lines)];
  const counts = { passed: count('PASS'), failed: count('FAIL'), skipped: count('SKIP') };
  const report = testReport('go test', counts, failures);
  if (lastFound(lines, /^=== RUN /) !== null) return report;
  // Without -v, passing tests aren't named, only their package.
  const packages = lines.filter((line) => OK.test(line) && !line.includes('[no tests to run]')).length;
  if (counts.failed > 0) return { ...report, passed: null };
  return packages === 0 ? report : { ...report, counted: 'packages', passed: packages };
};

function parentsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

function failuresIn(lines: readonly string[], groups: ReadonlySet<string>): readonly Failure[] {
  return indicesOf(lines, FAILED, MOST_FAILURES * 2).flatMap((at) => {
    const name = group(FAILED.exec(lines[at] ?? ''), 1);
    if (groups.has(name)) return [];
    const panic = indexOf(lines, /^panic: /, at);
    const below = linesUntil(lines, at + 1, /^\s*(?:---|===) |^(?:FAIL|ok|panic:)/);
    const body = below.some((line) => LOGGED.test(line)) ? below : runOf(lines, at, name);
    const found = LOGGED.exec(body.find((line) => LOGGED.test(line)) ?? '');
    if (found === null && panic >= 0) {
      const stack = lines
        .slice(panic + 1, panic + 60)
        .filter((line) => /_test\.go:|\.go:\d+ \+0x/.test(line));
      return [
        { name, place: placeOfPanic(stack), message: (lines[panic] ?? '').replace(/ \[recovered.*$/, '') },
      ];
    }
    const place = found === null ? null : `${group(found, 1)}:${group(found, 2)}`;
    return [{ name, place, message: group(found, 3) || null }];
  });
}

/** With -v, a test's output precedes its result. */
function runOf(lines: readonly string[], at: number, name: string): readonly string[] {
  const before = lines.slice(Math.max(0, at - 200), at);
  const start = before.findLastIndex(
    (line) => /^=== (?:RUN|NAME|CONT)\s/.test(line) && line.endsWith(` ${name}`),
  );
  return start < 0 ? [] : linesUntil(before, start + 1, /^=== /);
}

/** The first frame that isn't Go's own. */
function placeOfPanic(stack: readonly string[]): string | null {
  const own = stack.filter((line) => !/\/(?:src\/(?:testing|runtime)|libexec)\//.test(line));
  return placeIn(own.map((line) => line.replace(/ \+0x.*$/, '').replace(/^\s*.*\/([^/]+\.go:)/, '$1')));
}

function buildErrors(lines: readonly string[]): readonly Failure[] {
  if (lastFound(lines, BUILD_FAILED) === null) return [];
  return indicesOf(lines, BUILD_ERROR, MOST_FAILURES).map((at) => {
    const found = BUILD_ERROR.exec(lines[at] ?? '');
    return { name: null, place: `${group(found, 1)}:${group(found, 2)}`, message: group(found, 3) };
  });
}
