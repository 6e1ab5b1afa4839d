import { SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../exports/export-names.ts';
import type { WorkflowService } from './workflow-service.ts';

/** Returns the exports that carry the active workflow's task, decisions, and constraints, as an agent would open them. */
export function draftReads({ ports: { exports } }: WorkflowService): readonly (string | null)[] {
  return [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE].map((path) => exports.pathForReaders(path));
}
