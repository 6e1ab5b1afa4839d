/** Checks of a project, as they are run on a command line. */

import type { OutputVerdict } from './output-verdict.ts';

export type CheckKind = 'test' | 'lint' | 'build';

/** Whether a check passed; `unknown` if nothing reliable says so, which is never a pass. */
export type CheckResult = 'pass' | 'fail' | 'unknown';

/** Why a result is what it is. */
export type ResultReason =
  /** The command line's exit code is the check's own. */
  | 'exit-code'
  /** The tool's summary in the output. */
  | 'summary'
  /** The exit code is another command's (a pipe, `;`, `||`, …), and no summary was recognized. */
  | 'exit-code-foreign'
  /** No test ran. */
  | 'no-tests'
  /** It never started: a missing script, program, or folder; or it was killed. */
  | 'not-run'
  /** Exit code and summary contradict each other. */
  | 'contradictory';

/** A check on a command line, in one spelling. */
export interface NamedCheck {
  readonly kind: CheckKind;
  /** Normalized: `npm test` for `CI=1 npm run test 2>&1 | tail`; `pytest` for `python -m pytest`. */
  readonly command: string;
  /** Folder that it ran in, relative to the line's own or absolute; empty for the line's own, null if unknown. */
  readonly folder: string | null;
}

/** The run of a check. */
export interface CheckRun extends NamedCheck {
  readonly result: CheckResult;
  readonly reason: ResultReason;
  /** Its own exit code; null if only the exit code of another command is known. */
  readonly exitCode: number | null;
}

/** What is known of a project's checks. */
export interface ProjectChecks {
  /** Its package manager, which spells scripts: `pnpm`; null if unknown. */
  readonly packageManager: string | null;
  /** Its commands by purpose: `test` → `npm test`. */
  readonly commands: Readonly<Record<string, string>>;
  /** Command lines of its scripts by name; null if unknown, so that any name may be one. */
  readonly scripts: Readonly<Record<string, string>> | null;
}

/** A project that nothing is known of: checks are recognized by their shape alone. */
export const UNKNOWN_PROJECT: ProjectChecks = { packageManager: null, commands: {}, scripts: null };

/** A check of the project that was run in the workspace. */
export interface ProjectRun {
  /** In its one spelling, with its folder. */
  readonly key: string;
  readonly result: CheckResult;
  /** Null if only another command's is known. */
  readonly exitCode: number | null;
}

/** How a command ended. */
export interface RunOutput {
  readonly exitCode: number | null;
  /** What both streams of its output say; null if unknown. */
  readonly verdict: OutputVerdict | null;
}

/** Reads command lines with the eyes of one project. Its methods are pure and never throw. */
export interface CheckReader {
  /** Command that runs the project's tests; null if unknown. */
  readonly testCommand: string | null;
  /** Spells a command line in one way, with the folder that its only check runs in. */
  keyOf(line: string): string;
  /** Tests whether a command is a test of the project, in its own folder. */
  isTest(key: string): boolean;
  /**
   * Returns the checks that a line ran in the workspace.
   *
   * @param inside folder that the line ran in, relative to the workspace; null if it is elsewhere
   */
  runs(line: string, end: RunOutput, inside: string | null): readonly ProjectRun[];
  /**
   * Judges a command that Ninefold ran. Its exit code is its own, but maybe not that of the check in it, such as
   * `sh -c "npm test || true"`.
   */
  resultOf(line: string, end: RunOutput, inside: string | null): JudgedRun;
}

/** What a command that Ninefold ran says. */
export interface JudgedRun {
  readonly result: CheckResult;
  /** Of the project's only check on the line, in its one spelling. */
  readonly key?: string;
  /** It runs a check of the project, or its output has the summary of a known tool; otherwise, a typo fails as well. */
  readonly isRecognized: boolean;
}
