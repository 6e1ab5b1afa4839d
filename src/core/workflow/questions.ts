/** Questions that histories which met leave to a person. */

import type { WorkflowState } from './state.ts';

/** Tests whether a question about any gate is open: then setting the current phase is an answer. */
export function isGateAsked({ questions = [] }: WorkflowState): boolean {
  return questions.some(({ subject }) => subject.startsWith('gate:'));
}

/** Tests whether a question about this subject is open: then the same decision again is an answer. */
export function isAsked({ questions = [] }: WorkflowState, subject: string): boolean {
  return questions.some((question) => question.subject === subject);
}

/** Returns the kind of a subject, and what follows its colon; empty without one. */
export function partsOfSubject(subject: string): readonly [kind: string, of: string] {
  const colon = subject.indexOf(':');
  return colon < 0 ? [subject, ''] : [subject.slice(0, colon), subject.slice(colon + 1)];
}
