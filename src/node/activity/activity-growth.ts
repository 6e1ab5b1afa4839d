/**
 * What a worker sends of an activity: only the commands and prompts that the other thread doesn't have, because a long
 * session has thousands and is read after every turn.
 */

import type { SessionActivity } from '../../core/activity/activity.ts';
import { RecentMap } from './recent-map.ts';

/** Number of transcripts whose last activity is kept, the same in both threads. */
const MOST_KEPT = 16;

export interface ActivityGrowth {
  /** Without the kept commands and prompts. */
  readonly activity: SessionActivity;
  /** Number of commands and prompts, from the first, that haven't changed since the last answer. */
  readonly keptCommands: number;
  readonly keptPrompts: number;
}

/** Keeps the last activity of each transcript, in one of the two threads. Answers arrive in the order they are sent. */
export class LastActivities {
  readonly #last = new RecentMap<string, SessionActivity>(MOST_KEPT);

  /** Returns what to send of an activity. */
  growthOf(transcript: string, activity: SessionActivity): ActivityGrowth {
    const last = this.#last.get(transcript);
    const keptCommands = sameAtStart(last?.commands ?? [], activity.commands);
    const keptPrompts = sameAtStart(last?.prompts ?? [], activity.prompts);
    this.#last.set(transcript, activity);
    const commands = activity.commands.slice(keptCommands);
    const prompts = activity.prompts.slice(keptPrompts);
    return { activity: { ...activity, commands, prompts }, keptCommands, keptPrompts };
  }

  /** Returns the whole activity of what was sent. */
  grown(transcript: string, { activity, keptCommands, keptPrompts }: ActivityGrowth): SessionActivity {
    const last = this.#last.get(transcript);
    const whole = {
      ...activity,
      commands: [...(last?.commands.slice(0, keptCommands) ?? []), ...activity.commands],
      prompts: [...(last?.prompts.slice(0, keptPrompts) ?? []), ...activity.prompts],
    };
    this.#last.set(transcript, whole);
    return whole;
  }

  /** Forgets everything: the other thread is a new one. */
  clear(): void {
    this.#last.clear();
  }
}

/** A reader keeps the objects that it made, and adds others after them. */
function sameAtStart<T>(before: readonly T[], after: readonly T[]): number {
  const changed = before.findIndex((one, index) => one !== after[index]);
  return changed < 0 ? before.length : changed;
}
