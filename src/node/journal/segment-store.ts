/** Shared journals: segments read into one state, and appended to under the root's lock. */

import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { decodeJournal } from '../../core/journal/journal-format.ts';
import { foldContinued, foldMerged } from '../../core/merge/fold-merged.ts';
import { isChain } from '../../core/merge/order-events.ts';
import { encodeSegmentLine } from '../../core/merge/segment-lines.ts';
import { segmentFolder, segmentsMarker } from '../../core/merge/segment-names.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { isSameStamp } from '../files/file-stamp.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { sha256 } from '../files/sha256.ts';
import { headPosition } from '../git/head-position.ts';
import { isTaken } from '../git/tracked.ts';
import type { LockHold } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { appendToJournal, checkRoom } from './journal-file.ts';
import { OpenSegments } from './open-segments.ts';
import { decodeSegments, readSegmentEvents, readSegments, segmentSource } from './segment-files.ts';
import type { SegmentBytes } from './segment-files.ts';
import { listSegments } from './segment-list.ts';
import type { SegmentFile } from './segment-list.ts';

/** What was read of a segment. */
interface SegmentEnd {
  readonly stamp: FileStamp;
  /** Whole lines. */
  readonly bytes: number;
  /** SHA-256 of them. */
  readonly digest: string;
}

/** A shared journal as it was read last. */
export interface KnownSegments {
  readonly ends: ReadonlyMap<string, SegmentEnd>;
  readonly state: WorkflowState;
  /** Bytes of all segments. */
  readonly bytes: number;
}

export interface SegmentStoreOptions {
  readonly layout: StateLayout;
  readonly prepare: () => Promise<void>;
  readonly report?: ((notice: NinefoldError) => void) | undefined;
}

export class SegmentStore {
  readonly #options: SegmentStoreOptions;
  readonly #known = new Map<string, KnownSegments>();
  readonly #open: OpenSegments;

  constructor(options: SegmentStoreOptions) {
    this.#options = options;
    this.#open = new OpenSegments(options.layout);
  }

  forget(id: string): void {
    this.#known.delete(id);
  }

