/** A drift report as text: a list of lines, the most surprising first, and a section of the handoff document. */

import { formatMessage } from '../messages.ts';
import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { Drift, DriftReport } from './drift.ts';
import { code, inline } from './markdown.ts';

export const DRIFT_WORDS = {
  text: '{text}',
  'branch-differs': '{was}, now {now}',
  'no-branch': 'no branch',
  detached: 'detached HEAD',
  'commit-one': '{newest}',
  'commit-many': '{count}, latest: {newest}',
  'commit-rewound': 'HEAD is behind {was} by {behind}',
  'commit-diverged': '{count}, latest: {newest}; commits of the handoff that are missing: {behind}',
  'commit-gone': "commit {was} isn't in this repository",
  'commit-no-git': "there's no git repository anymore; the handoff was written at {was}",
  'commit-unborn': 'the branch has no commits; the handoff was written at {was}',
  step: 'the workflow moved from phase {was} to {now}',
  'record-one': '1 log entry, {latest}',
  'record-many': '{count} log entries, latest: {latest}',
  document: 'handoff document {path}',
  file: '{file}',
  'file-evidence': '{file}, evidence for closed phase {phase}',
  'file-appeared': '{file}, which was missing before',
  'files-unlisted': "possibly uncommitted files; git couldn't list them",
  'files-unchanged': '{count} files',
  'file-unchanged': '1 file',
  'check-changed': 'evidence for {step}: {command} exited with {exit}, but {files} changed afterwards',
  'check-gone': "evidence for {step}: {command} ran at commit {commit}, which isn't in this repository",
} as const;

type DriftWord = keyof typeof DRIFT_WORDS;

export interface DriftLine {
  readonly drift: Drift;
  readonly words: Phrase;
  /** The file of the line; null if it isn't about one. */
  readonly file: string | null;
}

const HASH_SHOWN = 8;
const FILES_SHOWN = 3;

/** Returns one line per drift, then one that counts the unchanged files. */
export function driftLines(report: DriftReport): readonly DriftLine[] {
  const { branch, commits, step, records, document, files, evidence } = report;
  const drifted = files.filter(({ drift }) => drift !== 'unchanged');
  const still = files.length - drifted.length;
  return [
    ...(branch.drift === 'unchanged' ? [] : [line(branch.drift, branchWords(report))]),
    ...(commits.drift === 'unchanged' ? [] : [line(commits.drift, commitWords(report))]),
    ...(step.drift === 'unchanged' ? [] : [line(step.drift, phrase('step', step))]),
    ...(records.drift === 'unchanged' ? [] : [line(records.drift, recordWords(records))]),
    ...(document === 'unchanged' ? [] : [line(document, phrase('document', { path: report.handoff.path }))]),
    ...drifted.map((one) => line(one.drift, fileWords(one), one.file)),
    ...evidence
      .filter(({ drift }) => drift !== 'unchanged')
      .map((one) => line(one.drift, evidenceWords(one))),
    ...(report.isUnlisted ? [line('changed since', phrase('files-unlisted'))] : []),
    ...(still === 0
      ? []
      : [
          line(
            'unchanged',
            still === 1 ? phrase('file-unchanged') : phrase('files-unchanged', { count: still }),
          ),
        ]),
  ];
}

/** Formats a line in English: `changed since: docs/requirements.md`. */
export function driftText({ drift, words }: DriftLine): string {
  return `${drift}: ${formatMessage(words.template, words.parameters)}`;
}

/** Formats `2026-01-02 03:04Z`, in UTC as in all files of Ninefold. */
export function timeOfHandoff({ handoff }: DriftReport): string {
  return `${handoff.at.slice(0, 16).replace('T', ' ')}Z`;
}

const BEGIN = '## Drift';
const END = '<!-- end of drift -->';

/**
 * Adds a section with the drift since the handoff was written, replacing an earlier one, to the end of the document.
 * The rest stays byte for byte. Adds nothing if nothing drifted.
 *
 * @param at when the disk was read (ISO 8601)
 */
