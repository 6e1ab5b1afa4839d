/** What goes wrong after a change is saved: told beside the change, so that nobody makes it twice. */

import { NinefoldError } from '../errors.ts';

type AfterCode = 'exports-unwritten' | 'started-inactive' | 'follow-up-failed';

/** The workflow that was changed, and its state root. */
interface Changed {
  readonly id: string;
  readonly root: string;
}

/** Says what couldn't be done although the change is saved, be it a fault of Ninefold itself. Never throws. */
export function failureAfter(code: AfterCode, error: unknown, { id, root }: Changed): NinefoldError {
  if (!NinefoldError.is(error)) {
    const reason = `a fault of Ninefold itself: ${error instanceof Error ? error.message : String(error)}`;
    return new NinefoldError(code, { path: root, reason, id }, { cause: error });
  }
  const { file = root, path = file } = error.parameters;
  const isNewer = error.code === 'state-newer' || error.code === 'event-newer';
  const said = isNewer ? 'a newer Ninefold wrote it, update Ninefold' : error.code;
  const { reason = said } = error.parameters;
  return new NinefoldError(code, { path, reason, id }, { cause: error });
}
