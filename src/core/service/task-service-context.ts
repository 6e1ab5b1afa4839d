import { NinefoldError } from '../errors.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { StoredTask, TaskPorts } from './task-ports.ts';
import type { WorkflowService } from './workflow-service.ts';

/** What every part of the service of agent tasks stands on: the ports, the clock, and what several parts do. */
export class TaskServiceContext {
  readonly workflows: WorkflowService;
  readonly ports: TaskPorts;

  constructor(workflows: WorkflowService, ports: TaskPorts) {
    this.workflows = workflows;
    this.ports = ports;
  }

  /** Finishes or takes back merges that a killed process left half-way. To be called before tasks are shown. */
  async recover(): Promise<void> {
    const { tasks } = await this.ports.store.list();
    for (const task of tasks.filter(({ isLanding }) => isLanding)) {
      await this.ports.merges.recover(task, (merge) => this.hasMerge(task, merge));
    }
  }

  /** Whether the journal of its workflow has a merge. */
  async hasMerge({ record }: StoredTask, merge: string): Promise<boolean> {
    const ours = await this.#mergedInto(record.workflow);
    return ours.some(({ taskMerges }) => taskMerges.some((one) => one.merge === merge));
  }

  /** The one workflow of a task, if it is there; every one where the task names none. */
  async #mergedInto(workflow: string | null): Promise<readonly WorkflowState[]> {
    if (workflow === null) return (await this.workflows.list()).states;
    try {
      return [await this.workflows.state(workflow)];
    } catch (error) {
      if (NinefoldError.is(error)) return [];
      throw error;
    }
  }

  /** Takes a task's worktree away where it has one, or has begun to. */
  async removeWorktree({ record }: StoredTask): Promise<void> {
    if (record.worktree !== null) await this.ports.worktrees.remove(record.id, record.worktree.path);
  }

  now(): string {
    return this.workflows.ports.clock.now();
  }
}
