/** Takes the rejection that was noted for the next hook of a session. */

import type { CurrentSession } from '../session/current-session.ts';
import { STEP_IDS } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { StepState } from '../workflow/state.ts';
import type { SessionPort } from './ports.ts';
import type { WorkflowService } from './workflow-service.ts';

/** A rejection that still counts. */
export interface PendingRejection {
  readonly step: StepId;
  readonly rejected: StepState;
}

/**
 * Takes the rejection of the active workflow, so that it is told once.
 *
 * @param current the record as just read
 * @returns null if there is none, another process took it, or the phase has moved on
 */
export async function takeRejection(
  service: WorkflowService,
  current: CurrentSession,
): Promise<PendingRejection | null> {
  const { rejection, active } = current;
  if (rejection?.workflow !== active) return null;
  if (!(await isTaken(service.ports.session, rejection))) return null;
  const state = await service.redacted(await service.state(active));
  const step = STEP_IDS.find((id) => id === rejection.step);
  const rejected = step === undefined ? undefined : state.steps[step];
  const counts = step === state.current && rejected?.status === 'in_progress';
  return counts && rejected.attempts > 0 ? { step, rejected } : null;
}

/** Removes a rejection from the record. @returns false if another process did */
async function isTaken(
  session: SessionPort,
  { workflow, step }: NonNullable<CurrentSession['rejection']>,
): Promise<boolean> {
  let isOurs = false;
  await session.update((current) => {
    const { rejection, ...rest } = current;
    isOurs = rejection?.workflow === workflow && rejection.step === step;
    return isOurs ? rest : current;
  });
  return isOurs;
}
