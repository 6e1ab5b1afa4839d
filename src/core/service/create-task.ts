/** Creates a task: its text from a template and the workflow, and a record of the initial files. */

import { NinefoldError } from '../errors.ts';
import { asFields } from '../json-fields.ts';
import { hasMarker } from '../redaction/finding.ts';
import { redactText } from '../redaction/redact-state.ts';
import { agentCommand, refuseWaiting } from '../tasks/agent-commands.ts';
import { declaredPath, isDeclared } from '../tasks/task-paths.ts';
import { TASK_PLACES } from '../tasks/task-places.ts';
import type { TaskPlace } from '../tasks/task-places.ts';
import { NOT_BEGUN, TASK_SCHEMA } from '../tasks/task-record.ts';
import type { TaskRecord } from '../tasks/task-record.ts';
import {
  TASK_TEMPLATES,
  TASK_TEMPLATE_TEXTS,
  isTaskTemplate,
  renderTask,
  suggestedOutput,
  taskBody,
} from '../tasks/task-templates.ts';
import type { TaskTemplate } from '../tasks/task-templates.ts';
import type { Actor } from '../workflow/events.ts';
import { LONGEST } from '../workflow/limits.ts';
import { checkLine, slugOf } from '../workflow/names.ts';
import { workspacePath } from '../workflow/paths.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { isRecent } from '../workflow/repeats.ts';
import { stepsNamed } from '../workflow/steps.ts';
import type { TaskServiceContext } from './task-service-context.ts';
import type { StoredTask } from './task-ports.ts';

const TASK_ID = new RegExp(`^[a-z0-9][a-z0-9-]{0,${LONGEST.taskId - 1}}$`);

export interface CreateTask {
  readonly template: string;
  /** Defaults to one made from the template's name. */
  readonly id?: string;
  readonly title?: string;
  /** What to do, instead of the workflow's task; any text. */
  readonly task?: string;
  /** Paths that it may write, `dir/` for a whole folder; defaults to the template's. */
  readonly outputs?: readonly string[];
  /** Files that it should read; defaults to the workflow's deliverables. */
  readonly files?: readonly string[];
  /** Phase that its outputs belong to. */
  readonly phase?: string;
  readonly agent?: string;
  readonly place?: string;
  /** Defaults to the active workflow. */
  readonly workflow?: string;
}

interface NewTask {
  readonly task: StoredTask;
  readonly uncommitted: readonly string[];
}

export async function createTask(
  service: TaskServiceContext,
  request: CreateTask,
  actor: Actor,
): Promise<NewTask> {
  const { workflows } = service;
  const { workspace } = workflows.ports;
  const { template } = request;
  if (!isTaskTemplate(template)) {
    throw new NinefoldError('task-template-unknown', { template, templates: TASK_TEMPLATES.join(', ') });
  }
  const marked = [request.title, request.task].find((text) => text !== undefined && hasMarker(text));
  if (marked !== undefined) throw new NinefoldError('text-redacted', { field: 'the task' });
  const state = await workflows.state(request.workflow);
  const outputs = await outputsOf(service, request, template, state);
  const files = await filesOf(service, request, state);
  const bases = await basesOf(service, outputs);
  const gathered: Gathered = { template, state, outputs, files, bases, actor, refused: new Set() };
  const made = await madeBefore(service, request, gathered);
  for (;;) {
    try {
      const task = made ?? (await store(service, request, gathered));
      const { uncommitted } = task.record.place === 'worktree' ? await workspace.git() : { uncommitted: [] };
      const concerns = (path: string): boolean => files.includes(path) || isDeclared(path, outputs);
      return { task, uncommitted: uncommitted.filter(concerns) };
    } catch (error) {
      // Another window took the number, or a killed process left a folder behind.
      if (request.id !== undefined || !NinefoldError.is(error, 'task-exists')) throw error;
      gathered.refused.add(String(error.parameters.id));
    }
  }
}

