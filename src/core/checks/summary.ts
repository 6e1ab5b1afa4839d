/** Summary of the output of tests, a linter, or a build. */

/** A failed test, or a place that a compiler or linter reports. */
export interface Failure {
  /** Name of the test, including its groups; null if there is none. */
  readonly name: string | null;
  /** `file:line`; null if it isn't reported. */
  readonly place: string | null;
  /** First line of the message; null if there is none. */
  readonly message: string | null;
}

/** Summary of a tool's output. Counts are null if the tool doesn't report them. */
export interface CheckSummary {
  /** Name of the tool: `mocha`, `go test`; null if it wasn't recognized. */
  readonly tool: string | null;
  /**
   * What is counted: `tests`, their `packages`, or the `errors` of a compiler or linter, whose warnings are
   * `skipped`.
   */
  readonly counted: 'tests' | 'packages' | 'errors';
  readonly passed: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  /** How the tool says it ended, if it counts nothing. */
  readonly said?: string;
  /** In output order; the first {@link MOST_FAILURES} of a long list. */
  readonly failures: readonly Failure[];
  /** The last lines, for an otherwise uninformative output. */
  readonly tail: readonly string[];
}

/** Maximum number of listed failures; a longer list is only counted. */
export const MOST_FAILURES = 20;

/** Reports a tool's results; `undefined` means that the output isn't this tool's. */
export type Recognizer = (lines: readonly string[]) => ToolReport | undefined;

export type ToolReport = Omit<CheckSummary, 'tail'>;

/** Test counts. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function testReport(tool: string, counts: Counts, failures: readonly Failure[]): ToolReport {
  return { tool, counted: 'tests', ...counts, failures: failures.slice(0, MOST_FAILURES) };
}

/** Makes the report of a compiler or linter. A number is null if the tool doesn't report it. */
export function errorReport(
  tool: string,
  errors: number | null,
  warnings: number | null,
  failures: readonly Failure[],
): ToolReport {
  const shown = failures.slice(0, MOST_FAILURES);
  return { tool, counted: 'errors', passed: null, failed: errors, skipped: warnings, failures: shown };
}
