/** Which checks a step keeps, and what each says. */

import type { CheckResult } from '../checks/check-run.ts';
import { EVIDENCE_GRADES } from './state.ts';
import type { StepId } from './phases.ts';
import type { Check } from './state.ts';

/** Checks of a step; more are only in the journal. */
const MOST_KEPT = 30;

/** Returns the command of a check in its one spelling. */
export function keyOf({ key, command }: Pick<Check, 'key' | 'command'>): string {
  return key ?? command;
}

/** Returns whether a check passed. */
export function resultOf({ exitCode, result }: Pick<Check, 'exitCode' | 'result'>): CheckResult {
  if (result !== undefined) return result;
  return exitCode === null ? 'unknown' : exitCode === 0 ? 'pass' : 'fail';
}

/** Returns how a check must end to count at its step: RED wants a failing one. */
export function wantedResult(step: StepId): 'fail' | 'pass' {
  return step === '5a' ? 'fail' : 'pass';
}

/** Returns how a check ended, in view of what its step wants. */
export function resultAtStep(check: Check): CheckResult | 'fail-wanted' {
  const result = resultOf(check);
  return result === 'fail' && wantedResult(check.step) === 'fail' ? 'fail-wanted' : result;
}

/**
 * Keeps the newest check of each command and grade, so that a claim never replaces what was seen. Beyond the limit, the
 * lowest grade goes first, then the oldest.
 */
export function keepCheck(checks: readonly Check[], check: Check): readonly Check[] {
  const isSame = (other: Check): boolean =>
    other.step === check.step && other.grade === check.grade && keyOf(other) === keyOf(check);
  const kept = [...checks.filter((other) => !isSame(other)), check];
  const own = kept.filter(({ step }) => step === check.step);
  if (own.length <= MOST_KEPT) return kept;
  const [lowest] = own.toSorted((one, other) => rank(one) - rank(other));
  return kept.filter((other) => other !== lowest);
}

function rank({ grade }: Check): number {
  return EVIDENCE_GRADES.indexOf(grade);
}

/** Tests whether an observed check says nothing new: the same result on the same files. */
export function isOldNews(
  { checks }: { readonly checks: readonly Check[] },
  data: Omit<Check, 'at' | 'source'>,
): boolean {
  if (data.grade !== 'observed') return false;
  return checks.some(
    (check) =>
      check.grade === 'observed' &&
      check.step === data.step &&
      keyOf(check) === keyOf(data) &&
      resultOf(check) === resultOf(data) &&
      check.exitCode === data.exitCode &&
      check.content === data.content,
  );
}
