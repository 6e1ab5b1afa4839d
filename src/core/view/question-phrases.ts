/** Questions that histories which met leave to a person, as the window shows them. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { partsOfSubject } from '../workflow/questions.ts';
import type { Question, QuestionSide, WorkflowState } from '../workflow/state.ts';

/** English texts by key; `{name}` is a parameter. The host translates a template before it fills it. */
export const QUESTION_WORDS = {
  'about-gate': 'Conflict: phase {of}',
  'about-name': 'Conflict: name',
  'about-task': 'Conflict: task',
  'about-branch': 'Conflict: branch',
  'about-agents': 'Conflict: roles',
  'about-status': 'Conflict: status',
  'about-decision': 'Conflict: decision {of}',
  'about-pattern': 'Conflict: pattern {of}',
  'about-constraint': 'Conflict: constraint "{of}"',
  'about-deliverable': 'Conflict: deliverable {of}',
  'side-approved': '{by}: approved',
  'side-rejected': '{by}: rejected',
  'side-reopened': '{by}: reopened',
  'side-skipped': '{by}: skipped',
  'side-kept': '{by}: keep it',
  'side-removed': '{by}: remove it',
  'side-accepted': '{by}: accept it',
  'side-in_progress': '{by}: in progress',
  'side-paused': '{by}: paused',
  'side-completed': '{by}: completed',
  'side-cancelled': '{by}: cancelled',
  'side-text': '{by}: {said}',
  'sides-differ': 'click to decide',
  'ground-gone': "what it's based on is gone",
  'leave-out': 'Leave it out and continue with phase {phase}',
} as const;

export type QuestionWord = keyof typeof QUESTION_WORDS;

export function questionPhrase(word: QuestionWord, parameters: MessageParameters = {}): Phrase {
  return { template: QUESTION_WORDS[word], parameters };
}

/** Kinds of subjects whose sides say one of a few words. */
const IN_WORDS: ReadonlySet<string> = new Set(['gate', 'status', 'constraint', 'deliverable']);

/** Says what a question is about; a constraint by its text. */
export function aboutPhrase(
  { subject }: Pick<Question, 'subject'>,
  { constraints }: Pick<WorkflowState, 'constraints'>,
): Phrase {
  const [kind, of] = partsOfSubject(subject);
  const text = kind === 'constraint' ? constraints.find(({ id }) => id === of)?.text : undefined;
  const word = `about-${kind}`;
  return questionPhrase(isWord(word) ? word : 'about-status', { of: text ?? of });
}

/** Says who said what. */
export function sidePhrase(
  { subject }: Pick<Question, 'subject'>,
  { by, said }: Pick<QuestionSide, 'by' | 'said'>,
): Phrase {
  const word = `side-${said}`;
  return IN_WORDS.has(partsOfSubject(subject)[0]) && isWord(word)
    ? questionPhrase(word, { by })
    : questionPhrase('side-text', { by, said });
}

function isWord(word: string): word is QuestionWord {
  return Object.hasOwn(QUESTION_WORDS, word);
}
