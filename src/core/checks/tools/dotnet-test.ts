/** `dotnet test` and the compiler's errors of any `dotnet` command. */

import { countAfter, group, indicesOf, lastFound, linesUntil } from '../find-lines.ts';
import { MOST_FAILURES, errorReport, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

/** Totals of one assembly: `Failed!  - Failed:     1, Passed:     2, …`. */
const ASSEMBLY = /^\s*(?:Passed|Failed|Skipped)!\s+- Failed:\s*\d+, Passed:\s*\d+.*$/;
const TOTAL = /^Total tests: (\d+)/;
const NONE = /^No test (?:is available in|matches the given testcase filter)/;
const FAILED = /^\s{2}Failed (.+?) \[.+\]$/;
const STACK = / in (.+):line (\d+)$/;
const COMPILER = /^\s*(.+?)\((\d+),\d+\): error (\w+: .+?)(?: \[.+\])?$/;

export const dotnetTest: Recognizer = (lines) => {
  const assemblies = lines.filter((line) => ASSEMBLY.test(line));
  if (assemblies.length > 0) {
    const sum = (word: string): number => assemblies.reduce((all, line) => all + countAfter(line, word), 0);
    const counts = { passed: sum('Passed'), failed: sum('Failed'), skipped: sum('Skipped') };
    return testReport('dotnet test', counts, failuresIn(lines));
  }
  if (lastFound(lines, TOTAL) !== null) {
    const count = (word: string): number =>
      Number(group(lastFound(lines, new RegExp(`^ +${word}: (\\d+)`)), 1));
    const counts = { passed: count('Passed'), failed: count('Failed'), skipped: count('Skipped') };
    return testReport('dotnet test', counts, failuresIn(lines));
  }
  const errors = compilerErrors(lines);
  if (errors.length > 0) return errorReport('dotnet', errors.length, null, errors);
  return lastFound(lines, NONE) === null
    ? undefined
    : testReport('dotnet test', { passed: 0, failed: 0, skipped: 0 }, []);
};

function failuresIn(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, FAILED, MOST_FAILURES).map((at) => {
    const body = linesUntil(
      lines,
      at + 1,
      /^\s{2}(?:Failed|Passed|Skipped) .+\]$|^(?:Failed|Passed|Skipped)!/,
    );
    const said = body.findIndex((line) => /^\s*Error Message:$/.test(line));
    const place = body.flatMap((line) => STACK.exec(line) ?? []).slice(1, 3);
    const words = linesUntil(body, said + 1, /^\s*Stack Trace:$/, 4).map((line) => line.trim());
    return {
      name: group(FAILED.exec(lines[at] ?? ''), 1),
      place: place.length === 0 ? null : place.join(':'),
      message: words.join(' ') || null,
    };
  });
}

/** Without duplicates, because the build repeats them at its end. */
function compilerErrors(lines: readonly string[]): readonly Failure[] {
  const said = lines.flatMap((line) => {
    const found = /\b(?:CS|FS|BC|MSB|NU)\d{4}: /.test(line) ? COMPILER.exec(line) : null;
    return found === null
      ? []
      : [{ place: `${group(found, 1)}:${group(found, 2)}`, message: group(found, 3) }];
  });
  const unique = new Map(said.map((error) => [JSON.stringify(error), error]));
  return [...unique.values()].map((error) => ({ name: null, ...error }));
}