  readEvents(id: string): Promise<readonly WorkflowEvent[]> {
    return readSegmentEvents(this.#options.layout, id);
  }

  /**
   * Reads a shared journal; undefined if no segment has an event.
   *
   * @throws NinefoldError state-damaged, state-newer, file-unreadable
   */
  async load(id: string): Promise<KnownSegments | undefined> {
    const { layout } = this.#options;
    const files = await listSegments(layout, id);
    const known = this.#known.get(id);
    if (known !== undefined && isUnchanged(known, files)) return known;
    const segments = await readSegments(layout, id, files);
    const next = this.#continued(id, known, segments) ?? this.#folded(id, segments);
    if (next === undefined) this.#known.delete(id);
    else this.#known.set(id, next);
    return next;
  }

  /**
   * Appends and syncs, if the journal is as the events know it.
   *
   * @returns the new state; undefined if it isn't, and nothing was changed
   */
  async append(
    id: string,
    revision: number,
    events: readonly WorkflowEvent[],
    hold: LockHold,
  ): Promise<WorkflowState | undefined> {
    const known = await this.load(id);
    if ((known?.state.revision ?? 0) !== revision) return undefined;
    if (known !== undefined && !knowsHeads(events, known.state)) return undefined;
    const { layout } = this.#options;
    const text = events.map(encodeSegmentLine).join('');
    checkRoom(id, (known?.bytes ?? 0) + Buffer.byteLength(text));
    const position = await headPosition(layout.folder);
    const path = await this.#segmentFor(id, known, events, position);
    if (known === undefined) await this.#begin(id, hold);
    if (!(await this.#write(path, text, known?.ends.get(path), hold))) return undefined;
    const next = await this.load(id);
    const written = next?.ends.get(path);
    if (next === undefined || written === undefined) {
      throw new NinefoldError('file-unwritable', {
        path: layout.absolute(path),
        reason: 'it was removed in the meantime',
      });
    }
    await this.#open.keep(id, { path, position, inode: written.stamp.inode, digest: written.digest });
    return next.state;
  }

  /** @returns false if the segment was replaced since it was read, and nothing was changed */
  async #write(path: string, text: string, end: SegmentEnd | undefined, hold: LockHold): Promise<boolean> {
    const file = this.#options.layout.absolute(path);
    await requireNoLink(dirname(file));
    try {
      const place = { end: end?.bytes ?? 0, inode: end?.stamp.inode, check: () => hold.check() };
      const moved = await appendToJournal(file, { text, ...place });
      if (moved === undefined) return false;
      const torn = { bytes: moved, path: `${file}.torn` };
      if (moved > 0) this.#options.report?.(new NinefoldError('line-set-aside', torn));
      return true;
    } catch (error) {
      throw unwritable(file, error);
    }
  }

  /** Prepares a workflow that begins in a shared folder. */
  async #begin(id: string, hold: LockHold): Promise<void> {
    await this.#options.prepare();
    const marker = this.#options.layout.absolute(workflowFile(id, 'journal.jsonl'));
    await replaceFile(marker, segmentsMarker(id), () => hold.check());
  }

  /**
   * Returns the segment to append to: the last one, if git hasn't moved since or taken it, and nobody else wrote it,
   * otherwise a new one.
   */
  async #segmentFor(
    id: string,
    known: KnownSegments | undefined,
    events: readonly WorkflowEvent[],
    position: string,
  ): Promise<string> {
    const open = await this.#open.read(id);
    const end = open === undefined ? undefined : known?.ends.get(open.path);
    const isOurs =
      open?.position === position && open.digest === end?.digest && open.inode === end.stamp.inode;
    if (isOurs && !(await isTaken(this.#options.layout.absolute(open.path)))) return open.path;
    return `${segmentFolder(id)}/${events[0]?.id ?? ''}.jsonl`;
  }

  #folded(id: string, segments: readonly SegmentBytes[]): KnownSegments | undefined {
    const { layout } = this.#options;
    const events = decodeSegments(layout, id, segments);
    if (events.length === 0) return undefined;
    const source = segmentSource(layout, id, segments[0]?.path ?? segmentFolder(id));
    return { ...endsOf(segments), state: foldMerged(events, source) };
  }

  /** Folds only what follows the known state, if all of that was decided on it; undefined if not. */
  #continued(
    id: string,
    known: KnownSegments | undefined,
    segments: readonly SegmentBytes[],
  ): KnownSegments | undefined {
    if (known === undefined || known.state.questions !== undefined) return undefined;
    const next = endsOf(segments);
    if (![...known.ends.keys()].every((path) => next.ends.has(path))) return undefined;
    const grown = segments.filter(({ path }) => known.ends.get(path)?.digest !== next.ends.get(path)?.digest);
    const [only] = grown;
    if (only === undefined) return { ...next, state: known.state };
    if (grown.length > 1) return undefined;
    const before = known.ends.get(only.path);
    const { whole } = only.bytes;
    if (before !== undefined && sha256(whole.subarray(0, before.bytes)) !== before.digest) return undefined;
    const rest = whole.subarray(before?.bytes ?? 0).toString('utf8');
    const { events } = decodeJournal(rest, segmentSource(this.#options.layout, id, only.path));
    if (!isContinuation(events, known.state)) return undefined;
    return { ...next, state: foldContinued(known.state, events) };
  }
}

function isUnchanged({ ends }: KnownSegments, files: readonly SegmentFile[]): boolean {
  // The line that stands in the journal's place isn't a segment.
  const segments = files.filter(({ path }) => ends.has(path));
  if (segments.length !== ends.size || files.length > ends.size + 1) return false;
  if (files.length > ends.size && files[0]?.path.endsWith('.journal.jsonl') !== true) return false;
  return segments.every(({ path, stamp }) => {
    const end = ends.get(path);
    return end !== undefined && isSameStamp(stamp, end.stamp) && stamp.size === end.bytes;
  });
}

function endsOf(segments: readonly SegmentBytes[]): Pick<KnownSegments, 'ends' | 'bytes'> {
  const ends = segments.map(({ path, stamp, bytes: { whole } }) => {
    return [path, { stamp, bytes: whole.length, digest: sha256(whole) }] as const;
  });
  return { ends: new Map(ends), bytes: ends.reduce((sum, [, { bytes }]) => sum + bytes, 0) };
}

/** Tests whether events were decided on exactly this state. */
function knowsHeads([first]: readonly WorkflowEvent[], { heads }: WorkflowState): boolean {
  const after = new Set(first?.after);
  return after.size === heads.length && heads.every((head) => after.has(head));
}

function isContinuation(events: readonly WorkflowEvent[], state: WorkflowState): boolean {
  return events.length > 0 && isChain(events) && knowsHeads(events, state);
}
