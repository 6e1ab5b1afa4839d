/** What the usage worker is started with and asked, and what it answers. */

import type { MeterEnvironment } from '../meter/environment.ts';
import type { SessionCourse } from '../../core/usage/session-course.ts';
import type { CourseQuestion, UsageAnswer, UsageQuestion } from './measure-usage.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const USAGE = 'ninefold.usage';

/** The machine as far as it can be sent to a thread. */
export type UsageMachine = Pick<MeterEnvironment, 'home' | 'platform' | 'claudeConfigDir'> & {
  readonly env: Readonly<Record<string, string | undefined>>;
};

export interface UsageWorkerData {
  readonly kind: typeof USAGE;
  readonly machine: UsageMachine;
}

/** What each kind of question asks and is answered. */
export interface UsageTopics {
  readonly measure: { readonly question: UsageQuestion; readonly answer: UsageAnswer };
  readonly course: { readonly question: CourseQuestion; readonly answer: SessionCourse | null };
}

export type UsageTopic = keyof UsageTopics;

export type UsageRequest = {
  [T in UsageTopic]: {
    readonly id: number;
    readonly topic: T;
    readonly question: UsageTopics[T]['question'];
  };
}[UsageTopic];

export type UsageReply =
  | { readonly id: number; readonly answer: UsageTopics[UsageTopic]['answer'] }
  /** The workflow's journal could not be read; the words are for a log. */
  | { readonly id: number; readonly failure: string };
