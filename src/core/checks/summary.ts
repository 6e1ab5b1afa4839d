/** What the output of tests, a linter or a build says. */

/** A test that failed, or a place that a compiler or linter complains of. */
export interface Failure {
  /** Name of the test, with the groups around it; null where no test is named. */
  readonly name: string | null;
  /** `file:line`; null where the output doesn't say. */
  readonly place: string | null;
  /** Its first line; null where there is none. */
  readonly message: string | null;
}

/** What a tool's output says. Counts are null where the tool doesn't give them. */
export interface CheckSummary {
  /** Name of the tool: `mocha`, `go test`; null where none was recognized. */
  readonly tool: string | null;
  /** What is counted: `tests`, the `packages` that they are in, or `errors` of a compiler or linter, whose warnings are `skipped`. */
  readonly counted: 'tests' | 'packages' | 'errors';
  readonly passed: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  /** In the order of the output; of a long list the first {@link MOST_FAILURES}. */
  readonly failures: readonly Failure[];
  /** The last lines, for an output that says no more. */
  readonly tail: readonly string[];
}

/** A long list is told by its number. */
export const MOST_FAILURES = 20;

/** Makes a report of one tool; `undefined` of a recognizer means that the output isn't this tool's. */
export type Recognizer = (lines: readonly string[]) => ToolReport | undefined;

export type ToolReport = Omit<CheckSummary, 'tail'>;

/** Counts of tests. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function testReport(tool: string, counts: Counts, failures: readonly Failure[]): ToolReport {
  return { tool, counted: 'tests', ...counts, failures: failures.slice(0, MOST_FAILURES) };
}

/** A report of a compiler or linter. A number is null where the tool gives none. */
export function errorReport(
  tool: string,
  errors: number | null,
  warnings: number | null,
  failures: readonly Failure[],
): ToolReport {
  const shown = failures.slice(0, MOST_FAILURES);
  return { tool, counted: 'errors', passed: null, failed: errors, skipped: warnings, failures: shown };
}
