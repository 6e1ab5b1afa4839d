/** ESLint: the formatter `stylish`, its default. */

import { group, lastFound } from '../find-lines.ts';
import { errorReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const TOTAL = /^✖ \d+ problems? \((\d+) errors?, (\d+) warnings?\)$/;
const PROBLEM = /^ +(\d+):\d+ +(error|warning) +(.+)$/;
const OOPS = /^Oops! Something went wrong! :\($/;

export const eslint: Recognizer = (lines) => {
  const total = lastFound(lines, TOTAL);
  if (total === null) return oopsOf(lines);
  const [errors, warnings] = [Number(group(total, 1)), Number(group(total, 2))];
  return errorReport('eslint', errors, warnings, problemsIn(lines, errors > 0 ? 'error' : 'warning'));
};

/** A file's name precedes its problems. */
function problemsIn(lines: readonly string[], wanted: string): readonly Failure[] {
  let file = '';
  return lines.flatMap((line) => {
    const found = PROBLEM.exec(line);
    if (found === null) {
      if (/^\S/.test(line)) file = line;
      return [];
    }
    if (group(found, 2) !== wanted) return [];
    const message = group(found, 3).replace(/ {2,}(\S+)$/, ' ($1)');
    return { name: null, place: `${file}:${group(found, 1)}`, message };
  });
}

/** It couldn't run: the reason follows its version. */
function oopsOf(lines: readonly string[]): ReturnType<Recognizer> {
  const at = lines.findIndex((line) => OOPS.test(line));
  if (at < 0) return undefined;
  const message =
    lines.slice(at + 1).find((line) => /^\S/.test(line) && !line.startsWith('ESLint: ')) ?? null;
  return errorReport('eslint', null, null, [{ name: null, place: null, message }]);
}