/** Returns the task that an agent requests again because the answer got lost: identical, and made a moment ago. */
async function madeBefore(
  service: TaskServiceContext,
  request: CreateTask,
  gathered: Gathered,
): Promise<StoredTask | undefined> {
  if (gathered.actor.kind !== 'agent' || request.id !== undefined) return undefined;
  const { store: tasks } = service.ports;
  const wanted = await recordOf(service, request, gathered);
  for (const task of (await tasks.list()).tasks) {
    const { id, createdAt, base, ...rest } = task.record;
    const isSame = isDeepEqual({ ...wanted, id, createdAt, base }, { id, createdAt, base, ...rest });
    if (!isSame || !isRecent(createdAt, service.now())) continue;
    if ((await tasks.text(task)) === (await textOf(service, request, gathered, task.record))) return task;
  }
  return undefined;
}

async function store(
  service: TaskServiceContext,
  request: CreateTask,
  gathered: Gathered,
): Promise<StoredTask> {
  const { ports } = service;
  const { bases } = gathered;
  const record = await recordOf(service, request, gathered);
  const text = await textOf(service, request, gathered, record);
  return ports.store.create(record, text, record.place === 'worktree' ? new Map() : withBytes(bases));
}

async function textOf(
  { workflows }: TaskServiceContext,
  request: CreateTask,
  { template, state }: Gathered,
  record: TaskRecord,
): Promise<string> {
  const outputFolder = workflows.ports.exports.pathForReaders(`state/agents/${record.id}/output`);
  const shown = await workflows.redacted(state);
  const task = await redactText(workflows.ports.redactor, taskBody(template, shown, request.task));
  const steps = request.phase === undefined ? [state.current] : stepsNamed(request.phase);
  return renderTask({ ...record, feature: shown.name, steps, task, outputFolder });
}

/** Compares JSON values, ignoring the order of keys. */
function isDeepEqual(one: unknown, other: unknown): boolean {
  const [left, right] = [one, other].map(sortedText);
  return left === right;
}

function sortedText(value: unknown): string {
  const fields = asFields(value);
  if (fields === null) return JSON.stringify(value);
  const entries = Object.entries(fields).filter(([, field]) => field !== undefined);
  return entries
    .map(([key, field]) => `${key}:${sortedText(field)}`)
    .toSorted()
    .join(',');
}

interface Gathered {
  readonly template: TaskTemplate;
  readonly state: WorkflowState;
  readonly outputs: readonly string[];
  readonly files: readonly string[];
  readonly bases: ReadonlyMap<string, Uint8Array | null>;
  readonly actor: Actor;
  /** Ids found to be taken, whether or not they are listed. */
  readonly refused: Set<string>;
}

/** @throws task-command-waiting, task-agent-unknown, task-place-unknown, task-commit-missing, task-id-invalid, text-invalid, phase-unknown */
async function recordOf(
  service: TaskServiceContext,
  request: CreateTask,
  { template, state, outputs, files, bases, actor, refused }: Gathered,
): Promise<TaskRecord> {
  const { files: port } = service.ports;
  const { title, phase } = TASK_TEMPLATE_TEXTS[template];
  const { workspace } = service.workflows.ports;
  const [{ rules, waiting }, commit] = await Promise.all([workspace.trustedRules(), port.commit()]);
  const agent = request.agent ?? rules.tasks.agent;
  refuseWaiting(agent, waiting);
  agentCommand(agent, rules.taskCommands, { prompt: '', task: '', output: '' });
  const hashes = [...bases].map(([path, bytes]) => [path, bytes === null ? null : port.hash(bytes)] as const);
  return {
    schema: TASK_SCHEMA,
    id: await idOf(service, request.id, template, refused),
    title: await titleOf(service, request.title ?? title),
    template,
    workflow: state.id,
    phase: phaseOf(request.phase, phase),
    createdAt: service.now(),
    createdBy: actor.kind,
    agent,
    place: placeOf(request.place, rules.tasks.place, commit),
    outputs: [...outputs],
    files: [...files],
    base: { commit, hashes: Object.fromEntries(hashes) },
    source: null,
    ...NOT_BEGUN,
  };
}

