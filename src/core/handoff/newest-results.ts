/** The newest result of each check: an older pass must neither hide a newer failure nor stand beside it. */

import { UNKNOWN_PROJECT } from '../checks/check-run.ts';
import type { CheckResult } from '../checks/check-run.ts';
import { onlyCheck } from '../checks/judge-checks.ts';
import type { LastCheck } from '../activity/last-checks.ts';
import { newestCheck } from '../workflow/evidence.ts';
import { keyOf, resultOf } from '../workflow/kept-checks.ts';
import type { Check, WorkflowState } from '../workflow/state.ts';
import { isOpenResult, newestOfEach } from './check-lines.ts';

/** A transcript may tell of a run this long after its record. */
const APART_MS = 10_000;

/** What a session saw of checks, compared with what is recorded. */
export interface ComparedChecks {
  /** What to tell beside the recorded checks, oldest first. */
  readonly checks: readonly LastCheck[];
  /** Results that are newer than the recorded ones, by the recorded key. */
  readonly newer: ReadonlyMap<string, CheckResult>;
}

/** Compares the last runs in a session with the recorded checks, so that each check is told once, as it ended last. */
export function compareChecks(state: WorkflowState, seen: readonly LastCheck[]): ComparedChecks {
  const recorded = newestOfEach(state.checks).map((check) => ({ check, names: namesOf(check) }));
  const newer = new Map<string, CheckResult>();
  const checks = seen.flatMap((run) => {
    const same = recorded.filter(({ names }) => names.has(run.command)).map(({ check }) => check);
    const [newest] = same.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
    if (newest === undefined) return [run];
    if (isNewer(run, newest)) {
      for (const check of same) newer.set(keyOf(check), run.result);
      return [run];
    }
    if (isTold(state, newest)) return [];
    return [{ ...run, result: resultOf(newest), exitCode: newest.exitCode, at: newest.at }];
  });
  return { checks, newer };
}

/** Spells a check in the ways in which a session's commands are. */
function namesOf(check: Check): ReadonlySet<string> {
  const lines = [check.command, keyOf(check)];
  return new Set(lines.map((line) => onlyCheck(line, UNKNOWN_PROJECT)?.command ?? line));
}

/** The transcript's time of a recorded run is a little later: the same result, or less known of it, is no news. */
function isNewer({ at, result }: LastCheck, check: Check): boolean {
  const apart = at === null ? 0 : Date.parse(at) - Date.parse(check.at);
  const isSame = result === resultOf(check) || result === 'unknown';
  return apart > (isSame ? APART_MS : 0);
}

/** Tests whether a line of the document names the check. */
function isTold(state: WorkflowState, check: Check): boolean {
  return (
    check.step === state.current || isOpenResult(state, check) || newestCheck(state, check.step) === check
  );
}
