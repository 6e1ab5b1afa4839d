/** Failures after a change is saved: reported along with the change, so that no one repeats it. */

import { NinefoldError } from '../errors.ts';

type AfterCode = 'exports-unwritten' | 'started-inactive' | 'patterns-unread' | 'follow-up-failed';

/** The changed workflow and its state root. */
interface Changed {
  readonly id: string;
  readonly root: string;
}

/** Reports what failed although the change is saved, even a bug of Ninefold. Never throws. */
export function failureAfter(code: AfterCode, error: unknown, { id, root }: Changed): NinefoldError {
  if (!NinefoldError.is(error)) {
    const reason = `a bug in Ninefold: ${error instanceof Error ? error.message : String(error)}`;
    return new NinefoldError(code, { path: root, reason, id }, { cause: error });
  }
  const { file = root, path = file } = error.parameters;
  const isNewer = error.code === 'state-newer' || error.code === 'event-newer';
  const said = isNewer ? 'written by a newer Ninefold; update Ninefold' : error.code;
  const { reason = said } = error.parameters;
  return new NinefoldError(code, { path, reason, id }, { cause: error });
}
