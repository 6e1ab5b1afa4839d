/** What of a session's work the current phase of a workflow could take over. */

import type { AgentTodo } from '../activity/activity.ts';
import type { ObservedWork } from '../activity/observed-work.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { lastGateAt } from './review-basis.ts';

/** Returns the files that the agent wrote since the last gate and that aren't deliverables of the workflow. */
export function offeredFiles(state: WorkflowState, { files }: ObservedWork): readonly string[] {
  if (state.status !== 'in_progress') return [];
  const gate = Date.parse(lastGateAt(state));
  const known = new Set(state.deliverables.map(({ file }) => file));
  return files
    .filter(({ path, at }) => at !== null && Date.parse(at) >= gate && !known.has(path))
    .map(({ path }) => path);
}

/** Returns the agent's open to-dos that aren't next steps of the workflow. */
export function offeredTodos(
  { status, nextSteps }: WorkflowState,
  { todos }: ObservedWork,
): readonly AgentTodo[] {
  if (status !== 'in_progress') return [];
  const known = new Set(nextSteps.map(({ text }) => text));
  return todos.filter(({ text }) => !known.has(text));
}
