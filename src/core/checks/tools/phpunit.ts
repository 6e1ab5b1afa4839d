/** PHPUnit 8 and later. */

import { countAfter, firstWords, group, indicesOf, lastFound, linesUntil, placeIn } from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const OK = /^OK \((\d+) tests?, \d+ assertions?\)$/;
const TOTAL = /^Tests: \d+, Assertions: \d+.*\.$/;
const NONE = /^No tests executed!$/;
const NUMBERED = /^\d+\) (\S+::.+|.*)$/;
const PLACE = /^(\S.*\.php):(\d+)$/;
const FATAL = /^(?:PHP )?(?:Fatal|Parse) error:\s+(?:Uncaught )?(.+) in (.+?)(?::| on line )(\d+)$/;

export const phpunit: Recognizer = (lines) => {
  const fatal = FATAL.exec(lines.find((line) => FATAL.test(line)) ?? '');
  const total = group(lastFound(lines, TOTAL), 0);
  const passed = Number(group(lastFound(lines, OK), 1));
  const isRun = total !== '' || passed > 0 || lastFound(lines, NONE) !== null;
  if (!isRun && (fatal === null || !lines.some((line) => line.includes('PHPUnit')))) return undefined;
  const failed = countAfter(total, 'Failures') + countAfter(total, 'Errors');
  const skipped = countAfter(total, 'Skipped') + countAfter(total, 'Incomplete');
  // A class without tests counts as one, with a warning.
  const empty = lines.filter((line) => line.startsWith('No tests found in class ')).length;
  const rest = Math.max(0, countAfter(total, 'Tests') - failed - skipped - empty);
  const counts = { failed, skipped, passed: total === '' ? passed : rest };
  return testReport('phpunit', counts, [...failuresIn(lines), ...crashOf(fatal)]);
};

function failuresIn(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, NUMBERED, MOST_FAILURES).flatMap((at) => {
    const name = group(NUMBERED.exec(lines[at] ?? ''), 1);
    if (!name.includes('::')) return [];
    const body = linesUntil(lines, at + 1, /^(?:\d+\) |--$|[A-Z]+!$)/);
    const place = lastFound(body, PLACE);
    const words = body.filter((line) => line.trim() !== '' && !PLACE.test(line)).slice(0, 2);
    const isAssertion = words[1]?.startsWith('Failed asserting') === true;
    return [
      {
        name,
        place: place === null ? placeIn(body) : `${group(place, 1)}:${group(place, 2)}`,
        message: isAssertion ? words.join(': ') : firstWords(words),
      },
    ];
  });
}

function crashOf(fatal: RegExpExecArray | null): readonly Failure[] {
  if (fatal === null) return [];
  return [{ name: null, place: `${group(fatal, 2)}:${group(fatal, 3)}`, message: group(fatal, 1) }];
}
