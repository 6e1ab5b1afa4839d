/** Questions that histories which met leave to a person, as sentences. */

import { partsOfSubject } from '../workflow/questions.ts';
import type { Question, WorkflowState } from '../workflow/state.ts';

/** What a question is about, by the part of its subject before the colon. */
const ABOUT: Readonly<Record<string, string>> = {
  gate: 'phase',
  name: 'the name',
  task: 'the task',
  branch: 'the branch',
  agents: 'the roles',
  status: 'the status',
  decision: 'decision',
  pattern: 'pattern',
  constraint: 'constraint',
  deliverable: 'deliverable',
};
/** The commands that decide it again. */
const ANSWERS: Readonly<Record<string, string>> = {
  gate: '`ninefold approve {of}` or `ninefold reject {of} --reason R`',
  name: '`ninefold rename {id} NAME`',
  task: '`ninefold set {id} task TASK`',
  branch: '`ninefold set {id} branch BRANCH`',
  agents: '`ninefold set {id} agents ROLES`',
  status: '`ninefold set {id} status STATUS`',
  decision: '`ninefold decision add {of} CHOICE REASON`',
  pattern: '`ninefold pattern set {of} CONVENTION`',
  constraint: '`ninefold constraint add TEXT` or `ninefold constraint remove N`',
  deliverable: '`ninefold deliverable add {of}` or `ninefold deliverable remove {of}`',
};

/** A question as `status --json` and MCP show it. */
export interface QuestionView extends Question {
  readonly text: string;
  /** How a person answers it. */
  readonly answer: string;
}

/** Returns the sentences of a workflow's questions; nothing without any, as in every private workflow. */
export function questionTexts(state: WorkflowState): { readonly questions?: readonly string[] } {
  const { questions = [] } = state;
  return questions.length === 0
    ? {}
    : { questions: questions.map((question) => questionView(question, state).text) };
}

/** Returns a question of a workflow with its sentence and the commands that answer it. */
export function questionView(
  { subject, sides }: Question,
  { id, current }: Pick<WorkflowState, 'id' | 'current'>,
): QuestionView {
  const [kind, of] = partsOfSubject(subject);
  const about = [ABOUT[kind] ?? kind, ...(of === '' || kind === 'constraint' ? [] : [of])].join(' ');
  const said = sides.map(({ said: what, by, at, reason }) => {
    const why = reason === null ? '' : `, ${reason}`;
    return `${by} says '${what}' (${at.slice(0, 16).replace('T', ' ')}${why})`;
  });
  const what =
    sides.length > 1
      ? `${about}: ${said.join(', but ')}`
      : `${about}: ${said.join('')}, but what that was based on is gone`;
  // What it was based on isn't here, so it can't be decided again before the phases up to it.
  const answer = sides.length > 1 ? (ANSWERS[kind] ?? '') : `\`ninefold phase {id} ${current}\``;
  return { subject, sides, text: what, answer: answer.replaceAll('{of}', of).replaceAll('{id}', id) };
}
