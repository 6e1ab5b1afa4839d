/**
 * What a list shows of a workflow: small enough to keep for thousands, so that no journal is folded just for a name.
 */

import * as z from 'zod/mini';

import { STEP_IDS } from './phases.ts';
import { progressOf } from './progress.ts';
import { WORKFLOW_STATUSES } from './state.ts';
import type { WorkflowState } from './state.ts';
import { nameText, sessionText, timeText, wordText } from './text-schemas.ts';

export const workflowOverviewSchema = z.object({
  id: wordText,
  name: nameText,
  status: z.enum(WORKFLOW_STATUSES),
  current: z.enum(STEP_IDS),
  /** Percent by number of phases. */
  progress: z.int(),
  updatedAt: timeText,
  /** When its newest handoff was written (ISO 8601); null if there is none. */
  handoffAt: z.nullable(timeText),
  /** Agent sessions without a recorded end. */
  openSessions: z.array(sessionText),
});

/** A workflow in a list. */
export type WorkflowOverview = z.infer<typeof workflowOverviewSchema>;

export function overviewOf(state: WorkflowState): WorkflowOverview {
  const { id, name, status, current, updatedAt, handoffs, sessions } = state;
  return {
    id,
    name,
    status,
    current,
    progress: progressOf(state).count,
    updatedAt,
    handoffAt: handoffs.at(-1)?.at ?? null,
    openSessions: sessions.filter(({ endedAt }) => endedAt === null).map((session) => session.id),
  };
}
