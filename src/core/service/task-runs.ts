/** The run of a task's agent: its folder, start, end, and cancellation. */

import { NinefoldError } from '../errors.ts';
import { agentCommand, refuseWaiting } from '../tasks/agent-commands.ts';
import type { AgentCommand } from '../tasks/agent-commands.ts';
import type { TaskRecord, TaskRun } from '../tasks/task-record.ts';
import type { TaskServiceContext } from './task-service-context.ts';
import type { AgentAtWork, AgentEnd, StoredTask, TaskPorts } from './task-ports.ts';
import { MAX_TASK_MINUTES } from '../workflow/limits.ts';
import { isRunAlive, viewOf } from './task-view.ts';
import type { TaskView } from './task-view.ts';

export interface RunTask {
  /** Instead of the task's agent. */
  readonly agent?: string;
  /** Minutes; defaults to the rule's. */
  readonly timeLimit?: number;
  /** Deletes the output of an earlier run. */
  readonly isFresh?: boolean;
  /** Called with the command and its folder before anything is made. */
  readonly onCommand?: (command: readonly string[], folder: string) => void;
}

export interface StartedRun {
  readonly task: TaskView;
  /** Absolute path of the log, written while the agent runs. */
  readonly log: string;
  /** The task once its agent has ended and that is recorded. Never rejects for what the agent does. */
  readonly ended: Promise<TaskView>;
}

/**
 * Makes the place where a task's agent works.
 *
 * @returns its folder
 * @throws task-running, task-closed, task-worktree-failed
 */
export async function placeTask(service: TaskServiceContext, id: string): Promise<string> {
  const task = await service.ports.store.read(id);
  refuseClosed(task, service);
  await makePlace(service, task);
  return folderOf(service, task);
}

async function folderOf({ ports, workflows }: TaskServiceContext, { record }: StoredTask): Promise<string> {
  if (record.place === 'workspace') return workflows.ports.workspace.folder;
  const made = await ownWorktree(ports, record);
  return ports.worktrees.folderIn(made?.path ?? ports.worktrees.pathFor(record.id));
}

/** Returns the recorded worktree if the agent may work there. */
async function ownWorktree(
  { worktrees }: TaskPorts,
  { id, worktree }: TaskRecord,
): Promise<TaskRecord['worktree']> {
  return worktree !== null && (await worktrees.mayWorkIn(id, worktree.path)) ? worktree : null;
}

async function makePlace({ ports }: TaskServiceContext, { record }: StoredTask): Promise<void> {
  const { store, worktrees } = ports;
  const { id } = record;
  if (record.place === 'workspace') return;
  const made = await ownWorktree(ports, record);
  const path = made?.path ?? worktrees.pathFor(id);
  if (made !== null && made.gitFolder !== '' && (await worktrees.exists(path))) return;
  // Recorded before it is made, so that a discard finds it after a crash.
  await store.change(id, (before) => ({ ...before, worktree: { path, gitFolder: '' } }));
  await worktrees.remove(id, path);
  const gitFolder = await worktrees.make(path, record.base.commit ?? 'HEAD');
  await store.change(id, (before) => ({ ...before, worktree: { path, gitFolder } }));
}

/**
 * Starts a task's agent.
 *
 * @throws task-running, task-closed, task-command-waiting, task-agent-unknown, task-program-missing,
 *   task-limit-invalid, task-worktree-failed
 */
export async function startRun(
  service: TaskServiceContext,
  id: string,
  request: RunTask,
): Promise<StartedRun> {
  const { ports } = service;
  const found = await ports.store.read(id);
  refuseClosed(found, service);
  const { agent, command, timeLimit } = await commandOf(service, found, request);
  const folder = await folderOf(service, found);
  request.onCommand?.(command.shown, folder);
  // Claimed before anything is made: of two simultaneous runs, one succeeds.
  const claimed = await ports.store.change(id, (record) => {
    refuseClosed({ ...found, record }, service);
    return { ...record, agent, run: newRun(service, record, command.shown, folder, timeLimit) };
  });
  try {
    await makePlace(service, request.isFresh === true ? await clearPlace(service, claimed) : claimed);
  } catch (error) {
    await notStarted(service, id, codeOf(error));
    throw error;
  }
  const log = claimed.log ?? '';
  const { program, args, input } = command;
  const start = { agent, program, args, input, folder, log, variables: { NINEFOLD_TASK: id } };
  const atWork = await ports.runner.start(start);
  const { ended } =
    'failure' in atWork
      ? { ended: notStarted(service, id, atWork.failure) }
      : await watch(service, id, atWork, timeLimit);
  const view = viewing(service);
  return { task: await view(await ports.store.read(id)), log, ended: ended.then(view) };
}

