/** Notes a person's rejection, so that the next hook of a session tells its model why. */

import type { WorkflowEvent } from '../workflow/events.ts';
import type { SessionPort } from './ports.ts';

/** Notes a rejection among saved events, unless an agent rejected. */
export async function noteRejection(
  session: SessionPort,
  workflow: string,
  events: readonly WorkflowEvent[],
): Promise<void> {
  const last = events.findLast(({ type }) => type === 'phase.rejected');
  if (last?.type !== 'phase.rejected' || last.actor.kind === 'agent') return;
  const { step } = last.data;
  await session.update((current) => ({ ...current, rejection: { workflow, step } }));
}
