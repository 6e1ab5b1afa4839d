/** The content of each export of a workflow. Pure: state and project facts in, texts out. */

import { mergePatterns } from '../context/merge-patterns.ts';
import type { ExportFile, ProjectFacts } from '../service/ports.ts';
import { questionTexts } from '../view/question-words.ts';
import { headsDigest } from '../workflow/heads.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from './export-names.ts';
import {
  constraintList,
  currentPhase,
  decisionRows,
  deliverableRows,
  openNextStepRows,
  phaseRows,
  subPhaseField,
  subPhaseTable,
} from './tables.ts';
import { toonExport } from './toon.ts';
import type { ExportPlace } from './toon.ts';

/** Version of `{id}.json`. */
export const STATE_SCHEMA = 'ninefold/workflow/1';

/** Names a file of the state root in a document. */
export type ShowPath = (path: string) => string;

/** Returns the path of a workflow's own file, relative to the state root. */
export function workflowFile(
  id: string,
  ending: 'json' | 'toon' | 'journal.jsonl' | 'journal.snapshot',
): string {
  return `state/workflows/${id}.${ending}`;
}

/** `workflow-state.toon`: where the active workflow is and what to do next. */
function workflowStateExport(state: WorkflowState, show: ShowPath, place: ExportPlace): ExportFile {
  const body = workflowStateBody(state);
  return toonExport(WORKFLOW_STATE_FILE, show(WORKFLOW_STATE_FILE), body, place);
}

/** `session-context.toon`: project, patterns, workflow and decisions for a new session. */
function sessionContextExport(
  state: WorkflowState,
  project: ProjectFacts,
  show: ShowPath,
  place: ExportPlace,
): ExportFile {
  const { num, name } = currentPhase(state);
  const body = {
    project: { name: project.name, stack: stackOf(state, project).join(',') },
    patterns: mergePatterns(state.patterns, project.patterns),
    workflow: {
      id: state.id,
      phase: num,
      phase_name: name,
      ...subPhaseField(state),
      feature: state.feature,
      branch: state.branch,
    },
    ...constraintList(state),
    decisions: decisionRows(state),
  };
  return toonExport(SESSION_CONTEXT_FILE, show(SESSION_CONTEXT_FILE), body, place);
}

function stackOf({ stack = [] }: WorkflowState, project: ProjectFacts): readonly string[] {
  return project.stack.length === 0 ? stack : project.stack;
}

/** `decisions.toon`: only the decisions. */
function decisionsExport(state: WorkflowState, show: ShowPath, place: ExportPlace): ExportFile {
  const body = { workflow: state.id, decisions: decisionRows(state) };
  return toonExport(DECISIONS_FILE, show(DECISIONS_FILE), body, place);
}

/** `{id}.toon`: everything that a resume of this workflow needs in one file, whether or not it is active. */
function workflowToonExport(
  state: WorkflowState,
  project: ProjectFacts,
  show: ShowPath,
  place: ExportPlace,
): ExportFile {
  const path = workflowFile(state.id, 'toon');
  const { workflow, ...tables } = workflowStateBody(state);
  const body = {
    workflow: { ...workflow, feature: state.feature, branch: state.branch },
    ...tables,
    ...constraintList(state),
    patterns: mergePatterns(state.patterns, project.patterns),
    decisions: decisionRows(state),
  };
  return toonExport(path, show(path), body, place);
}

/** `{id}.json`: the full state. */
function workflowJsonExport(state: WorkflowState): ExportFile {
  const text = `${JSON.stringify({ schema: STATE_SCHEMA, ...state }, null, 2)}\n`;
  return { path: workflowFile(state.id, 'json'), text: () => text };
}

/**
 * Makes the exports of a workflow; includes the root's three only for the active one.
 *
 * @param hasBranches whether another branch may have another state of the same revision
 */
export function exportsOf(
  state: WorkflowState,
  isActive: boolean,
  project: ProjectFacts,
  show: ShowPath,
  hasBranches = false,
): readonly ExportFile[] {
  const { revision } = state;
  const place = hasBranches ? { heads: headsDigest(state), revision } : { revision };
  const own = [workflowJsonExport(state), workflowToonExport(state, project, show, place)];
  if (!isActive) return own;
  const root = [
    sessionContextExport(state, project, show, place),
    workflowStateExport(state, show, place),
    decisionsExport(state, show, place),
  ];
  return [...own, ...root];
}

function workflowStateBody(state: WorkflowState) {
  const newest = state.handoffs.at(-1);
  return {
    workflow: {
      id: state.id,
      name: state.name,
      status: state.status,
      phase: currentPhase(state).num,
      ...subPhaseField(state),
      created: state.createdAt,
      task: state.task,
    },
    phases: phaseRows(state),
    ...subPhaseTable(state),
    agents: state.agents,
    deliverables: deliverableRows(state),
    next_steps: openNextStepRows(state),
    ...questionTexts(state),
    ...(newest === undefined ? {} : { handoff: newest.path }),
  };
}
