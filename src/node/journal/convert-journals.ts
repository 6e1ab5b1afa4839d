/** Turns journals into segments when they are shared, and back into one file when nothing was recorded since. */

import { rmdir } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { decodeJournal } from '../../core/journal/journal-format.ts';
import { segmentFolder, segmentsMarker } from '../../core/merge/segment-names.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { errorCode } from '../files/system-error.ts';
import { sha256 } from '../files/sha256.ts';
import type { LockHold } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readSegments } from './segment-files.ts';
import { listSegments } from './segment-list.ts';

/** Enough of a SHA-256 to name a segment by its content: the same journal becomes the same segment everywhere. */
const NAME_LENGTH = 32;

/**
 * Moves the events of a journal's file into a segment; does nothing if it has none. The bytes stay as they are. If a
 * process dies halfway, both files have the events, and each counts once.
 *
 * @throws NinefoldError file-unwritable, file-unreadable
 */
export async function convertToSegments(layout: StateLayout, id: string, hold: LockHold): Promise<void> {
  const path = workflowFile(id, 'journal.jsonl');
  const files = (await listSegments(layout, id)).filter((file) => file.path === path);
  const [journal] = await readSegments(layout, id, files);
  if (journal === undefined) return;
  const { whole, torn } = journal.bytes;
  const bytes = Buffer.concat([whole, torn]);
  const name = sha256(bytes).slice(0, NAME_LENGTH);
  const folder = segmentFolder(id);
  await requireNoLink(layout.absolute(folder));
  await replaceFile(layout.absolute(`${folder}/${name}.jsonl`), bytes, () => hold.check());
  await replaceFile(layout.absolute(path), segmentsMarker(id), () => hold.check());
}

/**
 * Makes a journal of one segment a single file again, with the same bytes. One with several stays as it is: each of
 * them may be in git.
 *
 * @throws NinefoldError file-unwritable, file-unreadable
 */
export async function convertToFile(layout: StateLayout, id: string, hold: LockHold): Promise<void> {
  const [segment, ...others] = await readSegments(layout, id, await listSegments(layout, id));
  const path = workflowFile(id, 'journal.jsonl');
  if (segment === undefined || others.length > 0 || segment.path === path) return;
  const { whole, torn } = segment.bytes;
  if (!isJournal(whole.toString('utf8'), id)) return;
  await replaceFile(layout.absolute(path), Buffer.concat([whole, torn]), () => hold.check());
  await removeSegment(layout, segment.path, segmentFolder(id));
}

/** Events that were decided on others elsewhere aren't numbered without a gap. */
function isJournal(text: string, workflow: string): boolean {
  try {
    decodeJournal(text, { file: '', workflow });
    return true;
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

async function removeSegment(layout: StateLayout, path: string, folder: string): Promise<void> {
  try {
    await removeFile(layout.absolute(path));
    await rmdir(layout.absolute(folder));
  } catch (error) {
    // Another program's file, or the remains of a write, may be in it.
    if (errorCode(error) !== 'ENOTEMPTY') throw unwritable(layout.absolute(path), error);
  }
}
