import { redactRows } from '../redaction/redact-state.ts';
import type { GitFacts, GitWork } from './ports.ts';
import type { WorkflowService } from './workflow-service.ts';

/** Reads git's work since a time (ISO 8601), without secrets. */
export async function gitWorkSince(
  { ports: { workspace, redactor } }: WorkflowService,
  at: string,
  git: GitFacts,
): Promise<GitWork> {
  const work = await workspace.workSince(at, git);
  return { ...work, newest: await redactRows(redactor, work.newest, ['subject']) };
}
