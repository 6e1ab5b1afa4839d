import { sessionPlan } from '../../core/plan/session-plan.ts';
import type { SessionPlan } from '../../core/plan/session-plan.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { FolderSnapshot } from '../folders/folder-snapshot.ts';

/**
 * Returns the session plan of a folder's workflow by the folder's rules; null without a workflow.
 *
 * @param state newer than the snapshot's
 */
export function planOf(snapshot: FolderSnapshot | undefined, state?: WorkflowState): SessionPlan | null {
  if (snapshot?.kind !== 'workflow') return null;
  return sessionPlan(state ?? snapshot.state, snapshot.meter.sessionPlan);
}
