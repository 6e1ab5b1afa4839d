/** Gradle: its test task and its compilers. */

import { countOf, firstWords, group, indicesOf, lastFound, linesUntil, placeIn } from '../find-lines.ts';
import { MOST_FAILURES, errorReport, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const BUILD = /^BUILD (?:SUCCESSFUL|FAILED) in /;
const TOTAL = /^(\d+) tests? completed(.*)$/;
const FAILED = /^(\S.*) > (\S.*) FAILED$/;
const TASK = /^(?:> Task )?:(?:\S+:)?(\w*[tT]est\w*)(?: (NO-SOURCE|UP-TO-DATE|FROM-CACHE|FAILED))?$/;
/** Its task is before a compiler's first line. */
const COMPILE_TASK =
  /^:(?:[\w-]+:)*compile\w*?(?:Java|Kotlin|Groovy|Scala)(?=\S*\.(?:java|kt|groovy|scala):\d)/;
const SHORT = /^(.+) at (\S+:\d+)$/;
/** Formats of javac and Kotlin's compiler. */
const COMPILER = /^(?:e: )?(?:file:\/\/)?(.+\.(?:java|kt|groovy|scala)):(\d+)(?::\d+)?:? (?:error: )?(.+)$/;

export const gradle: Recognizer = (lines) => {
  if (lastFound(lines, BUILD) === null) return undefined;
  const total = lastFound(lines, TOTAL);
  if (total !== null) {
    const said = group(total, 2);
    const [failed, skipped] = [countOf(said, 'failed'), countOf(said, 'skipped')];
    const passed = Number(group(total, 1)) - failed - skipped;
    return testReport('gradle', { passed, failed, skipped }, failuresIn(lines));
  }
  const errors = compilerErrors(lines);
  if (errors.length > 0) return errorReport('gradle', errors.length, null, errors);
  const test = TASK.exec(
    lines.find((line) => TASK.test(line) && !/compile/i.test(line) && /:test\b/.test(line)) ?? '',
  );
  if (group(test, 2) === 'NO-SOURCE') return testReport('gradle', { passed: 0, failed: 0, skipped: 0 }, []);
  // A run without failures prints no numbers.
  return {
    ...testReport('gradle', { passed: 0, failed: 0, skipped: 0 }, []),
    passed: null,
    failed: null,
    skipped: null,
    said: toldBy(test, lines),
  };
};

/** `:test UP-TO-DATE`, because such tests didn't run; otherwise how the build ended. */
function toldBy(test: RegExpExecArray | null, lines: readonly string[]): string {
  return group(test, 2) === '' ? group(lastFound(lines, BUILD), 0).replace(/ in $/, '') : group(test, 0);
}

function failuresIn(lines: readonly string[]): readonly Failure[] {
  return indicesOf(lines, FAILED, MOST_FAILURES).map((at) => {
    const found = FAILED.exec(lines[at] ?? '');
    const body = linesUntil(lines, at + 1, /^\S/);
    const words = firstWords(body);
    // Without the rest of the stack: `java.lang.AssertionError at CartTest.java:5`.
    const short = SHORT.exec(words ?? '');
    return {
      name: `${group(found, 1)} > ${group(found, 2)}`,
      place: short === null ? placeOf(body) : group(short, 2),
      message: short === null ? words : group(short, 1),
    };
  });
}

function placeOf(body: readonly string[]): string | null {
  return placeIn(body.filter((line) => /^\s+at /.test(line) && !/junit|opentest4j/.test(line)));
}

function compilerErrors(lines: readonly string[]): readonly Failure[] {
  const isError = (line: string): boolean =>
    COMPILER.test(line) && (line.includes(': error: ') || line.startsWith('e: '));
  const own = lines.map((line) => line.replace(COMPILE_TASK, ''));
  return [...new Set(own.filter(isError))].map((line) => {
    const found = COMPILER.exec(line);
    return { name: null, place: `${group(found, 1)}:${group(found, 2)}`, message: group(found, 3) };
  });
}
