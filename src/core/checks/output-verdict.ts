/** What the output of a command says about a check: only the summaries of known tools count. */

import { outputLines } from './output-lines.ts';
import { reportsIn } from './recognize.ts';
import type { ToolReport } from './summary.ts';

export interface OutputVerdict {
  /** Name of the tool whose summary it is: `mocha`; null if none was recognized. */
  readonly tool: string | null;
  /** What the summary is about: tests, or errors of a linter or compiler. */
  readonly about: 'tests' | 'errors';
  /** `none`: the tool ran no test. Null without a tool. */
  readonly result: 'pass' | 'fail' | 'none' | null;
  /** A line reports a failure that the summary may not count, such as another package's. */
  readonly hasFailureLine: boolean;
  /** The check never started: a script, target, or folder is missing. */
  readonly isUnstarted: boolean;
}

/** Lines that report a failure: of a run before the last one, or of the program that started it. */
const FAILURE_LINE =
  /^(?:npm (?:ERR!|error)|\s*ELIFECYCLE|error: |error Command failed|make(?:\[\d+\])?: \*\*\*|BUILD FAILED|\[ERROR\] BUILD|Failed!|FAIL(?:ED)?\b|not ok \d|test result: FAILED|[#ℹ] fail [1-9]|\s+[1-9]\d* failing$|\s*(?:Tests|Test Suites|Test Files):?\s+[1-9]\d* failed)/;
const UNSTARTED =
  /(?:^|: )(?:cd|pushd): |: command not found$|^npm (?:ERR!|error) (?:Missing script|code ENOENT|enoent)|no test specified|^error Command ".*" not found|ERR_PNPM_NO_SCRIPT|No rule to make target|^error: Script not found|is not recognized as an internal or external command/i;

/**
 * Reads the verdict. Pure, in linear time.
 *
 * @param output both streams as far as they are known
 */
export function outputVerdict(output: string): OutputVerdict {
  const lines = outputLines(output, '');
  const reports = reportsIn(lines);
  const report = reports.find((one) => verdictOf(one) === 'fail') ?? reports[0];
  return {
    tool: report?.tool ?? null,
    about: report?.counted === 'errors' ? 'errors' : 'tests',
    result: report === undefined ? null : verdictOf(report),
    hasFailureLine: lines.some((line) => FAILURE_LINE.test(line)),
    isUnstarted: lines.some((line) => UNSTARTED.test(line)),
  };
}

function verdictOf({ counted, passed, failed, failures }: ToolReport): 'pass' | 'fail' | 'none' {
  if ((failed ?? 0) > 0) return 'fail';
  if (counted === 'errors') return failed === null && failures.length > 0 ? 'fail' : 'pass';
  if (failures.length > 0) return 'fail';
  // A tool that prints no numbers reported success, or a failure line that is judged apart.
  return passed === 0 ? 'none' : 'pass';
}
