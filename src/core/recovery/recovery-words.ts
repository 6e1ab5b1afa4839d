/** Why a candidate is plausible, in words; keyed like `messages.ts`, and translated by the host. */

import { formatMessage } from '../messages.ts';
import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const RECOVERY_WORDS = {
  'journal-whole': 'the journal is sound; events: {events}',
  'journal-sorted': 'every event of the journal is there, {events} of them',
  'journal-prefix': 'the journal can be read up to event {events}',
  'journal-side': 'one side of an unfinished merge of the journal; events: {events}',
  'lines-lost': 'lines after that, lost: {count}',
  'lines-markers': 'merge markers left out: {count}',
  'lines-duplicate': 'events that stand there twice, left out: {count}',
  'lines-foreign': 'lines that are no event of it, left out: {count}',
  'state-whole': 'the whole state, of event {revision}',
  'state-tables': 'phases, files and steps, of event {revision}',
  'state-example': 'phases and files, in an older form',
  snapshot: "a snapshot of the journal's first {revision} events",
  handoff: 'a handoff document: phase, decisions and steps',
  'toon-repaired': 'repairs made in reading: {count}',
  redacted: 'secrets taken out before it was written, so not in it: {count}',
  'left-out': 'entries that could not be taken: {count}',
  committed: 'committed in {commit} {subject}',
  'committed-deleted': 'committed in {commit} {subject}, deleted since',
  stashed: 'kept in {stash}',
  'same-in': 'the same stands in {place}',
  'evidence-unknown': 'what backed the closed phases is not known',
  'history-documents': 'documents of phases {phases} were written: {files}',
  'history-message': '{commit} {subject} names phase {step}',
  'history-tests': '{commit} {subject} changes tests: {files}',
  'history-sources': '{commit} {subject} changes code after tests: {files}',
  'history-sources-only': '{commit} {subject} changes code: {files}',
  'history-refactor': '{commit} {subject} is a refactoring',
  'history-stash-tests': '{stash} changes tests: {files}',
  'history-stash-sources': '{stash} changes code after tests: {files}',
  'history-stash-sources-only': '{stash} changes code: {files}',
  'history-uncommitted': 'uncommitted changes: {files}',
  'history-unknown': 'decisions, patterns and evidence are not known from commits',
} as const;

export type RecoveryWord = keyof typeof RECOVERY_WORDS;

export function recoveryPhrase(word: RecoveryWord, parameters: MessageParameters = {}): Phrase {
  return { template: RECOVERY_WORDS[word], parameters };
}

/** Returns a reason in English. */
export function recoveryText({ template, parameters }: Phrase): string {
  return formatMessage(template, parameters);
}
