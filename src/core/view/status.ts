/** `status --json`: fields that scripts and agents rely on. */

import type { FileFact } from '../workflow/facts.ts';
import { acceptedConstraints } from '../workflow/accepted-constraints.ts';
import { phaseDefinition, phaseOfStep } from '../workflow/phases.ts';
import { currentSubPhase, progressOf } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { decisionRows, phaseRows } from '../exports/tables.ts';

/** Returns a workflow's state as `status --json` prints it. */
export function statusView(state: WorkflowState, files: Readonly<Record<string, FileFact>>) {
  const { count, effort } = progressOf(state);
  const phase = phaseOfStep(state.current);
  return {
    id: state.id,
    name: state.name,
    task: state.task,
    status: state.status,
    phase,
    subPhase: currentSubPhase(state),
    phaseName: phaseDefinition(phase).name,
    progress: { count, effort },
    revision: state.revision,
    branch: state.branch,
    agents: state.agents,
    phases: phaseRows(state),
    deliverables: state.deliverables.map(({ phase: num, file }) => ({
      phase: num,
      file,
      exists: files[file]?.exists ?? false,
    })),
    decisions: decisionRows(state),
    constraints: acceptedConstraints(state).map(({ text }) => ({ text })),
    attempts: state.attempts.map(({ text, because }) => ({ text, because })),
    checks: state.checks.map(({ step, command, exitCode, at, grade }) => ({
      step,
      command,
      exitCode,
      at,
      grade,
    })),
    nextSteps: state.nextSteps.map(({ text, status, phase: num }) => ({ text, status, phase: num })),
  };
}
