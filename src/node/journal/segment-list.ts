/** Where the segments of a shared journal are: all that a private journal's reader needs to know. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import {
  isSegmentName,
  isSegmentsMarker,
  segmentFolder,
  segmentsMarker,
} from '../../core/merge/segment-names.ts';
import { isWorkflowId } from '../../core/workflow/names.ts';
import { stampOf } from '../files/file-stamp.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import { requireNoLinkBelow } from '../files/safe-read.ts';
import { statFiles } from '../files/stat-files.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readJournalFile } from './journal-file.ts';

/** A segment and its status. */
export interface SegmentFile {
  /** Relative to the root, as the core names it. */
  readonly path: string;
  readonly stamp: FileStamp;
}

/** A journal, or the folder of its segments. */
const JOURNAL_NAME = /^(.+)\.journal(?:\.jsonl)?$/;

/**
 * Lists the ids of a root's workflows, sorted.
 *
 * @throws NinefoldError file-unreadable
 */
export async function journalIds({ prefix, root }: StateLayout): Promise<readonly string[]> {
  const path = join(root, 'state', 'workflows');
  try {
    const own = (await readdir(path)).filter((name) => name.startsWith(prefix));
    const ids = own.flatMap((name) => JOURNAL_NAME.exec(name.slice(prefix.length))?.[1] ?? []);
    // A name that can't be a workflow id is someone else's file.
    return [...new Set(ids)].filter(isWorkflowId).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    throw unreadable(path, error);
  }
}

/**
 * Tests whether a journal has segments: a folder, or the line that stands for one in the journal's place. Costs a
 * private journal no more than a look at its folder.
 */
export async function hasSegments(layout: StateLayout, id: string): Promise<boolean> {
  const file = layout.absolute(workflowFile(id, 'journal.jsonl'));
  const [folder, journal] = await statFiles([layout.absolute(segmentFolder(id)), file]);
  if (folder !== undefined && !(folder instanceof Error) && folder.isDirectory()) return true;
  if (journal === undefined || journal instanceof Error || !journal.isFile()) return false;
  // With another line end it is one byte longer.
  if (journal.size > Buffer.byteLength(segmentsMarker(id)) + 1) return false;
  const bytes = await readJournalFile(file, { file }, layout.root);
  return bytes !== undefined && isSegmentsMarker(bytes.whole.toString('utf8'), id);
}

/**
 * Lists the segments by name, after the journal's own file if that still has events: a build without segments may have
 * written it.
 *
 * @throws NinefoldError file-unreadable, file-not-plain
 */
export async function listSegments(layout: StateLayout, id: string): Promise<readonly SegmentFile[]> {
  const folder = segmentFolder(id);
  const names = await namesIn(layout, layout.absolute(folder));
  const paths = [workflowFile(id, 'journal.jsonl'), ...names.map((name) => `${folder}/${name}`)];
  const statuses = await statFiles(paths.map((path) => layout.absolute(path)));
  return paths.flatMap((path, index): readonly SegmentFile[] => {
    const status = statuses[index];
    if (status === undefined) return [];
    if (status instanceof Error) throw unreadable(layout.absolute(path), status);
    return [{ path, stamp: stampOf(status) }];
  });
}

/** Lists a journal's file, and the segments of a shared one, relative to the root. */
export async function journalFiles(layout: StateLayout, id: string): Promise<readonly string[]> {
  const own = workflowFile(id, 'journal.jsonl');
  const [folder] = await statFiles([layout.absolute(segmentFolder(id))]);
  if (folder === undefined) return [own];
  try {
    const segments = await listSegments(layout, id);
    return [own, ...segments.map(({ path }) => path).filter((path) => path !== own)];
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    // Whoever reads the journal reports it.
    return [own];
  }
}

async function namesIn(layout: StateLayout, folder: string): Promise<readonly string[]> {
  try {
    await requireNoLinkBelow(layout.root, folder);
    return (await readdir(folder)).filter(isSegmentName).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    if (NinefoldError.is(error)) throw error;
    throw unreadable(folder, error);
  }
}

function unreadable(path: string, cause: unknown): NinefoldError {
  return new NinefoldError('file-unreadable', { path, reason: reasonOf(cause) }, { cause });
}
