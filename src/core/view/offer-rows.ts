/** Rows below the current phase with what the session offers: files that the agent wrote, and its open to-dos. */

import type { AgentTodo } from '../activity/activity.ts';
import type { ObservedWork } from '../activity/observed-work.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { offerPhrase } from './offer-words.ts';
import { offeredFiles, offeredTodos } from './offers.ts';
import { folderPhrases } from './phase-rows.ts';
import type { AgentPlanRow, OffersRow, PhaseRow, SuggestionRow, TodoRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/** Adds what the session offers to the current phase's rows, below everything else. */
export function withOffers(
  phases: readonly PhaseRow[],
  state: WorkflowState,
  work: ObservedWork | null,
): readonly PhaseRow[] {
  if (work === null) return phases;
  return phases.map((phase) => {
    if (!phase.isCurrent) return phase;
    // A file that the phase suggests has its row.
    const shown = new Set(phase.children.flatMap((row) => ('file' in row ? [row.file] : [])));
    const files = offeredFiles(state, work).filter((file) => !shown.has(file));
    const rows = [
      ...(files.length === 0 ? [] : [offersRow(state.current, files)]),
      ...agentPlanRows(state, work),
    ];
    return rows.length === 0 ? phase : { ...phase, children: [...phase.children, ...rows], opens: null };
  });
}

function offersRow(phase: StepId, files: readonly string[]): OffersRow {
  const count = files.length;
  const said = count === 1 ? offerPhrase('offers-one') : offerPhrase('offers-count', { count });
  const hint = [offerPhrase('offers-hint')];
  return {
    kind: 'offers',
    id: 'offers',
    parent: `phase/${phaseOfStep(phase)}`,
    phase,
    label: said,
    actions: ['adopt'],
    description: hint,
    spoken: [said, ...hint],
    children: files.map((file): SuggestionRow => ({
      kind: 'existing',
      id: `offer/${file}`,
      parent: 'offers',
      phase,
      file,
      actions: ['adopt', 'open'],
      description: folderPhrases(file),
      spoken: [viewPhrase('exists-spoken', { file })],
    })),
  };
}

function agentPlanRows(state: WorkflowState, work: ObservedWork): readonly AgentPlanRow[] {
  const todos = offeredTodos(state, work);
  if (todos.length === 0) return [];
  const count = todos.length;
  const about = [count === 1 ? offerPhrase('open-one') : offerPhrase('open-count', { count })];
  return [
    {
      kind: 'agentPlan',
      id: 'agent-plan',
      label: offerPhrase('agent-plan'),
      parent: `phase/${phaseOfStep(state.current)}`,
      actions: [],
      description: about,
      spoken: [offerPhrase('agent-plan'), ...about],
      children: todos.map(todoRow),
    },
  ];
}

function todoRow({ text, status }: AgentTodo, index: number): TodoRow {
  const about = statusPhrases(status);
  return {
    kind: 'todo',
    // Two to-dos may have the same text.
    id: `todo/${index}`,
    parent: 'agent-plan',
    text,
    status,
    actions: ['addStep'],
    description: about,
    spoken: [offerPhrase('todo-spoken', { text }), ...about],
  };
}

function statusPhrases(status: AgentTodo['status']): readonly Phrase[] {
  return status === 'in_progress' || status === 'blocked' ? [offerPhrase(status)] : [];
}
