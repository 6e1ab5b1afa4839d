/** How each check (tests, builds, linters) among a session's commands ended last. */

import { UNKNOWN_PROJECT } from '../checks/check-run.ts';
import type { CheckResult, ProjectChecks } from '../checks/check-run.ts';
import { judgeChecks } from '../checks/judge-checks.ts';
import { oneLine } from '../text/foreign-text.ts';
import type { RanCommand } from './activity.ts';

/** The last run of a check. */
export interface LastCheck {
  /** Without what precedes and follows it on its command line. */
  readonly command: string;
  readonly result: CheckResult;
  /** Null if the call's exit code isn't the check's own. */
  readonly exitCode: number | null;
  /** When it ended (ISO 8601); null if unknown. */
  readonly at: string | null;
}

/** Returns the last run of each check, in the order of these runs. */
export function lastChecks(
  commands: readonly RanCommand[],
  project: ProjectChecks = UNKNOWN_PROJECT,
): readonly LastCheck[] {
  const last = new Map<string, LastCheck>();
  for (const { command: line, exitCode: ended, at, verdict = null } of commands) {
    for (const run of judgeChecks(line, { exitCode: ended, verdict }, project)) {
      const command = oneLine(run.command);
      last.delete(command);
      last.set(command, { command, result: run.result, exitCode: run.exitCode, at });
    }
  }
  return [...last.values()];
}
