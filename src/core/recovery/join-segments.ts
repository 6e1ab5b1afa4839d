/** Joins the segments of a shared journal, which were found one by one, into one text to salvage. */

import { workflowFile } from '../exports/exports.ts';
import { isSegmentsMarker } from '../merge/segment-names.ts';
import type { RecoverySource } from './candidates.ts';

const FOLDER = /\.journal\/[^/]+$/;

/**
 * Replaces the segments of each journal by one source, and leaves out the lines that stand for them.
 *
 * @param keyOf names what belongs together: the folder of a segment, without the commit it was found in
 */
export function joinSegments(
  sources: readonly RecoverySource[],
  keyOf: (source: RecoverySource) => string = folderOf,
): readonly RecoverySource[] {
  const groups = new Map<string, RecoverySource[]>();
  const others: RecoverySource[] = [];
  for (const source of sources) {
    if (source.format === 'journal' && isSegmentsMarker(source.text, source.id ?? '')) continue;
    if (source.format !== 'segments') {
      others.push(source);
      continue;
    }
    const key = keyOf(source);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [source]);
    else group.push(source);
  }
  return [...[...groups.values()].flatMap(joined), ...others];
}

function joined(group: readonly RecoverySource[]): readonly RecoverySource[] {
  const newest = group.toSorted((one, other) => other.at.localeCompare(one.at))[0];
  if (newest === undefined) return [];
  // A last line without its end would run into the next segment.
  const text = group.map((one) => (one.text.endsWith('\n') ? one.text : `${one.text}\n`)).join('');
  return [{ ...newest, text, place: journalAt(newest) }];
}

/** A person looks for a journal by its name, not by that of a segment. */
function journalAt({ place, id }: RecoverySource): string {
  const name =
    workflowFile(id ?? '', 'journal.jsonl')
      .split('/')
      .at(-1) ?? '';
  return place.replace(/[^/]*\.journal\/[^/]+$/, name);
}

function folderOf({ place }: RecoverySource): string {
  return place.replace(FOLDER, '');
}
