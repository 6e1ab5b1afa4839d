import type { Log } from '../log.ts';
import type { DisposableList, DisposableLike } from './disposable-list.ts';

/** A part of the extension: its name for the log, and how it is set up. */
export type Part = readonly [name: string, register: () => DisposableLike];

/** Sets up each part by itself, so that one that fails doesn't take the others down. */
export function registerParts(parts: readonly Part[], log: Log, into: DisposableList): void {
  for (const [name, register] of parts) {
    try {
      into.add(register());
    } catch (error) {
      log.error(`${name} could not be set up`, error);
    }
  }
}
