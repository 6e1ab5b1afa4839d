/** English texts of the next step and the review by key; `{name}` is a parameter. The host translates a template. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const REVIEW_WORDS = {
  'next-continue': 'Next: continue in a new session',
  'next-answer': 'Next: answer {agent}',
  'next-review': 'Next: review {phase}',
  'next-create': 'Next: create {file}',
  'next-pull-request': 'Next: write the pull request',
  'next-adopt': 'Next: add {file}',
  'next-fill': 'Next: write {file}',
  'next-rework': 'Next: rework {file}',
  'next-rework-phase': 'Next: rework {phase}',
  'next-test-5a': 'Next: write a failing test',
  'next-test-5b': 'Next: make the tests pass',
  'next-test-5c': 'Next: refactor, and run the tests',
  'runs-tests': 'Runs the tests',
  'next-approve': 'Next: approve {phase}',
  'agent-waits': 'it waits for a permission or an answer',
  'handed-over': 'the handoff is saved',
  'compacts-soon': 'compacts in about {left} tokens',
  'compacts-turn': 'compacts in about 1 turn',
  'compacts-turns': 'compacts in about {turns} turns',
  'full-soon': 'full in about {left} tokens',
  'full-turn': 'full in about 1 turn',
  'full-turns': 'full in about {turns} turns',
  rejected: 'rejected: {reason}',
  'check-exit': 'exit code {exit}',
  'check-spoken': 'Check {command}',
  /** What a check's grade means: the window spells it out. */
  'by-witnessed': 'run by Ninefold',
  'by-observed': 'run by the agent',
  'by-claimed': 'only claimed',
  'lens-approve': 'Approve',
  'lens-reject': 'Reject…',
  'lens-next': 'Next: {phase}',
  'lens-last': 'Last phase',
  document: '{file}',
  'documents-count': '{count} documents',
  'file-changed': '1 file',
  'files-changed': '{count} files',
  'changes-one': '1 file changed',
  'changes-count': '{count} files changed',
  'changes-since': 'in this phase',
} as const;

export type ReviewWord = keyof typeof REVIEW_WORDS;

export function reviewPhrase(word: ReviewWord, parameters: MessageParameters = {}): Phrase {
  return { template: REVIEW_WORDS[word], parameters };
}
