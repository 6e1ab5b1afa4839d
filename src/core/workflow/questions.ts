/** Questions that histories which met leave to a person. */

import type { WorkflowState } from './state.ts';

/** Tests whether a question about this subject is open: then the same decision again is an answer. */
export function isAsked({ questions = [] }: WorkflowState, subject: string): boolean {
  return questions.some((question) => question.subject === subject);
}
