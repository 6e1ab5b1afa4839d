import { NinefoldError } from '../../core/errors.ts';
import { readText } from './safe-read.ts';
import { LinkError } from './not-plain.ts';

/**
 * The text of an export or a handoff; undefined where there is none, as behind a link, which isn't ours: it is replaced, and
 * what it leads to is copied nowhere.
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
