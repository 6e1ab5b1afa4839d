/** Observes a session for its handoff: what its transcript tells, and what git does. */

import type { SessionActivity } from '../activity/activity.ts';
import { beginningOf, observedOf, redactObserved } from '../handoff/observed.ts';
import type { Observed } from '../handoff/observed.ts';
import { redactRows } from '../redaction/redact-state.ts';
import type { GitFacts, GitWork } from './ports.ts';
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

/** Reads git's work since a time (ISO 8601), without secrets. */
export async function gitWorkSince(
  { ports: { workspace, redactor } }: WorkflowService,
  at: string,
  git: GitFacts,
): Promise<GitWork> {
  const work = await workspace.workSince(at, git);
  return { ...work, newest: await redactRows(redactor, work.newest, ['subject']) };
}
