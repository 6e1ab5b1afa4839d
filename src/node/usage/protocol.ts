/** What the usage worker is started with and asked, and what it answers. */

import type { SessionCourse } from '../../core/usage/session-course.ts';
import type { WorkerReply, WorkerRequest } from '../workers/worker-client.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { CourseQuestion, UsageAnswer, UsageQuestion } from './measure-usage.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const USAGE = 'ninefold.usage';

/** The machine as far as it can be sent to a thread: all but a function. */
type UsageMachine = Required<Omit<MeterEnvironment, 'isProcessAlive'>>;

export interface UsageWorkerData {
  readonly kind: typeof USAGE;
  readonly machine: UsageMachine;
}

/** A process's own variables can't be sent, a copy can. */
export function machineOf(environment: MeterEnvironment): UsageMachine {
  const { home, env, platform, claudeConfigDir, editorUserFolder = null } = environment;
  return { home, env: { ...env }, platform, claudeConfigDir, editorUserFolder };
}

/** What each kind of question is of, and is answered. */
export interface UsageTopics {
  readonly measure: { readonly of: UsageQuestion; readonly answer: UsageAnswer };
  readonly course: { readonly of: CourseQuestion; readonly answer: SessionCourse | null };
}

export type UsageTopic = keyof UsageTopics;

export type UsageAsk = {
  [T in UsageTopic]: { readonly topic: T; readonly of: UsageTopics[T]['of'] };
}[UsageTopic];

export type UsageRequest = WorkerRequest<UsageAsk>;

/** A failure is of the workflow's journal, which could not be read. */
export type UsageReply = WorkerReply<UsageTopics[UsageTopic]['answer']>;
