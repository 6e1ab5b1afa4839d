/** The patterns that a new workflow begins with. */

import { NinefoldError, asFailure } from '../errors.ts';
import type { Pattern } from '../workflow/state.ts';
import type { Ports } from './ports.ts';

export interface InheritedPatterns {
  readonly patterns: readonly Pattern[];
  /** Why those of the active workflow can't be read; null if they can. */
  readonly failure: NinefoldError | null;
}

/**
 * Reads the patterns that a person set in the active workflow: they belong to the project. An unreadable journal must
 * not stop another workflow from starting.
 *
 * @throws NinefoldError if the record of the session can't be read: the new workflow couldn't become active either
 */
export async function inheritedPatterns({ session, journals }: Ports): Promise<InheritedPatterns> {
  const { active } = await session.read();
  const found = active === null ? undefined : await journals.read(active).catch(asFailure);
  return NinefoldError.is(found)
    ? { patterns: [], failure: found }
    : { patterns: found?.patterns ?? [], failure: null };
}
