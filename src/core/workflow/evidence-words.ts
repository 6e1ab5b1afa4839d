/** The one table of evidence in words; `{name}` is a parameter. The host translates a template before it fills it. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { MissingEvidence } from './state.ts';

export const EVIDENCE_WORDS = {
  /** A completed step that lacks evidence. */
  unverified: 'unverified',
  'approved-unverified': 'phase {phase} is approved, but unverified: {lack}',
  /** A deliverable that isn't on disk. */
  missing: 'missing',
  untouched: 'template',
  'untouched-spoken': 'unchanged template',
  'check-done': '{command} exited {exit}',
  'check-recorded': 'Recorded: {command} exited with {exit}.',
} as const;

/** What an approval lacks, as a sentence without its period. */
export const LACK_WORDS: Readonly<Record<MissingEvidence, string>> = {
  'deliverable-missing': 'it has no deliverable',
  'deliverable-absent': 'none of its deliverables exists',
  'deliverable-untouched': 'its deliverable is an unchanged template',
  'check-missing': 'no check is recorded for it',
  'check-not-failing': 'its latest check passed, but RED requires a failing one',
  'check-not-passing': 'its latest check failed',
  recovered: 'it was recovered, so its evidence is unknown',
  'by-hand': 'it was completed by setting a later phase',
};

/** What to do about it. The window offers that in place. */
const REMEDIES = {
  cli: {
    'deliverable-missing': 'add one with `ninefold deliverable add PATH`',
    'deliverable-absent': 'create the file',
    'deliverable-untouched': 'fill it in',
    'check-missing': 'record one with `ninefold check COMMAND`',
    'check-not-failing': 'record one',
    'check-not-passing': 'record a passing one',
    recovered: 'record evidence for it',
    'by-hand': 'record evidence for it',
  },
  mcp: {
    'deliverable-missing': 'add one with add_deliverable',
    'check-missing': 'record one with record_evidence',
  },
} as const satisfies Record<string, Partial<Record<MissingEvidence, string>>>;

export function evidencePhrase(
  word: keyof typeof EVIDENCE_WORDS,
  parameters: MessageParameters = {},
): Phrase {
  return { template: EVIDENCE_WORDS[word], parameters };
}

/** Returns in English what an approval lacks; what to do about it on a surface. */
export function lackText(lack: MissingEvidence, surface: keyof typeof REMEDIES): string {
  const remedies: Partial<Record<MissingEvidence, string>> = REMEDIES[surface];
  const remedy = remedies[lack];
  return remedy === undefined ? LACK_WORDS[lack] : `${LACK_WORDS[lack]}; ${remedy}`;
}
