/** Maven with Surefire or Failsafe: JUnit and TestNG. */

import { countAfter, group, indicesOf, lastFound } from '../find-lines.ts';
import { MOST_FAILURES, errorReport, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

/** Totals of the whole run: a class's own line continues with its time. */
const TOTAL =
  /^(?:\[(?:INFO|WARNING|ERROR)\] )?Tests run: \d+, Failures: \d+, Errors: \d+(?:, Skipped: \d+)?\s*$/;
const BUILD = /^\[INFO\] BUILD (?:SUCCESS|FAILURE)$/;
const NONE = /No tests (?:to run|were executed)/;
/** `CartTest.totals:12 expected:<24> but was:<21>`, under *Failures:* or *Errors:*. */
const LISTED = /^(?:\[ERROR\])? {2,3}([\w.$]+)(?:->[\w.$:]+)*:(\d+)(?:->[\w.$:]+)*(?: (?:» )?(.*))?$/;
const COMPILER = /^\[ERROR\] (.+\.(?:java|kt|scala|groovy)):\[(\d+),\d+\] (.+)$/;

export const maven: Recognizer = (lines) => {
  const build = lastFound(lines, BUILD);
  const totals = lines.filter((line) => TOTAL.test(line));
  if (totals.length > 0) {
    const sum = (word: string): number => totals.reduce((all, line) => all + countAfter(line, word), 0);
    const failed = sum('Failures') + sum('Errors');
    const counts = { failed, skipped: sum('Skipped'), passed: sum('Tests run') - failed - sum('Skipped') };
    return testReport('maven', counts, listed(lines));
  }
  if (build === null) return undefined;
  const errors = compilerErrors(lines);
  if (errors.length > 0) return errorReport('maven', errors.length, null, errors);
  const isEmpty = lastFound(lines, NONE) !== null;
  return isEmpty ? testReport('maven', { passed: 0, failed: 0, skipped: 0 }, []) : undefined;
};

function listed(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, LISTED, MOST_FAILURES).map((at) => {
    const found = LISTED.exec(lines[at] ?? '');
    const name = group(found, 1);
    const file = name.split('.').at(-2) ?? name;
    return { name, place: `${file}.java:${group(found, 2)}`, message: group(found, 3) || null };
  });
}

/** Without duplicates, because Maven repeats them at its end. */
function compilerErrors(lines: readonly string[]): readonly Failure[] {
  const said = new Set(lines.filter((line) => COMPILER.test(line)));
  return [...said].map((line) => {
    const found = COMPILER.exec(line);
    return { name: null, place: `${group(found, 1)}:${group(found, 2)}`, message: group(found, 3) };
  });
}
