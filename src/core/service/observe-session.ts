/** Observes a session for its handoff: what its transcript tells, and what git does. */

import type { SessionActivity } from '../activity/activity.ts';
import type { HandoffInput } from '../handoff/handoff-document.ts';
import { observedDocument } from '../handoff/observed-document.ts';
import { beginningOf, observedOf, redactObserved } from '../handoff/observed.ts';
import type { Observed } from '../handoff/observed.ts';
import type { GitFacts, GitWork } from './ports.ts';
import { gitWorkSince } from './git-work.ts';
import type { WorkflowService } from './workflow-service.ts';

export interface ObservedSession {
  readonly observed: Observed;
  /** Since the session began; null if nothing tells when. */
  readonly work: GitWork | null;
}

/** Observes a session, without secrets. */
export async function observeSession(
  service: WorkflowService,
  activity: SessionActivity,
  git: GitFacts,
): Promise<ObservedSession> {
  const { workspace, redactor } = service.ports;
  const began = beginningOf(activity);
  const [work, place] = await Promise.all([
    began === null ? null : gitWorkSince(service, began, git),
    workspace.place(),
  ]);
  return { observed: await redactObserved(redactor, observedOf(activity, work, place)), work };
}

/** Makes the handoff of a workflow with what was observed. */
export async function handoffWithActivity(
  service: WorkflowService,
  activity: SessionActivity,
  input: HandoffInput,
): Promise<string> {
  const { observed } = await observeSession(service, activity, input.git);
  return observedDocument(input, observed);
}
