/** One event of every type, on a workflow that each of them changes. */

import { applyAll } from '../../../src/core/workflow/apply.ts';
import type { EventData, NewEvent, EventType, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { workflowStateSchema } from '../../../src/core/workflow/state-schema.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { eventOf, started } from './workflows.ts';

/** Six events. */
export function workedOn(): WorkflowState {
  const newEvents: readonly NewEvent[] = [
    { type: 'session.started', data: { id: 's-1', agent: 'claude-code', model: null } },
    { type: 'deliverable.added', data: { phase: 1, file: 'docs/a.md', template: null } },
    { type: 'nextStep.added', data: { text: 'Ask', status: 'open', phase: 1 } },
    { type: 'phase.approved', data: { step: '1', unverified: ['deliverable-absent'] } },
    { type: 'constraint.added', data: { text: 'Keep the API', isOffered: true } },
  ];
  return applyAll(
    started(),
    newEvents.map((newEvent, index) => eventOf(newEvent, index + 2)),
  );
}

/** Id of the last of `workedOn`'s events. */
const CONSTRAINT = workedOn().heads[0] ?? '';

const HANDOFF = {
  path: 'h.md',
  phase: '2',
  commit: null,
  branch: 'main',
  files: { 'a.md': null },
  session: 's-1',
};

/** Data of one event of each type. */
export const EVERY_EVENT: { readonly [T in EventType]: EventData<T> } = {
  'workflow.started': {
    id: 'wf-001',
    name: 'One',
    task: 'Do',
    feature: 'one',
    preset: 'backend',
    skipped: ['3'],
    agents: ['tech-lead'],
    branch: null,
    patterns: [{ type: 'errors', convention: 'result', example: '' }],
  },
  'workflow.recovered': {
    state: workflowStateSchema.parse(JSON.parse(JSON.stringify(workedOn()))),
    source: { kind: 'export', place: 'x.json', reasons: ['newest'] },
    setAside: null,
  },
  'workflow.renamed': { name: 'Two' },
  'workflow.taskSet': { task: 'Do more' },
  'workflow.branchSet': { branch: 'topic' },
  'workflow.agentsSet': { agents: ['qa'] },
  'workflow.statusSet': { status: 'paused', reason: 'lunch' },
  'phase.submitted': { step: '2' },
  'phase.approved': { step: '2', unverified: [] },
  'phase.approvalUndone': { step: '1' },
  'phase.rejected': { step: '2', reason: 'thin' },
  'phase.skipped': { steps: ['2', '3'], reason: 'none' },
  'phase.reopened': { step: '1', reason: 'again' },
  'phase.set': { step: '5b' },
  'deliverable.added': { phase: 2, file: 'docs/b.md', template: 'abc' },
  'deliverable.removed': { file: 'docs/a.md' },
  'decision.recorded': { id: 'auth', choice: 'JWT', reason: 'short' },
  'nextStep.added': { text: 'Write', status: 'blocked', phase: 2 },
  'nextStep.set': { number: 1, status: 'done' },
  'check.recorded': { step: '5a', command: 'npm test', exitCode: 1, commit: 'c0ffee' },
  'pattern.set': { type: 'errors', convention: 'throw', example: 'x' },
  'constraint.added': { text: 'No new dependency', isOffered: false },
  'constraint.accepted': { constraint: CONSTRAINT },
  'constraint.removed': { constraint: CONSTRAINT },
  'attempt.recorded': { text: 'A global lock', because: 'it deadlocks' },
  'session.started': { id: 's-2', agent: 'codex', model: 'm' },
  'session.ended': { id: 's-1', model: 'm', peakTokens: 9 },
  'session.compacted': { id: 's-1', trigger: 'auto' },
  'session.takenOver': { id: 's-1', by: null },
  'handoff.created': HANDOFF,
  'task.merged': {
    task: 'tests',
    title: 'Write Tests',
    merge: '01J00000000000000000000000',
    agent: 'codex',
    base: 'c0ffee',
    exitCode: 0,
    files: { 'tests/a.test.ts': 'abc', 'old.ts': null },
  },
};

/** Returns an event of a type, following `workedOn`, or as the first of a journal if it can't come later. */
export function eventOfType(type: EventType): WorkflowEvent {
  const isFirst = type === 'workflow.started' || type === 'workflow.recovered';
  return eventOf({ type, data: EVERY_EVENT[type] } as NewEvent, isFirst ? 1 : 7);
}
