import { NinefoldError } from '../errors.ts';
import type { StoredTask, TaskPorts } from './task-ports.ts';
import type { WorkflowList, WorkflowService } from './workflow-service.ts';

/** What all parts of the agent task service share: ports, clock, and common steps. */
export class TaskServiceContext {
  readonly workflows: WorkflowService;
  readonly ports: TaskPorts;

  constructor(workflows: WorkflowService, ports: TaskPorts) {
    this.workflows = workflows;
    this.ports = ports;
  }

  /**
   * Finishes or reverts merges that a killed process left unfinished. Call it before showing tasks.
   *
   * @returns why some can't be settled yet; they stay unchanged
   */
  async recover(): Promise<readonly NinefoldError[]> {
    const { tasks } = await this.ports.store.list();
    const failures: NinefoldError[] = [];
    for (const task of tasks.filter(({ isLanding }) => isLanding)) {
      try {
        await this.ports.merges.recover(task, (merge) => this.hasMerge(task, merge));
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        failures.push(error);
      }
    }
    return failures;
  }

  /**
   * Like {@link recover}, for what can't proceed next to an unfinished merge.
   *
   * @throws NinefoldError the first that can't be settled
   */
  async requireRecovered(): Promise<void> {
    const [failure] = await this.recover();
    if (failure !== undefined) throw failure;
  }

  /**
   * Tests whether the journal of its workflow has a merge.
   *
   * @throws NinefoldError if the journal can't be read
   */
  async hasMerge({ record }: StoredTask, merge: string): Promise<boolean> {
    const { states, failures } = await this.#mergedInto(record.workflow);
    if (states.some(({ taskMerges }) => taskMerges.some((one) => one.merge === merge))) return true;
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    return false;
  }

  /** Returns the task's workflow, if it exists; every workflow if the task names none. */
  async #mergedInto(workflow: string | null): Promise<WorkflowList> {
    if (workflow === null) return this.workflows.list();
    const state = await this.workflows.ports.journals.read(workflow);
    return { states: state === undefined ? [] : [state], failures: [] };
  }

  /** Removes a task's worktree if it has one, or part of one. */
  async removeWorktree({ record }: StoredTask): Promise<void> {
    if (record.worktree !== null) await this.ports.worktrees.remove(record.id, record.worktree.path);
  }

  now(): string {
    return this.workflows.ports.clock.now();
  }
}
