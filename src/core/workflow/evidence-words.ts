/** The one table of evidence in words; `{name}` is a parameter. The host translates a template before it fills it. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { CheckResult } from '../checks/check-run.ts';
import type { MissingEvidence } from './state.ts';

/** How a check ended. */
export const RESULT_WORDS = {
  pass: 'passed',
  fail: 'failed',
  /** RED wants a failing check. */
  'fail-wanted': 'failed as wanted',
  unknown: 'ended with an unknown result',
} as const satisfies Record<CheckResult | 'fail-wanted', string>;

export const EVIDENCE_WORDS = {
  /** A completed step that lacks evidence. */
  unverified: 'unverified',
  'approved-unverified': 'phase {phase} is approved, but unverified: {lack}',
  /** A deliverable that isn't on disk. */
  missing: 'missing',
  untouched: 'template',
  'untouched-spoken': 'still the template',
  'check-done': '{command} exited {exit}',
  /** The exit code is another command's. */
  'check-judged': '{command} {result}',
  'check-pass': `{command} ${RESULT_WORDS.pass}`,
  'check-fail': `{command} ${RESULT_WORDS.fail}`,
  'check-fail-wanted': `{command} ${RESULT_WORDS['fail-wanted']}`,
  'check-unknown': `{command} ${RESULT_WORDS.unknown}`,
  /** A claim that a check passed, of which the failure is known. */
  'claim-refuted': 'a claim that it passed is refuted',
  witnessed: 'witnessed',
  observed: 'observed',
  claimed: 'claimed',
  /** The same command failed on the same files. */
  refuted: 'claimed, but refuted',
  'check-recorded': 'Recorded: {command} exited with {exit}.',
} as const;

/** What an approval lacks, as a sentence without its period. */
export const LACK_WORDS: Readonly<Record<MissingEvidence, string>> = {
  'deliverable-missing': 'it has no deliverable',
  'deliverable-absent': 'none of its deliverables exists',
  'deliverable-untouched': 'its deliverable is still the template',
  'check-missing': 'no check is recorded for it',
  'check-claimed': 'its checks are only claimed: Ninefold neither ran nor observed one',
  'check-refuted': 'a check that was claimed to pass failed on the same files',
  'check-unaccepted': "its checks aren't tests of this project, and no person accepted them",
  'check-unknown':
    "it's unclear whether its latest check passed: the exit code isn't the check's own, or no test is known to have run",
  'check-stale': 'files have changed since its latest check',
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
    'check-claimed': 'run it with `ninefold check COMMAND`',
    'check-refuted': 'run it again with `ninefold check COMMAND`',
    'check-unaccepted': 'run one with `ninefold check COMMAND`',
    'check-unknown': 'run it alone, with `ninefold check COMMAND`',
    'check-stale': 'run it again with `ninefold check COMMAND`',
    'check-not-failing': 'record one',
    'check-not-passing': 'record a passing one',
    recovered: 'record evidence for it',
    'by-hand': 'record evidence for it',
  },
  mcp: {
    'deliverable-missing': 'add one with add_deliverable',
    'check-missing': 'run the tests in your shell, with `ninefold check` or alone',
    'check-claimed': 'run the tests in your shell, with `ninefold check` or alone',
    'check-unknown': 'run the tests alone, not in a pipe',
    'check-stale': 'run the tests again',
    'check-refuted': 'fix what fails and run the tests again',
  },
} as const satisfies Record<string, Partial<Record<MissingEvidence, string>>>;

export function evidencePhrase(
  word: keyof typeof EVIDENCE_WORDS,
  parameters: MessageParameters = {},
): Phrase {
  return { template: EVIDENCE_WORDS[word], parameters };
}

/** Returns how a check ended, without its command. */
export function resultPhrase(word: keyof typeof RESULT_WORDS): Phrase {
  return { template: RESULT_WORDS[word], parameters: {} };
}

/** Returns in English what an approval lacks; what to do about it on a surface. */
export function lackText(lack: MissingEvidence, surface: keyof typeof REMEDIES): string {
  const remedies: Partial<Record<MissingEvidence, string>> = REMEDIES[surface];
  const remedy = remedies[lack];
  return remedy === undefined ? LACK_WORDS[lack] : `${LACK_WORDS[lack]}; ${remedy}`;
}
