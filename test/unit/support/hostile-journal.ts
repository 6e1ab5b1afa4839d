/** A journal with hostile texts in every place for a text, as if it came with a repository, past every check. */

import type { NewEvent } from '../../../src/core/workflow/events.ts';

/** Lines of a journal of `wf-001`, with each of the texts in every kind of field. */
export function hostileJournal(texts: readonly string[]): string {
  const newEvents = [startOf(texts[0] ?? ''), ...texts.flatMap(newEventsOf)];
  return newEvents
    .map((newEvent, index) => {
      const seq = index + 1;
      const at = new Date(Date.UTC(2026, 0, 2, 3, 0, seq)).toISOString();
      const id = `01J${String(seq).padStart(23, '0')}`;
      // JSON.stringify escapes a lone surrogate, like an agent's truncated text.
      return `${JSON.stringify({ v: 1, id, seq, workflow: 'wf-001', at, actor: { kind: 'person' }, ...newEvent })}\n`;
    })
    .join('');
}

function startOf(text: string): NewEvent {
  const data = {
    id: 'wf-001',
    name: text,
    task: text,
    feature: text,
    preset: 'full',
    agents: [text],
    branch: text,
    patterns: [{ type: text, convention: text, example: text }],
  };
  return { type: 'workflow.started', data };
}

function newEventsOf(text: string): readonly NewEvent[] {
  const files = { [`${text}.md`]: text };
  return [
    { type: 'workflow.renamed', data: { name: text } },
    { type: 'workflow.taskSet', data: { task: text } },
    { type: 'workflow.branchSet', data: { branch: text } },
    { type: 'workflow.agentsSet', data: { agents: [text, 'qa'] } },
    { type: 'phase.rejected', data: { step: '1', reason: text } },
    { type: 'deliverable.added', data: { phase: 1, file: `docs/${text}.md`, template: text } },
    { type: 'decision.recorded', data: { id: text, choice: text, reason: text } },
    { type: 'nextStep.added', data: { text, status: 'open', phase: 1 } },
    { type: 'nextStep.added', data: { text, status: 'blocked', phase: 1 } },
    { type: 'check.recorded', data: { step: '5a', command: text, exitCode: 1, commit: text } },
    { type: 'pattern.set', data: { type: text, convention: text, example: text } },
    { type: 'session.started', data: { id: text, agent: text, model: text } },
    { type: 'session.ended', data: { id: text, model: text, peakTokens: 9 } },
    {
      type: 'handoff.created',
      data: { path: text, phase: text, commit: text, branch: text, files, session: text },
    },
    {
      type: 'task.merged',
      data: { task: text, title: text, merge: text, agent: text, base: text, exitCode: 0, files },
    },
  ];
}
