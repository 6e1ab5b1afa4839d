/** Many processes change one workflow at once, each many times: every update is there, once. */

import { open } from '../unit/support/folders.ts';
import type { Child } from './child.ts';
import { withChildren } from './child.ts';

export interface Updates {
  readonly wanted: number;
  /** Acknowledged by the process that made them. */
  readonly acknowledged: number;
  /** In the journal, each once. */
  readonly there: number;
  readonly seconds: number;
}

const PERSON = { kind: 'person' } as const;

/** Starts workflow `wf-001` in a folder. */
export async function startWorkflow(folder: string): Promise<void> {
  const { service } = await open(folder);
  await service.start({ kind: 'start', id: 'wf-001', name: 'Torture', branch: null }, PERSON);
}

/** The tasks that were ever set, by the journal. */
export async function tasksOf(folder: string): Promise<readonly string[]> {
  const { service } = await open(folder);
  const events = await service.ports.journals.readEvents('wf-001');
  return events.flatMap((event) => (event.type === 'workflow.taskSet' ? [event.data.task] : []));
}

/** @param worker program of the workers */
export async function manyUpdates(
  worker: string,
  folder: string,
  processes: number,
  updates: number,
): Promise<Updates> {
  await startWorkflow(folder);
  const started = performance.now();
  const done = await withChildren(async (children) => {
    const writers = Array.from({ length: processes }, (_, index) => {
      return children.start(worker, ['write', folder, `p${index}`, `${updates}`]);
    });
    await Promise.all(writers.map(endWell));
    return writers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('done ')));
  });
  const seconds = (performance.now() - started) / 1000;
  const tasks = await tasksOf(folder);
  if (tasks.length !== new Set(tasks).size) throw new Error('an update is there twice');
  return { wanted: processes * updates, acknowledged: done.length, there: tasks.length, seconds };
}

async function endWell(child: Child): Promise<void> {
  const [code] = await child.ended;
  if (code !== 0) throw new Error(`a writer ended with ${code}: ${child.errors}`);
}
