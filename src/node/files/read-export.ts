import { NinefoldError } from '../../core/errors.ts';
import { readText } from './safe-read.ts';
import { LinkError } from './not-plain.ts';

/**
 * Reads an export or a handoff; undefined if there is none. A link counts as none: it isn't ours, gets replaced, and
 * its target is never copied.
 *
 * @throws NinefoldError file-not-plain, file-too-large, file-unreadable
 */
export async function readExport(path: string): Promise<string | undefined> {
  try {
    return await readText({ path, kind: 'derived' });
  } catch (error) {
    if (NinefoldError.is(error) && error.cause instanceof LinkError) return undefined;
    throw error;
  }
}
