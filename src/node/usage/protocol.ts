/** Messages to and from the usage worker. */

import type { SessionCourse } from '../../core/usage/session-course.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { CourseQuestion, UsageAnswer, UsageQuestion } from './measure-usage.ts';

/** Marks a worker for usage, so that the bundle does nothing in a thread that loads it for another reason. */
export const USAGE = 'ninefold.usage';

/** The part of the machine that can be sent to a thread: everything except functions. */
type UsageMachine = Required<
  Pick<MeterEnvironment, 'home' | 'env' | 'platform' | 'claudeConfigDir' | 'editorUserFolder'>
>;

export interface UsageWorkerData {
  readonly kind: typeof USAGE;
  readonly machine: UsageMachine;
}

/** Copies the environment, because a process's own variables can't be sent. */
export function machineOf(environment: MeterEnvironment): UsageMachine {
  const { home, env, platform, claudeConfigDir, editorUserFolder = null } = environment;
  return { home, env: { ...env }, platform, claudeConfigDir, editorUserFolder };
}

/** Question and answer of each topic. */
export interface UsageTopics {
  readonly measure: { readonly of: UsageQuestion; readonly answer: UsageAnswer };
  readonly course: { readonly of: CourseQuestion; readonly answer: SessionCourse | null };
}

export type UsageTopic = keyof UsageTopics;

export type UsageAsk = {
  [T in UsageTopic]: { readonly topic: T; readonly of: UsageTopics[T]['of'] };
}[UsageTopic];

/** The answer to any question; instead of one, a failure means that the workflow's journal couldn't be read. */
export type UsageReplied = UsageTopics[UsageTopic]['answer'];
