/** `cargo test`, and the compiler's errors of any `cargo` command. */

import { countOf, group, indicesOf, lastFound, linesUntil } from '../find-lines.ts';
import { MOST_FAILURES, errorReport, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const RESULT = /^test result: (?:ok|FAILED)\. (.*)$/;
const FAILED = /^test (.+) \.\.\. FAILED$/;
const DETAILS = /^---- (.+) stdout ----$/;
const PANICKED = /panicked at (?:'(.*)', )?([^\s']+):(\d+):\d+:?$/;
const ERROR = /^error(?:\[E\d+\])?: (.+)$/;
const ARROW = /^\s*--> (.+:\d+):\d+$/;
const SIDE = /^\s*(left|right): (.*)$/;

export const cargo: Recognizer = (lines) => {
  const results = lines.flatMap((line) => RESULT.exec(line)?.[1] ?? []);
  if (results.length === 0) return compilerErrors(lines);
  const sum = (word: string): number => results.reduce((total, said) => total + countOf(said, word), 0);
  const counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('ignored') };
  const details = detailsIn(lines);
  const failures = indicesOf(lines, FAILED, MOST_FAILURES).map((at) => {
    const name = group(FAILED.exec(lines[at] ?? ''), 1);
    return { name, ...(details.get(name) ?? { place: null, message: null }) };
  });
  return testReport('cargo test', counts, failures);
};

function detailsIn(lines: readonly string[]): ReadonlyMap<string, Pick<Failure, 'place' | 'message'>> {
  const found = indicesOf(lines, DETAILS, MOST_FAILURES).map((at) => {
    const body = linesUntil(lines, at + 1, /^(?:---- |failures:)/);
    const line = body.findIndex((one) => PANICKED.test(one));
    const panic = PANICKED.exec(body[line] ?? '');
    const place = panic === null ? null : `${group(panic, 2)}:${group(panic, 3)}`;
    const said = group(panic, 1) || (body[line + 1] ?? '').trim() || null;
    const sides = indicesOf(body, SIDE, 2).map((index) => (body[index] ?? '').trim());
    const message = said === null || sides.length === 0 ? said : `${said} (${sides.join(', ')})`;
    return [group(DETAILS.exec(lines[at] ?? ''), 1), { place, message }] as const;
  });
  return new Map(found);
}

function compilerErrors(lines: readonly string[]): ReturnType<Recognizer> {
  if (lastFound(lines, /^error: could not compile /) === null) return undefined;
  const own = indicesOf(lines, ERROR, lines.length).filter(
    (at) => !/^error: (?:could not compile|aborting)/.test(lines[at] ?? ''),
  );
  const failures = own.slice(0, MOST_FAILURES).map((at) => {
    const place = group(lastFound(lines.slice(at, at + 3), ARROW), 1);
    return { name: null, place: place || null, message: group(ERROR.exec(lines[at] ?? ''), 1) };
  });
  return errorReport('cargo', own.length, null, failures);
}
