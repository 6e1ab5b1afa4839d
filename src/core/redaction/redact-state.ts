/**
 * Makes a state, a project, and git output safe to show: removes secrets from what people wrote. Ids, keys, paths,
 * hashes, commits, and times stay, whatever they look like.
 */

import type { DriftReport } from '../handoff/drift.ts';
import type { ProjectFacts, RedactorPort } from '../service/ports.ts';
import { slugOf } from '../workflow/names.ts';
import type { Pattern, Question, WorkflowState } from '../workflow/state.ts';

export type Redactor = Pick<RedactorPort, 'redact'>;

export async function redactText(redactor: Redactor, text: string): Promise<string> {
  return (await redactor.redact(text)).text;
}

/** Redacts the texts under some keys of a list's entries. */
export async function redactRows<Key extends string, Row extends Readonly<Partial<Record<Key, unknown>>>>(
  redactor: Redactor,
  rows: readonly Row[],
  keys: readonly Key[],
): Promise<readonly Row[]> {
  return Promise.all(
    rows.map(async (row) => {
      const fields = keys.map(async (key) => {
        const value = row[key];
        return [key, typeof value === 'string' ? await redactText(redactor, value) : value] as const;
      });
      return { ...row, ...Object.fromEntries(await Promise.all(fields)) };
    }),
  );
}

export async function redactState(redactor: Redactor, state: WorkflowState): Promise<WorkflowState> {
  const text = (given: string): Promise<string> => redactText(redactor, given);
  const name = await text(state.name);
  const steps = await redactRows(redactor, Object.values(state.steps), ['reason']);
  return {
    ...state,
    name,
    // The slug would still contain it in lower case.
    feature: name === state.name ? await text(state.feature) : slugOf(name) || slugOf(state.id),
    task: await text(state.task),
    branch: state.branch === null ? null : await text(state.branch),
    agents: await Promise.all(state.agents.map(text)),
    ...(state.stack === undefined ? {} : { stack: await Promise.all(state.stack.map(text)) }),
    steps: Object.fromEntries(
      Object.keys(state.steps).map((step, index) => [step, steps[index]]),
    ) as WorkflowState['steps'],
    decisions: await redactRows(redactor, state.decisions, ['choice', 'reason']),
    nextSteps: await redactRows(redactor, state.nextSteps, ['text']),
    checks: await redactRows(redactor, state.checks, ['command']),
    patterns: await shownPatterns(redactor, state.patterns),
    constraints: await redactRows(redactor, state.constraints, ['text']),
    attempts: await redactRows(redactor, state.attempts, ['text', 'because']),
    taskMerges: await redactRows(redactor, state.taskMerges, ['title']),
    ...(state.questions === undefined ? {} : { questions: await shownQuestions(redactor, state.questions) }),
  };
}

function shownQuestions(redactor: Redactor, questions: readonly Question[]): Promise<readonly Question[]> {
  return Promise.all(
    questions.map(async ({ subject, sides }) => ({
      subject,
      sides: await redactRows(redactor, sides, ['said', 'reason']),
    })),
  );
}

function shownPatterns(redactor: Redactor, patterns: readonly Pattern[]): Promise<readonly Pattern[]> {
  return redactRows(redactor, patterns, ['convention', 'example']);
}

export async function redactProject(redactor: Redactor, project: ProjectFacts): Promise<ProjectFacts> {
  return {
    ...project,
    name: await redactText(redactor, project.name),
    patterns: await shownPatterns(redactor, project.patterns),
  };
}

/** Redacts what others wrote in it: commit subjects and check commands. */
export async function redactDrift(redactor: Redactor, drift: DriftReport): Promise<DriftReport> {
  const { commits, evidence } = drift;
  const newest = await redactRows(redactor, commits.newest, ['subject']);
  return {
    ...drift,
    commits: { ...commits, newest },
    evidence: await redactRows(redactor, evidence, ['command']),
  };
}

/** Keys whose values no one writes freely. */
const NAMES: ReadonlySet<string> = new Set(
  'id workflow file files path paths commit base hash merge session sessionId agent at since template source setAside handoff prompt taskFile outputs declared createdAt updatedAt startedAt endedAt'.split(
    ' ',
  ),
);

/** Tests whether a text under this key is an id, a path, a hash, or a time. */
export function isNameKey(key: string): boolean {
  return NAMES.has(key);
}

/** Redacts any JSON value, such as an event's data: every text except ids, paths, hashes, and times. */
export async function redactValue(redactor: Redactor, value: unknown): Promise<unknown> {
  if (typeof value === 'string') return redactText(redactor, value);
  if (Array.isArray(value)) return Promise.all(value.map((one) => redactValue(redactor, one)));
  if (typeof value !== 'object' || value === null) return value;
  const fields: readonly (readonly [string, unknown])[] = Object.entries(value);
  const shown = fields.map(
    async ([key, one]) => [key, isNameKey(key) ? one : await redactValue(redactor, one)] as const,
  );
  return Object.fromEntries(await Promise.all(shown));
}
