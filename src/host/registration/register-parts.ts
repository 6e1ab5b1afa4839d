import type { Log } from '../log.ts';
import type { DisposableList, DisposableLike } from './disposable-list.ts';

/** A part of the extension: its name for the log, and its setup. */
export type Part = readonly [name: string, register: () => DisposableLike];

/** Sets up each part separately, so that one failure doesn't affect the others. */
export function registerParts(parts: readonly Part[], log: Log, into: DisposableList): void {
  for (const [name, register] of parts) {
    try {
      into.add(register());
    } catch (error) {
      log.error(`couldn't set up ${name}`, error);
    }
  }
}