export function withDriftSection(text: string, report: DriftReport, at: string): string {
  const before = withoutDriftSection(text);
  if (report.isUnchanged) return before;
  const lines = driftLines(report).map(({ drift, words }) => `- *${drift}*: ${markdown(words)}`);
  const uncommitted = report.uncommitted
    .slice(0, FILES_SHOWN * 5)
    .map(code)
    .join(', ');
  const rest = uncommitted === '' ? [] : [`- Uncommitted now: ${uncommitted}`];
  const seen = `The disk at ${at.slice(0, 16)}Z, compared with this handoff:`;
  const gap = before === '' ? '' : '\n';
  return `${before}${gap}${[BEGIN, seen, ...lines, ...rest, END].join('\n')}\n`;
}

function withoutDriftSection(text: string): string {
  const begin = text.lastIndexOf(`\n${BEGIN}\n`);
  const end = text.indexOf(`${END}\n`, begin);
  if (begin < 0 || end < 0) return text;
  return text.slice(0, begin) + text.slice(end + END.length + 1);
}

/** Escapes the parameters, which aren't Markdown. */
function markdown({ template, parameters }: Phrase): string {
  const escaped = Object.entries(parameters).map(([name, value]) => [name, inline(String(value))] as const);
  return formatMessage(template, Object.fromEntries(escaped));
}

function branchWords({ branch, head }: DriftReport): Phrase {
  const name = (value: string | null, fallback: string): string => value ?? fallback;
  const absent = head === 'detached' ? DRIFT_WORDS.detached : DRIFT_WORDS['no-branch'];
  return phrase('branch-differs', {
    was: name(branch.was, DRIFT_WORDS['no-branch']),
    now: name(branch.now, absent),
  });
}

function commitWords({ commits, head }: DriftReport): Phrase {
  const { ahead, behind, newest } = commits;
  const was = short(commits.was ?? '');
  if (commits.drift === 'gone') {
    const word = head === 'none' ? 'commit-no-git' : head === 'unborn' ? 'commit-unborn' : 'commit-gone';
    return phrase(word, { was });
  }
  const [first] = newest;
  const shown = first === undefined ? '' : `${first.hash} ${first.subject}`;
  const count = ahead ?? 0;
  if (count === 0) return phrase('commit-rewound', { behind: behind ?? 0, was });
  if ((behind ?? 0) > 0) return phrase('commit-diverged', { count, newest: shown, behind: behind ?? 0 });
  return count === 1
    ? phrase('commit-one', { newest: shown })
    : phrase('commit-many', { count, newest: shown });
}

function recordWords({ count, latest }: DriftReport['records']): Phrase {
  const word = count === 1 ? 'record-one' : 'record-many';
  return phrase(word, { count, latest: latest ?? '' });
}

function fileWords({ file, was, phase, isEvidence }: DriftReport['files'][number]): Phrase {
  if (was === null) return phrase('file-appeared', { file });
  return isEvidence ? phrase('file-evidence', { file, phase }) : phrase('file', { file });
}

function evidenceWords({ drift, step, command, exitCode, commit, files }: DriftReport['evidence'][number]) {
  if (drift === 'gone') return phrase('check-gone', { step, command, commit: short(commit ?? '') });
  const more = files.length - FILES_SHOWN;
  const shown = files.slice(0, FILES_SHOWN).join(', ') + (more > 0 ? ` +${more}` : '');
  return phrase('check-changed', { step, command, exit: exitCode ?? '?', files: shown });
}

function line(drift: Drift, words: Phrase, file: string | null = null): DriftLine {
  return { drift, words, file };
}

function phrase(word: DriftWord, parameters: MessageParameters = {}): Phrase {
  return { template: DRIFT_WORDS[word], parameters };
}

function short(commit: string): string {
  return commit.slice(0, HASH_SHOWN);
}
