/** Rows for whole workflows: status, the folder's other workflows, and one per folder. */

import type { Phrase } from '../meter/meter-words.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import { phaseLabel } from '../workflow/progress.ts';
import type { WorkflowState, WorkflowStatus } from '../workflow/state.ts';
import type { RowAction } from './row-actions.ts';
import { viewPhrase } from './view-words.ts';
import type { FolderRow, OthersRow, Row, StatusRow, WorkflowRow, WorkflowSummary } from './rows.ts';

/** Summarizes a workflow. */
export function summaryOf(state: Pick<WorkflowState, 'id' | 'name' | 'status' | 'current'>): WorkflowSummary {
  return { id: state.id, name: state.name, status: state.status, phase: phaseLabel(state) };
}

/** Actions for the active workflow as a whole. */
function workflowActions(state: WorkflowState): readonly RowAction[] {
  const { status } = state;
  const ends: readonly RowAction[] = status === 'completed' || status === 'cancelled' ? [] : ['cancel'];
  return [
    ...(status === 'in_progress' ? (['pause'] as const) : []),
    ...(status === 'paused' || status === 'cancelled' ? (['resume'] as const) : []),
    ...ends,
    ...(state.undoable === null ? [] : (['undo'] as const)),
    ...(state.handoffs.length === 0 ? [] : (['open'] as const)),
    'handoff',
    'delete',
  ];
}

/** Creates the row of a workflow that isn't running; empty otherwise. */
export function statusRows({ id, status }: WorkflowState): readonly StatusRow[] {
  if (status === 'in_progress') return [];
  const action = status === 'completed' ? 'start' : 'resume';
  const spoken = [viewPhrase(`next-${status}`)];
  return [
    {
      kind: 'status',
      id: 'status',
      parent: null,
      status,
      workflow: id,
      actions: [action],
      description: [],
      spoken,
    },
  ];
}

/** Creates the row of the folder's other workflows; empty if there are none. */
export function othersRows(others: readonly WorkflowSummary[]): readonly OthersRow[] {
  const count = others.length;
  if (count === 0) return [];
  return [
    {
      kind: 'others',
      id: 'others',
      parent: null,
      actions: [],
      description: [],
      spoken: [count === 1 ? viewPhrase('others-one') : viewPhrase('others-spoken', { count })],
      children: others.map(workflowRow),
    },
  ];
}

function workflowRow({ id, name, status, phase }: WorkflowSummary): WorkflowRow {
  const about = [
    viewPhrase(`is-${status}`),
    ...(status === 'in_progress' || status === 'paused' ? [viewPhrase('as-is', { text: phase })] : []),
  ];
  return {
    kind: 'workflow',
    id: `workflow/${id}`,
    parent: 'others',
    workflow: id,
    name,
    status,
    actions: status === 'unreadable' ? ['recover', 'delete'] : ['switch', ...whatResumes(status), 'delete'],
    // A row is narrow, and the phase implies *in progress*.
    description: status === 'in_progress' ? about.slice(1) : about,
    spoken: [viewPhrase('workflow-spoken', { name }), ...about],
  };
}

function whatResumes(status: WorkflowStatus): readonly RowAction[] {
  return status === 'completed' ? [] : ['resume'];
}

/** Says where a workflow stands: the phase it is in, or that it isn't running. */
export function standPhrase({ status, current }: Pick<WorkflowState, 'status' | 'current'>): Phrase {
  if (status !== 'in_progress') return viewPhrase(`is-${status}`);
  return viewPhrase('phase-of', { phase: phaseOfStep(current) });
}

/** Creates the root row of one folder among several. @param children already prefixed with its id */
export function folderRow(
  id: string,
  name: string,
  state: WorkflowState | undefined,
  children: readonly Row[],
): FolderRow {
  const about =
    state === undefined
      ? [viewPhrase('is-unreadable')]
      : [viewPhrase('as-is', { text: state.name }), standPhrase(state)];
  return {
    kind: 'folder',
    id,
    parent: null,
    name,
    children,
    actions: state === undefined ? [] : workflowActions(state),
    description: about,
    spoken: [viewPhrase('folder-spoken', { name }), ...about],
  };
}
