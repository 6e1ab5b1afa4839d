/** Texts of why a candidate is plausible; the host translates them. */

import { formatMessage } from '../messages.ts';
import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const RECOVERY_WORDS = {
  'journal-whole': 'the journal is intact; events: {events}',
  'journal-sorted': 'all {events} events of the journal are present',
  'journal-prefix': 'the journal is readable up to event {events}',
  'journal-side': 'one side of an unfinished merge of the journal; events: {events}',
  'lines-lost': 'lines lost after that: {count}',
  'lines-markers': 'merge markers skipped: {count}',
  'lines-duplicate': 'duplicate events skipped: {count}',
  'lines-foreign': "lines skipped because they aren't events of this workflow: {count}",
  'state-whole': 'the full state as of event {revision}',
  'state-tables': 'phases, files, and steps as of event {revision}',
  'state-example': 'phases and files, in an older format',
  snapshot: "a snapshot of the journal's first {revision} events",
  handoff: 'a handoff document: phase, decisions, and steps',
  'toon-repaired': 'repairs made while reading: {count}',
  redacted: 'secrets that were redacted and are missing: {count}',
  'left-out': "entries that couldn't be recovered: {count}",
  committed: 'committed in {commit} {subject}',
  'committed-deleted': 'committed in {commit} {subject}, deleted since',
  stashed: 'kept in {stash}',
  'joined-from': 'supplemented from {place}',
  'same-in': 'same content in {place}',
  'evidence-unknown': 'no evidence for completed phases',
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
  'history-unknown': "commits don't show decisions, patterns, or evidence",
} as const;

export type RecoveryWord = keyof typeof RECOVERY_WORDS;

export function recoveryPhrase(word: RecoveryWord, parameters: MessageParameters = {}): Phrase {
  return { template: RECOVERY_WORDS[word], parameters };
}

/** Returns a reason in English. */
export function recoveryText({ template, parameters }: Phrase): string {
  return formatMessage(template, parameters);
}
