/** What the usage worker is started with and asked, and what it answers. */

import type { MeterEnvironment } from '../meter/environment.ts';
import type { UsageAnswer, UsageQuestion } from './measure-usage.ts';

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

export interface UsageRequest {
  readonly id: number;
  readonly question: UsageQuestion;
}

export type UsageReply =
  | { readonly id: number; readonly answer: UsageAnswer }
  /** The workflow's journal could not be read; the words are for a log. */
  | { readonly id: number; readonly failure: string };
