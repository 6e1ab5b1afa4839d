/** Lists the recorded checks that no closed step shows: the newest of each command, passed or open. */

import type { CheckResult } from '../checks/check-run.ts';
import { clip } from '../text/foreign-text.ts';
import { EVIDENCE_WORDS, RESULT_WORDS } from '../workflow/evidence-words.ts';
import { isRefuted } from '../workflow/evidence.ts';
import { keyOf, resultAtStep, resultOf } from '../workflow/kept-checks.ts';
import { stepName } from '../workflow/phases.ts';
import type { Check, WorkflowState } from '../workflow/state.ts';
import { code } from './markdown.ts';

/** Newer results than the recorded ones, by the recorded key. */
export type NewerResults = ReadonlyMap<string, CheckResult>;

export const NONE_NEWER: NewerResults = new Map();

const MAX_CHECKS = 5;
const LONGEST_COMMAND = 120;

/** Returns the newest check of each command, of all grades. A claimed pass never replaces a failure that was seen. */
export function newestOfEach(checks: readonly Check[]): readonly Check[] {
  const newest = new Map<string, Check>();
  for (const check of checks.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const before = newest.get(keyOf(check));
    const isOnlyClaimed = check.grade === 'claimed' && resultOf(check) === 'pass';
    const wasSeenFailing = before !== undefined && before.grade !== 'claimed' && resultOf(before) === 'fail';
    if (!(isOnlyClaimed && wasSeenFailing)) newest.set(keyOf(check), check);
  }
  return [...newest.values()].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Tests whether a check leaves work: a failure that RED doesn't want, or a result of the current step nobody knows. */
export function isOpenResult({ current }: Pick<WorkflowState, 'current'>, check: Check): boolean {
  const result = resultAtStep(check);
  return result === 'fail' || (result === 'unknown' && check.step === current);
}

/** Tests whether a check that passed failed since. */
export function failedSince(state: WorkflowState, check: Check, newer: NewerResults): boolean {
  if (resultOf(check) !== 'pass') return false;
  const key = keyOf(check);
  const said = newer.get(key);
  if (said !== undefined) return said === 'fail';
  const newest = newestOfEach(state.checks).find((other) => keyOf(other) === key);
  return newest !== undefined && newest !== check && resultAtStep(newest) === 'fail';
}

/** Returns the line with the results of the current step that are as wanted; none if there are none. */
export function begunChecks(state: WorkflowState, newer: NewerResults): readonly string[] {
  const { current } = state;
  const own = standing(state, newer).filter((check) => check.step === current && !isOpenResult(state, check));
  if (own.length === 0) return [];
  const rest = own.length - MAX_CHECKS;
  const shown = own.slice(-MAX_CHECKS).map((check) => resultLine(state, check));
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return [`- ${current} ${stepName(current)} in progress: ${all.join('; ')}`];
}

/** Returns a line for each newest check that failed, or ended nobody knows how. */
export function openChecks(state: WorkflowState, newer: NewerResults): readonly string[] {
  const open = standing(state, newer).filter((check) => isOpenResult(state, check));
  const rest = open.length - MAX_CHECKS;
  const shown = open.slice(-MAX_CHECKS).map((check) => `- ${resultLine(state, check)}`);
  return rest > 0 ? [...shown, `- and ${rest} more checks that didn't pass`] : shown;
}

function standing({ checks }: WorkflowState, newer: NewerResults): readonly Check[] {
  return newestOfEach(checks).filter((check) => !newer.has(keyOf(check)));
}

function resultLine(state: WorkflowState, check: Check): string {
  const word = RESULT_WORDS[resultAtStep(check)];
  const ended = check.exitCode === null ? '' : `, exit ${check.exitCode}`;
  const grade = EVIDENCE_WORDS[isRefuted(state, check) ? 'refuted' : check.grade];
  return `${code(clip(check.command, LONGEST_COMMAND))} ${word}${ended} (${grade}, ${check.at.slice(0, 16)}Z)`;
}
