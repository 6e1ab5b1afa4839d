/** Questions as rows: each with its sides, above the next step, because a person must decide before it goes on. */

import type { Phrase } from '../meter/meter-words.ts';
import type { Question, QuestionSide, WorkflowState } from '../workflow/state.ts';
import { agePhrase } from './age.ts';
import { aboutPhrase, questionPhrase, sidePhrase } from './question-phrases.ts';
import type { QuestionRow, QuestionSideRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/**
 * Creates the rows of a workflow's questions.
 *
 * @param now milliseconds since the epoch; absent: without the sides' age
 */
export function questionRows(state: WorkflowState, now?: number): readonly QuestionRow[] {
  return (state.questions ?? []).map((question): QuestionRow => {
    const { subject, sides } = question;
    const id = `question/${subject}`;
    const label = aboutPhrase(question, state);
    const description = [questionPhrase(sides.length > 1 ? 'sides-differ' : 'ground-gone')];
    return {
      kind: 'question',
      id,
      parent: null,
      subject,
      label,
      actions: [],
      description,
      spoken: [label, ...description],
      children: sides.map((side) => sideRow(question, side, now)),
    };
  });
}

function sideRow(question: Question, side: QuestionSide, now: number | undefined): QuestionSideRow {
  const label = sidePhrase(question, side);
  const description = aboutSide(side, now);
  return {
    kind: 'questionSide',
    id: `question/${question.subject}/${side.event}`,
    parent: `question/${question.subject}`,
    subject: question.subject,
    event: side.event,
    label,
    // A single side can't be taken again: what it was based on is gone.
    actions: question.sides.length > 1 ? ['answerQuestion'] : [],
    description,
    spoken: [label, ...description],
  };
}

/** Says when a side was taken, and why. */
export function aboutSide({ at, reason }: QuestionSide, now: number | undefined): readonly Phrase[] {
  return [
    ...(now === undefined ? [] : [agePhrase(now - Date.parse(at), true)]),
    ...(reason === null ? [] : [viewPhrase('as-is', { text: reason })]),
  ];
}
