/**
 * Infers a project's step from commits, stashes, and files alone, if no state is left: which documents were written,
 * which messages name a phase, whether tests or code changed last. Pure.
 */

import type { Phrase } from '../meter/meter-words.ts';
import { PHASES, STEP_IDS, parsePhase, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { recoveryPhrase } from './recovery-words.ts';
import type { RecoveryWord } from './recovery-words.ts';

/** A unit of work: a commit, a stash, or the uncommitted changes. Lists have the oldest first. */
export interface WorkItem {
  readonly kind: 'commit' | 'stash' | 'uncommitted';
  /** Short hash or `stash@{0}`; empty for uncommitted changes. */
  readonly name: string;
  readonly subject: string;
  readonly at: string;
  /** Paths that it changed, relative to the workspace folder. */
  readonly files: readonly string[];
}

export interface InferredStep {
  readonly step: StepId;
  readonly reasons: readonly Phrase[];
  /** Documents and code, with their phases. */
  readonly files: readonly { readonly phase: number; readonly file: string }[];
  /** Id of the folder that contains the documents (`docs/{id}/…`); null if they are in `docs/`. */
  readonly id: string | null;
  /** When the newest of it was done (ISO 8601). */
  readonly at: string;
}

const TEST_FOLDER = /(^|\/)(tests?|__tests__|specs?|e2e)\//i;
const TEST_NAME = /[._-](test|spec)s?\.\w+$|(^|\/)test_[^/]+$/i;
const DOCUMENT = /\.(md|mdx|txt|rst|adoc)$/i;
const SOURCE =
  /\.(c|cc|cpp|cs|css|dart|ex|exs|go|h|hpp|html|java|jsx?|kt|lua|m|mjs|cjs|php|py|rb|rs|scala|scss|sh|sql|svelte|swift|tsx?|vue)$/i;
const CONFIGURATION = /(^|\/)[^/]*\.config\.\w+$|(^|\/)\.[^/]+$/;

/** What a message reveals about the step; the first match counts. */
const MESSAGES: readonly (readonly [RegExp, StepId])[] = [
  [/\bREFACTOR\b|^refactor\b/, '5c'],
  [/\bGREEN\b/, '5b'],
  [/\bRED\b|\bfailing tests?\b/, '5a'],
];

const FILES_SHOWN = 3;
/** Maximum number of code paths taken as deliverables. */
const MAX_FILES = 40;

interface Sign {
  readonly step: StepId;
  readonly reason: Phrase;
}

/**
 * Infers the step.
 *
 * @returns undefined if nothing indicates a workflow
 */
export function inferStep(items: readonly WorkItem[]): InferredStep | undefined {
  const work = sinceBegun(items);
  const documents = documentsOf(work);
  const signs = signsOf(work);
  const furthest = furthestOf([...signs, ...documents.signs]);
  if (furthest === undefined) return undefined;
  const { step } = furthest;
  const own = signs.filter((sign) => sign.step === step).slice(-FILES_SHOWN);
  const earlier = signs.filter((sign) => sign.step !== step && sign.step.startsWith('5')).slice(-1);
  return {
    step,
    reasons: [
      ...documents.summary,
      ...earlier.map(({ reason }) => reason),
      ...own.map(({ reason }) => reason),
      recoveryPhrase('history-unknown'),
    ],
    files: [...documents.files, ...codeOf(work)],
    id: documents.id,
    at: work.at(-1)?.at ?? '',
  };
}

/** The work since the first document or the first message that names a phase; all of it if there is none. */
function sinceBegun(items: readonly WorkItem[]): readonly WorkItem[] {
  const first = items.findIndex(
    ({ files, subject }) =>
      files.some((file) => documentOf(file) !== undefined) || named(subject) !== undefined,
  );
  return first < 0 ? items : items.slice(first);
}

interface Documents {
  readonly signs: readonly Sign[];
  readonly summary: readonly Phrase[];
  readonly files: readonly { readonly phase: number; readonly file: string }[];
  readonly id: string | null;
}

function documentsOf(work: readonly WorkItem[]): Documents {
  const found = new Map<string, { readonly phase: number; readonly id: string | null }>();
  for (const file of work.flatMap(({ files }) => files)) {
    const document = documentOf(file);
    if (document !== undefined) found.set(file, document);
  }
  const entries = [...found].sort(([, one], [, other]) => one.phase - other.phase);
  const phases = [...new Set(entries.map(([, { phase }]) => phase))];
  const names = entries.map(([file]) => file).join(', ');
  const reason = recoveryPhrase('history-documents', { phases: phases.join(', '), files: names });
  const last = phases.at(-1);
  return {
    signs: last === undefined ? [] : [{ step: String(last) as StepId, reason }],
    summary: last === undefined ? [] : [reason],
    files: entries.map(([file, { phase }]) => ({ phase, file })),
    id: entries.map(([, { id }]) => id).find((id) => id !== null) ?? null,
  };
}

/** `docs/test-plan.md`, `docs/auth/test-plan.md`. */
function documentOf(file: string): { readonly phase: number; readonly id: string | null } | undefined {
  const match = /^docs\/(?:([^/]+)\/)?([^/]+\.md)$/.exec(file);
  const phase = PHASES.find(({ suggested }) => suggested === `docs/${match?.[2] ?? ''}`);
  return match === null || phase === undefined ? undefined : { phase: phase.num, id: match[1] ?? null };
}

function signsOf(work: readonly WorkItem[]): readonly Sign[] {
  const signs: Sign[] = [];
  let hasTests = false;
  for (const item of work) {
    const sign = signOf(item, hasTests);
    hasTests ||= item.files.some((file) => isTest(file));
    if (sign !== undefined) signs.push(sign);
  }
  return signs;
}

/** What an item indicates: its message if that names a phase, otherwise what it changed. */
function signOf(item: WorkItem, hasTests: boolean): Sign | undefined {
  const step = named(item.subject);
  const label = item.kind === 'uncommitted' ? item : { ...item, subject: `'${item.subject.slice(0, 72)}'` };
  const { name: commit, subject } = label;
  if (step !== undefined && item.kind === 'commit') {
    return { step, reason: recoveryPhrase('history-message', { commit, subject, step }) };
  }
  const tests = item.files.filter((file) => isTest(file));
  const sources = item.files.filter(isSource);
  if (sources.length > 0) {
    const isRefactoring = /^refactor\b/i.test(item.subject) && hasTests;
    const isAfter = hasTests || tests.length > 0;
    const word = isRefactoring ? 'history-refactor' : isAfter ? 'history-sources' : 'history-sources-only';
    return { step: isRefactoring ? '5c' : '5b', reason: changed(item, word, sources) };
  }
  return tests.length === 0 ? undefined : { step: '5a', reason: changed(item, 'history-tests', tests) };
}

function changed(item: WorkItem, word: RecoveryWord, files: readonly string[]): Phrase {
  const more = files.length - FILES_SHOWN;
  const shown = files.slice(0, FILES_SHOWN).join(', ') + (more > 0 ? ` +${more}` : '');
  if (item.kind === 'uncommitted') return recoveryPhrase('history-uncommitted', { files: shown });
  const subject = `'${item.subject.slice(0, 72)}'`;
  if (item.kind === 'commit') return recoveryPhrase(word, { commit: item.name, subject, files: shown });
  const stashed = `${item.name} ${subject}`;
  switch (word) {
    case 'history-tests':
      return recoveryPhrase('history-stash-tests', { stash: stashed, files: shown });
    case 'history-sources-only':
      return recoveryPhrase('history-stash-sources-only', { stash: stashed, files: shown });
    default:
      return recoveryPhrase('history-stash-sources', { stash: stashed, files: shown });
  }
}

/** The step named in a message: `Phase 5b: …`, `5b GREEN`; if it says that a phase is done, the next one. */
function named(subject: string): StepId | undefined {
  const phase = /\bphase[ _-]?([1-9][abc]?)\b/i.exec(subject)?.[1] ?? /\b(5[abc])\b/.exec(subject)?.[1];
  const steps = phase === undefined ? undefined : parsePhase(phase);
  const [step] = steps ?? [];
  if (step === undefined) return MESSAGES.find(([pattern]) => pattern.test(subject))?.[1];
  const last = steps?.at(-1) ?? step;
  const isDone = /\b(approved?|done|completed?|finished|closed?)\b/i.test(subject);
  return isDone ? (STEP_IDS[stepIndex(last) + 1] ?? last) : step;
}

function furthestOf(signs: readonly Sign[]): Sign | undefined {
  return signs.reduce<Sign | undefined>(
    (furthest, sign) =>
      furthest === undefined || stepIndex(sign.step) > stepIndex(furthest.step) ? sign : furthest,
    undefined,
  );
}

function codeOf(work: readonly WorkItem[]): InferredStep['files'] {
  const files = work.flatMap((item) => item.files.filter((file) => isTest(file) || isSource(file)));
  return [...new Set(files)].slice(0, MAX_FILES).map((file) => ({ phase: 5, file }));
}

function isTest(file: string): boolean {
  return !DOCUMENT.test(file) && (TEST_FOLDER.test(file) || TEST_NAME.test(file));
}

function isSource(file: string): boolean {
  return SOURCE.test(file) && !isTest(file) && !CONFIGURATION.test(file);
}
