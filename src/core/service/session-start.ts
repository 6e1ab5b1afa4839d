/**
 * Starts a workflow from a session: what its transcript tells is offered line by line, and only the lines that a person
 * keeps are taken over.
 */

import type { AgentTodo, SessionActivity } from '../activity/activity.ts';
import { taskOf } from '../handoff/observed.ts';
import { hasMarker } from '../redaction/finding.ts';
import { redactText } from '../redaction/redact-state.ts';
import { clip, oneLine } from '../text/foreign-text.ts';
import type { ObservedWork } from '../activity/observed-work.ts';
import type { Actor } from '../workflow/events.ts';
import type { WorkflowIntent } from '../workflow/intents.ts';
import { LONGEST } from '../workflow/limits.ts';
import { PHASES, phaseOfStep } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { stepsLeft } from '../workflow/presets.ts';
import type { PresetName } from '../workflow/presets.ts';
import type { NextStepStatus } from '../workflow/state.ts';
import { lastRuns, recordObserved } from './observe-checks.ts';
import type { TimedRun } from './observe-checks.ts';
import type { Outcome, WorkflowService } from './workflow-service.ts';

/** What a session offers to a new workflow, without secrets. */
export interface SessionOffer {
  readonly session: string | null;
  /** Null if nothing says what the session is about. */
  readonly task: string | null;
  /** Relative to the folder. */
  readonly files: readonly string[];
  /** The last run of each of the project's checks. */
  readonly checks: readonly TimedRun[];
  readonly todos: readonly AgentTodo[];
}

/** A line of the list that a person sees before anything is written. */
export type StartLine =
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'step'; readonly step: StepId }
  | { readonly kind: 'file'; readonly file: string; readonly phase: string }
  | { readonly kind: 'check'; readonly check: TimedRun; readonly step: StepId }
  | { readonly kind: 'todo'; readonly text: string; readonly status: NextStepStatus };

/**
 * Reduces a session to what a workflow can take over.
 *
 * @param work its files that exist, and its open to-dos
 */
export async function sessionOffer(
  { ports: { workspace, redactor } }: WorkflowService,
  activity: SessionActivity,
  work: ObservedWork,
): Promise<SessionOffer> {
  const [reader, place] = await Promise.all([workspace.checks(), workspace.place()]);
  const safe = async (text: string): Promise<string | null> => {
    const shown = await redactText(redactor, text);
    // An intent with a marker is refused.
    return hasMarker(shown) ? null : shown;
  };
  const task = taskOf(activity);
  const todos = await Promise.all(work.todos.map(async (todo) => ({ ...todo, text: await safe(todo.text) })));
  return {
    session: activity.sessionId,
    task: task === null ? null : await safe(oneLine(task)),
    files: work.files.map(({ path }) => path),
    checks: lastRuns(activity.commands, reader, place),
    todos: todos.flatMap(({ text, status }) => (text === null ? [] : [{ text, status }])),
  };
}

/** Tests whether a session has something that a workflow can take over besides its task. */
export function hasOffer({ files, checks, todos }: SessionOffer): boolean {
  return files.length + checks.length + todos.length > 0;
}

/** Returns the lines to choose from, for the steps that a preset leaves. @param branch the current one */
export function startLines(
  offer: SessionOffer,
  branch: string | null,
  preset: PresetName,
): readonly StartLine[] {
  const left = stepsLeft(preset);
  const files = offer.files.map(
    (file) => ({ kind: 'file', file, phase: String(phaseOfFile(file, left)) }) as const,
  );
  const checks = offer.checks.flatMap((check) => {
    const step = stepOfCheck(check, left);
    return step === null ? [] : [{ kind: 'check', check, step } as const];
  });
  // The code is there: the phases before it may be done, which only a person can say.
  const isCoded = files.some(({ phase }) => phase === '5') && left.includes('5b');
  return [
    ...(branch === null ? [] : [{ kind: 'branch', branch } as const]),
    ...(isCoded ? [{ kind: 'step', step: '5b' } as const] : []),
    ...files,
    ...checks,
    ...offer.todos.map(({ text, status }) => ({ kind: 'todo', text, status: STATUSES[status] }) as const),
  ];
}

const STATUSES: Readonly<Record<AgentTodo['status'], NextStepStatus>> = {
  pending: 'open',
  in_progress: 'in_flight',
  blocked: 'blocked',
  completed: 'done',
  cancelled: 'deferred',
};

/** A document that a phase suggests is that phase's; other texts are documentation, everything else is code. */
function phaseOfFile(file: string, left: readonly StepId[]): number {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const suggests = PHASES.find(({ suggested }) => suggested?.endsWith(`/${name}`));
  const num = suggests?.num ?? (/\.(?:md|mdx|rst|adoc)$/i.test(name) ? 8 : 5);
  const phases = left.map(phaseOfStep);
  return phases.includes(num) ? num : (phases.find((phase) => phase === 5) ?? phases[0] ?? num);
}

/** A failing check is evidence for RED, any other for GREEN. */
function stepOfCheck({ run }: TimedRun, left: readonly StepId[]): StepId | null {
  const wanted: readonly StepId[] = run.result === 'fail' ? ['5a', '5b'] : ['5b'];
  return wanted.find((step) => left.includes(step)) ?? null;
}

/** What a person decided. */
export interface SessionStart {
  readonly id: string;
  readonly name: string;
  /** Null to derive it from the name. */
  readonly task: string | null;
  readonly preset: PresetName;
  readonly session: string | null;
  readonly lines: readonly StartLine[];
}

/**
 * Starts a workflow with the kept lines. A line that is refused, such as a file that was removed meanwhile, doesn't
 * stop the others; checks are recorded as observed.
 *
 * @throws NinefoldError as `WorkflowService.start`
 */
export async function startFromSession(
  service: WorkflowService,
  actor: Actor,
  { id, name, task, preset, session, lines }: SessionStart,
): Promise<Outcome> {
  const branch = lines.find((line) => line.kind === 'branch')?.branch ?? null;
  const started = await service.start(
    { kind: 'start', id, name, preset, branch, ...(task === null ? {} : { task: clip(task, LONGEST.task) }) },
    actor,
  );
  for (const line of lines) {
    if (line.kind === 'check') await recordLine(service, id, line, session);
  }
  const intents = lines.flatMap(intentsOf);
  for (;;) {
    const outcome = await service.executeAll(intents, actor, await service.state(id));
    if (outcome === undefined) continue;
    return { ...outcome, exportFailure: started.exportFailure ?? outcome.exportFailure };
  }
}

async function recordLine(
  service: WorkflowService,
  id: string,
  { check, step }: Extract<StartLine, { kind: 'check' }>,
  session: string | null,
): Promise<void> {
  const { command, run, at } = check;
  const isMixed = await service.ports.workspace.hasChangedSince(at);
  await recordObserved(service, { id, current: step }, { command, run, session, isMixed });
}

function intentsOf(line: StartLine): readonly WorkflowIntent[] {
  switch (line.kind) {
    case 'branch':
    case 'check':
      return [];
    case 'step':
      return [{ kind: 'setPhase', phase: line.step }];
    case 'file':
      return [{ kind: 'addDeliverable', file: line.file, phase: line.phase }];
    case 'todo':
      return [{ kind: 'addNextStep', text: line.text, status: line.status }];
  }
}