async function titleOf({ workflows }: TaskServiceContext, title: string): Promise<string> {
  return redactText(workflows.ports.redactor, checkLine('the title', title, LONGEST.title));
}

/**
 * Refuses what any task in the usual place would be refused for.
 *
 * @throws task-commit-missing
 */
export async function checkUsualPlace({ workflows, ports }: TaskServiceContext): Promise<void> {
  const [rules, commit] = await Promise.all([workflows.ports.workspace.rules(), ports.files.commit()]);
  placeOf(undefined, rules.tasks.place, commit);
}

/** @throws task-place-unknown, task-commit-missing */
function placeOf(asked: string | undefined, usual: TaskPlace, commit: string | null): TaskPlace {
  const place = TASK_PLACES.find((known) => known === (asked ?? usual));
  if (place === undefined) {
    throw new NinefoldError('task-place-unknown', { place: asked ?? '', places: TASK_PLACES.join(', ') });
  }
  if (place === 'worktree' && commit === null) throw new NinefoldError('task-commit-missing');
  return place;
}

/** @throws task-outputs-missing, path-outside, path-invalid */
async function outputsOf(
  service: TaskServiceContext,
  request: CreateTask,
  template: TaskTemplate,
  state: WorkflowState,
): Promise<readonly string[]> {
  const { workspace } = service.workflows.ports;
  const asked = request.outputs ?? [];
  if (asked.length > 0) return [...new Set(asked.map((path) => declaredPath(path, workspace.folder)))];
  const suggested = suggestedOutput(template, state);
  if (suggested === null) throw new NinefoldError('task-outputs-missing');
  if (suggested.endsWith('/')) return [suggested];
  const isOurs = state.deliverables.some(({ file }) => file === suggested);
  const isThere = (await workspace.files([suggested]))[suggested]?.exists === true;
  // As for a suggested deliverable: an existing file that isn't this workflow's stays untouched.
  return [isThere && !isOurs ? suggested.replace(/^docs\//, `docs/${state.id}/`) : suggested];
}

async function filesOf(
  service: TaskServiceContext,
  request: CreateTask,
  state: WorkflowState,
): Promise<readonly string[]> {
  const { workspace } = service.workflows.ports;
  if (request.files !== undefined && request.files.length > 0) {
    return [...new Set(request.files.map((path) => workspacePath(path, workspace.folder)))];
  }
  const known = state.deliverables.map(({ file }) => file);
  const facts = await workspace.files(known);
  return known.filter((path) => facts[path]?.exists === true);
}

/** Current content of the declared files; a declared folder has none of its own. */
async function basesOf(
  { ports }: TaskServiceContext,
  outputs: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array | null>> {
  const bases = new Map<string, Uint8Array | null>();
  for (const path of outputs) {
    if (!path.endsWith('/')) bases.set(path, (await ports.files.ours(path)).bytes);
  }
  return bases;
}

function withBytes(bases: ReadonlyMap<string, Uint8Array | null>): ReadonlyMap<string, Uint8Array> {
  return new Map([...bases].flatMap(([path, bytes]) => (bytes === null ? [] : [[path, bytes] as const])));
}

/** @throws task-id-invalid */
async function idOf(
  { ports }: TaskServiceContext,
  asked: string | undefined,
  template: string,
  refused: ReadonlySet<string>,
): Promise<string> {
  if (asked !== undefined) {
    const isPlain = TASK_ID.test(asked) && !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(asked);
    if (!isPlain) throw new NinefoldError('task-id-invalid', { id: asked });
    return asked;
  }
  const { tasks, failures } = await ports.store.list();
  const taken = new Set([
    ...refused,
    ...tasks.map(({ record }) => record.id),
    ...failures.map(({ parameters }) => String(parameters.id)),
  ]);
  const base = template === 'empty' ? 'task' : slugOf(template);
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  return id;
}

/** @throws phase-unknown */
function phaseOf(asked: string | undefined, usual: number | null): number | null {
  if (asked === undefined) return usual;
  const [step] = stepsNamed(asked);
  return step === undefined ? usual : phaseOfStep(step);
}
