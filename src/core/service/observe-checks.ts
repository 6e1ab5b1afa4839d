/**
 * Records the checks that an agent ran as observed, from its hook or its transcript. Both may tell of the same run: it
 * counts once.
 */

import type { RanCommand } from '../activity/activity.ts';
import type { CheckReader, ProjectRun } from '../checks/check-run.ts';
import { wayTo } from '../paths/paths.ts';
import { clip, oneLine } from '../text/foreign-text.ts';
import type { Actor } from '../workflow/events.ts';
import { keyOf, resultOf } from '../workflow/kept-checks.ts';
import { LONGEST } from '../workflow/limits.ts';
import type { Check, WorkflowState } from '../workflow/state.ts';
import { wantsCheck } from '../workflow/steps.ts';
import type { WorkflowService } from './workflow-service.ts';

/** A hook may tell of a run this long before the transcript's time of it. */
const APART_MS = 10_000;

export interface ObservedRun {
  readonly command: string;
  readonly run: ProjectRun;
  /** Agent session; null if unknown. */
  readonly session: string | null;
  /** Files have changed during or after the run, so that it counts for none. */
  readonly isMixed: boolean;
}

/** Records a run for the workflow's current step. Says nothing twice: the same result on the same files. */
export async function recordObserved(
  service: WorkflowService,
  { id, current }: Pick<WorkflowState, 'id' | 'current'>,
  { command, run, session, isMixed }: ObservedRun,
): Promise<void> {
  const actor: Actor = session === null ? { kind: 'agent' } : { kind: 'agent', session };
  await service.execute(
    {
      kind: 'recordCheck',
      phase: current,
      command: clip(oneLine(command.trim()), LONGEST.command),
      key: clip(run.key, LONGEST.command),
      exitCode: run.exitCode,
      result: run.result,
      grade: 'observed',
      isMixed,
      ...(session === null ? {} : { source: session }),
    },
    actor,
    id,
  );
}

/**
 * Records the project's checks among a session's commands that ended since the current step began, the last run of
 * each check.
 *
 * @throws NinefoldError as `WorkflowService.execute`
 */
export async function observeCommands(
  service: WorkflowService,
  commands: readonly RanCommand[],
  session: string | null,
): Promise<void> {
  const state = await service.state();
  if (!wantsCheck(state)) return;
  const begun = Date.parse(state.steps[state.current].since);
  const recent = commands.filter(({ at }) => at !== null && Date.parse(at) >= begun);
  if (recent.length === 0) return;
  const { workspace } = service.ports;
  const [reader, place] = await Promise.all([workspace.checks(), workspace.place()]);
  for (const { command, run, at } of lastRuns(recent, reader, place)) {
    const known = (await service.state(state.id)).checks.filter((check) => isOf(check, state, run));
    const isTold = (since: number): boolean => known.some((check) => Date.parse(check.at) >= since);
    if (isTold(Date.parse(at))) continue;
    const isMixed = await workspace.hasChangedSince(at);
    if (isMixed && isTold(Date.parse(at) - APART_MS)) continue;
    await recordObserved(service, state, { command, run, session, isMixed });
  }
}

/** A run of one of the project's checks, with its end (ISO 8601). */
export interface TimedRun extends Pick<ObservedRun, 'command' | 'run'> {
  readonly at: string;
}

/** Returns the last run of each of the project's checks: an earlier one says nothing any more. */
export function lastRuns(
  commands: readonly RanCommand[],
  reader: CheckReader,
  { folders, platform }: Awaited<ReturnType<WorkflowService['ports']['workspace']['place']>>,
): readonly TimedRun[] {
  const last = new Map<string, TimedRun>();
  for (const { command, exitCode, verdict = null, cwd, at } of commands) {
    if (at === null || cwd === undefined || verdict === null) continue;
    const ways = folders.map((folder) => wayTo(cwd, folder, platform));
    const inside = ways.find((way) => way !== null) ?? null;
    for (const run of reader.runs(command, { exitCode, verdict }, inside)) {
      last.delete(run.key);
      last.set(run.key, { command, run, at });
    }
  }
  return [...last.values()];
}

function isOf(check: Check, { current }: Pick<WorkflowState, 'current'>, run: ProjectRun): boolean {
  return (
    check.grade === 'observed' &&
    check.step === current &&
    keyOf(check) === clip(run.key, LONGEST.command) &&
    resultOf(check) === run.result &&
    check.exitCode === run.exitCode
  );
}