/** @throws task-limit-invalid, task-command-waiting, task-agent-unknown, task-program-missing */
async function commandOf(
  { ports, workflows }: TaskServiceContext,
  task: StoredTask,
  request: RunTask,
): Promise<{ readonly agent: string; readonly command: AgentCommand; readonly timeLimit: number }> {
  const { workspace } = workflows.ports;
  const { rules, waiting } = await workspace.trustedRules();
  const timeLimit = request.timeLimit ?? rules.tasks.timeLimit;
  if (!(timeLimit > 0 && timeLimit <= MAX_TASK_MINUTES)) {
    throw new NinefoldError('task-limit-invalid', { value: timeLimit });
  }
  const agent = request.agent ?? (task.record.agent === '' ? rules.tasks.agent : task.record.agent);
  refuseWaiting(agent, waiting);
  const values = { prompt: await ports.store.text(task), task: task.taskFile, output: task.outputFolder };
  const command = agentCommand(agent, rules.taskCommands, values);
  if (!(await ports.runner.programExists(command.program, workspace.folder))) {
    throw new NinefoldError('task-program-missing', { program: command.program, agent });
  }
  return { agent, command, timeLimit };
}

/**
 * Cancels a run, whoever watches it.
 *
 * @throws task-not-running
 */
export async function cancelRun(service: TaskServiceContext, id: string): Promise<StoredTask> {
  const { store, runner } = service.ports;
  const task = await store.read(id);
  const { run } = task.record;
  if (run === null || !isRunAlive(task, service.ports)) {
    const { state } = await viewOf(task, service.ports, service.now());
    throw new NinefoldError('task-not-running', { id, state });
  }
  const marked = await store.change(id, (record) => changeRun(record, { isCancelled: true }));
  // The process that starts it sees the mark, and ends the agent as soon as it runs.
  const agent = marked.record.run?.process ?? null;
  if (agent === null) return marked;
  await runner.kill(agent);
  return endRun(service, id, { end: 'signal', exitCode: null, reason: null });
}

function viewing(service: TaskServiceContext): (task: StoredTask) => Promise<TaskView> {
  return (task) => viewOf(task, service.ports, service.now());
}

/** Records the agent's process, and later its end. */
async function watch(
  service: TaskServiceContext,
  id: string,
  agent: AgentAtWork,
  timeLimit: number,
): Promise<{ readonly ended: Promise<StoredTask> }> {
  const { store, runner } = service.ports;
  let isLate = false;
  const stop = runner.after(timeLimit, () => {
    isLate = true;
    void runner.kill(agent.process);
  });
  const recorded = await store
    .change(id, (record) => changeRun(record, { process: agent.process }))
    .catch(async (error: unknown) => {
      // Without a recorded process, no one could ever end it.
      stop();
      await runner.kill(agent.process);
      await notStarted(service, id, codeOf(error));
      throw error;
    });
  // Cancelled during the start, before the process was known.
  if (recorded.record.run?.isCancelled === true) await runner.kill(agent.process);
  const ended = agent.ended.then((end) => {
    stop();
    return endRun(service, id, end, isLate);
  });
  return { ended };
}

function codeOf(error: unknown): string {
  return NinefoldError.is(error) ? error.code : 'error';
}

function notStarted(service: TaskServiceContext, id: string, failure: string): Promise<StoredTask> {
  return service.ports.store.change(id, (record) =>
    changeRun(record, { end: 'not-started', reason: failure, endedAt: service.now() }),
  );
}

/** The first to see the end records it. */
function endRun(
  service: TaskServiceContext,
  id: string,
  ended: AgentEnd,
  isLate = false,
): Promise<StoredTask> {
  const endedAt = service.now();
  return service.ports.store.change(id, (record) => {
    if (record.run?.end !== null) return record;
    const end = record.run.isCancelled ? 'cancelled' : isLate ? 'timeout' : ended.end;
    return changeRun(record, { ...ended, end, endedAt });
  });
}

function changeRun(record: TaskRecord, change: Partial<TaskRun>): TaskRecord {
  return record.run === null ? record : { ...record, run: { ...record.run, ...change } };
}

function newRun(
  service: TaskServiceContext,
  record: TaskRecord,
  command: readonly string[],
  folder: string,
  timeLimit: number,
): TaskRun {
  return {
    number: (record.run?.number ?? 0) + 1,
    command: [...command],
    folder,
    startedAt: service.now(),
    timeLimit,
    runner: service.ports.runner.self,
    process: null,
    isCancelled: false,
    endedAt: null,
    end: null,
    exitCode: null,
    reason: null,
  };
}

async function clearPlace(service: TaskServiceContext, task: StoredTask): Promise<StoredTask> {
  await service.removeWorktree(task);
  if (task.record.place === 'workspace') await service.ports.store.clear(task, true);
  return service.ports.store.change(task.record.id, (record) => ({
    ...record,
    worktree: null,
    rejected: {},
    marked: {},
  }));
}

/** @throws task-running, task-closed */
function refuseClosed(task: StoredTask, service: TaskServiceContext): void {
  const { id, discardedAt, mergedAt } = task.record;
  if (discardedAt !== null) throw new NinefoldError('task-closed', { id, state: 'discarded' });
  if (mergedAt !== null) throw new NinefoldError('task-closed', { id, state: 'merged' });
  if (isRunAlive(task, service.ports)) throw new NinefoldError('task-running', { id });
}
