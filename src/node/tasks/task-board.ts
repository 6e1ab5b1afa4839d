/** Reads the agent tasks of folders for a view. Writes nothing. */

import type { NinefoldError } from '../../core/errors.ts';
import type { AgentTaskService } from '../../core/service/agent-task-service.ts';
import type { TaskView } from '../../core/service/task-view.ts';
import type { TaskFacts, TaskRow } from '../../core/view/task-rows.ts';
import { taskRows } from '../../core/view/task-rows.ts';
import type { MeterEnvironment } from '../meter/environment.ts';
import { readLiveReading } from '../meter/read-transcript.ts';
import type { ReadingRules } from '../meter/read-transcript.ts';

export interface TaskFolder {
  /** Key of the folder in the window. */
  readonly key: string;
  readonly name: string;
  readonly tasks: AgentTaskService;
  readonly rules: ReadingRules;
}

interface TasksRead {
  readonly rows: readonly TaskRow[];
  /** An agent is at work: the rows change by themselves. */
  readonly isRunning: boolean;
  /** Tasks that can't be read. */
  readonly failures: readonly NinefoldError[];
}

/** @param now milliseconds since the epoch */
export async function readTasks(
  folders: readonly TaskFolder[],
  environment: MeterEnvironment,
  now: number,
): Promise<TasksRead> {
  const read = await Promise.all(
    folders.map(async (folder) => {
      const { tasks, failures } = await folder.tasks.list();
      const facts = await Promise.all(tasks.map((task) => factsOf(folder, task, environment, now)));
      return { key: folder.key, name: folder.name, tasks: facts, failures };
    }),
  );
  return {
    rows: taskRows(read),
    isRunning: read.some(({ tasks }) => tasks.some(({ task }) => task.state === 'running')),
    failures: read.flatMap(({ failures }) => failures),
  };
}

async function factsOf(
  { tasks, rules }: TaskFolder,
  task: TaskView,
  environment: MeterEnvironment,
  now: number,
): Promise<TaskFacts> {
  const { state, place, folder } = task;
  const files = state === 'running' || task.outputs.length === 0 ? null : await tasks.diff(task.id);
  // In the workspace folder its agent's session can't be told from a person's.
  const isMetered = place === 'worktree' && folder !== null && task.startedAt !== null;
  const tokens = isMetered ? await tokensIn(folder, environment, rules, now) : null;
  return { task, files, tokens };
}

async function tokensIn(
  folder: string,
  environment: MeterEnvironment,
  rules: ReadingRules,
  now: number,
): Promise<number | null> {
  const { reading } = await readLiveReading({ folder, environment, rules, now });
  return reading?.tokens ?? null;
}
