/** What a trap is, and what most of them are made of. */

import type { TrapPlace } from './trap-place.ts';

export interface Trap {
  readonly name: string;
  /** Sets it; `variables` of the place are the caller's environment. */
  readonly set: (place: TrapPlace) => void;
  /** A call of plain git that runs it. */
  readonly spring: (place: TrapPlace) => void;
  /** Other folders than the workspace that are looked at, relative to it. */
  readonly folders?: readonly string[];
  /** A task's worktree may run it. */
  readonly isForTasks?: boolean;
}

/** Calls plain git. */
export const calls =
  (...args: readonly string[]) =>
  (place: TrapPlace): void => {
    place.git(args);
  };
export const status = calls('status');
/** A key that names the trap. */
export const setting =
  (key: string, answer?: string) =>
  (place: TrapPlace): void => {
    place.config(key, place.trap('trap', answer));
  };
