/** Reads the agent tasks of folders for a view. */

import { NinefoldError } from '../../core/errors.ts';
import type { AgentTaskService } from '../../core/service/agent-task-service.ts';
import type { TaskView } from '../../core/service/task-view.ts';
import type { TaskFacts } from '../../core/view/task-rows.ts';
import type { TaskRow } from '../../core/view/task-row.ts';
import { taskRows } from '../../core/view/task-rows.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { readLiveReading } from '../meter/read-transcript.ts';
import type { ReadingRules } from '../meter/live-reading.ts';

export interface TaskFolder {
  /** Key of the folder in the window. */
  readonly key: string;
  readonly name: string;
  readonly tasks: AgentTaskService;
  readonly rules: ReadingRules;
  /** Whether writing is allowed there. */
  readonly isTrusted: boolean;
}

interface TasksRead {
  readonly rows: readonly TaskRow[];
  /** An agent is running, so the rows keep changing. */
  readonly isRunning: boolean;
  /** Unreadable tasks, and merges that couldn't be recovered. */
  readonly failures: readonly NinefoldError[];
}

/**
 * Lists tasks. Before reading a folder's tasks for the first time, recovers merges that a killed process left
 * unfinished.
 */
export class TaskListReader {
  readonly #recovered = new WeakSet<AgentTaskService>();

  /** @param now milliseconds since the epoch */
  async read(folders: readonly TaskFolder[], environment: MeterEnvironment, now: number): Promise<TasksRead> {
    const read = await Promise.all(
      folders.map(async (folder) => {
        const unmended = await this.#recover(folder);
        const { tasks, failures } = await folder.tasks.list();
        const facts = await Promise.all(tasks.map((task) => factsOf(folder, task, environment, now)));
        return { key: folder.key, name: folder.name, tasks: facts, failures: [...unmended, ...failures] };
      }),
    );
    return {
      rows: taskRows(read),
      isRunning: read.some(({ tasks }) => tasks.some(({ task }) => task.state === 'running')),
      failures: read.flatMap(({ failures }) => failures),
    };
  }

  /** Once: a failure shows in its task's row, and the next merge retries it and reports why. */
  async #recover({ tasks, isTrusted }: TaskFolder): Promise<readonly NinefoldError[]> {
    if (!isTrusted || this.#recovered.has(tasks)) return [];
    this.#recovered.add(tasks);
    try {
      return await tasks.recover();
    } catch (error) {
      if (!NinefoldError.is(error)) throw error;
      return [error];
    }
  }
}

async function factsOf(
  { tasks, rules }: TaskFolder,
  task: TaskView,
  environment: MeterEnvironment,
  now: number,
): Promise<TaskFacts> {
  const { state, place, folder } = task;
  const files = state === 'running' || task.outputs.length === 0 ? null : await tasks.diff(task.id);
  // In the workspace folder, the agent's session can't be told from a person's.
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
