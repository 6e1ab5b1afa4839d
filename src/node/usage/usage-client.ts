import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { USAGE, machineOf } from './protocol.ts';
import type { UsageAsk, UsageTopic, UsageTopics, UsageWorkerData } from './protocol.ts';

/** What it read is stored in the cache folder. */
const IDLE_MS = 30_000;

/** Measures usage in a worker. */
export class UsageClient extends WorkerClient<UsageAsk, UsageTopics[UsageTopic]['answer']> {
  constructor(environment: MeterEnvironment, changes: WorkerClientChanges = {}) {
    const workerData: UsageWorkerData = { kind: USAGE, machine: machineOf(environment) };
    super({ name: 'the usage worker', file: 'usage.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /** Measures a workflow. Rejects if its journal can't be read, if the worker fails, and on `dispose`. */
  async measure(of: UsageTopics['measure']['of']): Promise<UsageTopics['measure']['answer']> {
    // A reply has its question's number, and so the same topic.
    return (await this.ask({ topic: 'measure', of })) as UsageTopics['measure']['answer'];
  }

  /**
   * Returns the course of a session; null if the transcript is gone. Rejects if it can't be read, if the worker
   * fails, and on `dispose`.
   */
  async course(of: UsageTopics['course']['of']): Promise<UsageTopics['course']['answer']> {
    return (await this.ask({ topic: 'course', of })) as UsageTopics['course']['answer'];
  }
}
