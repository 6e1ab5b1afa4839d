/** The journals of a state root as files: checked and read, and appended and synced under the root's lock. */

import { lstat } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { refusal } from '../../core/journal/journal-faults.ts';
import type { JournalHead, JournalSource } from '../../core/journal/journal-faults.ts';
import { decodeJournal, encodeEvent, foldEvents } from '../../core/journal/journal-format.ts';
import type { OverviewList, JournalPort } from '../../core/service/ports.ts';
import { overviewOf } from '../../core/workflow/overview.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import { checkWorkflowId, isWorkflowId } from '../../core/workflow/names.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { unwritable } from '../files/atomic-file.ts';
import { WorkflowIndex, mayKeep } from './workflow-index.ts';
import type { WorkflowIndexOptions } from './workflow-index.ts';
import { isSameStamp, stampOf } from '../files/file-stamp.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import { appendToJournal, checkRoom, encodingFault, readJournalFile } from './journal-file.ts';
import type { JournalBytes } from './journal-file.ts';
import { isShared } from '../state/shared-rules.ts';
import { hasSegments, journalIds, listSegments } from './segment-list.ts';
import type { KnownSegments, SegmentStore } from './segment-store.ts';
import { SNAPSHOT_BYTES, readSnapshot, writeSnapshot } from './journal-snapshot.ts';
import type { Snapshot } from './journal-snapshot.ts';
import { withLock } from '../lock/lock.ts';
import type { LockHold, LockOptions } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';
import { sha256 } from '../files/sha256.ts';

/**
 * From this size, about 5,000 events and 0.1 s of folding, a reader that had to fold a journal keeps a snapshot too.
 */
const LONG_REPLAY = 1024 * 1024;

/** What was read of a journal: while its bytes stay the same, they aren't folded again. */
interface Known extends Snapshot {
  readonly stamp: FileStamp;
  /** Whether a long journal was folded from its first event, because there was no valid snapshot. */
  readonly wasReplayed: boolean;
}

export interface JournalStoreOptions {
  readonly layout: StateLayout;
  /** Options for waiting for the root's lock, instead of the defaults. */
  readonly lock?: Partial<LockOptions> | undefined;
  /** If false, reading doesn't write caches. Called each time. */
  readonly isTrusted: () => boolean;
  /** Called inside the lock before the first file is written: makes the root private. */
  readonly prepare: () => Promise<void>;
  /** Called in the process that found and fixed an incomplete line of a crashed process. */
  readonly report?: ((notice: NinefoldError) => void) | undefined;
}

export class JournalStore implements JournalPort {
  readonly #options: JournalStoreOptions;
  readonly #known = new Map<string, Known>();
  /** Journals whose snapshot this reader tried to write. */
  readonly #wasTried = new Set<string>();
  readonly #overviews: WorkflowIndex;
  #segments: Promise<SegmentStore> | undefined;

  constructor(options: JournalStoreOptions) {
    this.#options = options;
    this.#overviews = new WorkflowIndex({ ...options, fold: (id) => this.#foldOverview(id) });
  }

  listIds(): Promise<readonly string[]> {
    return journalIds(this.#options.layout);
  }

  async readOverviews(): Promise<OverviewList> {
    return this.#overviews.list(await this.listIds());
  }

  async read(id: string): Promise<WorkflowState | undefined> {
    if (await this.#isSegmented(id)) return (await this.#shared(id))?.state;
    const known = await this.#load(id);
    if (known?.wasReplayed === true && known.bytes >= LONG_REPLAY) await this.#keepReplayed(id, known);
    return known?.state;
  }

  async readEvents(id: string): Promise<readonly WorkflowEvent[]> {
    const events = (await this.#isSegmented(id))
      ? await (await this.#segmentStore()).readEvents(id)
      : await this.#readPrivateEvents(id);
    if (events.length === 0) throw new NinefoldError('workflow-unknown', { id });
    return events;
  }

  async hasBranches(id: string): Promise<boolean> {
    const { layout } = this.#options;
    if (!isWorkflowId(id) || !(await hasSegments(layout, id))) return false;
    const own = workflowFile(id, 'journal.jsonl');
    return (await listSegments(layout, id)).filter(({ path }) => path !== own).length > 1;
  }

  async #readPrivateEvents(id: string): Promise<readonly WorkflowEvent[]> {
    const source = this.#source(id);
    const journal = await readJournalFile(this.#path(id), source, this.#options.layout.root);
    return journal === undefined ? [] : decode(journal, source).events;
  }

  async append(
    id: string,
    revision: number,
    events: readonly WorkflowEvent[],
  ): Promise<WorkflowState | undefined> {
    return withLock(
      this.#options.layout.lock,
      async (hold) => {
        if (await this.#beginsSegments(id, revision, hold))
          return (await this.#segmentStore()).append(id, revision, events, hold);
        const known = await this.#load(id);
        if ((known?.state.revision ?? 0) !== revision) return undefined;
        if (!(await this.#write(id, known, events, hold))) return undefined;
        const next = await this.#loadSaved(id);
        if (next === undefined) return foldEvents(events, this.#source(id), known?.state);
        if (next.state.revision !== revision + events.length) {
          const reason = 'it changed in the meantime';
          throw new NinefoldError('file-unwritable', { path: this.#path(id), reason });
        }
        await this.#keepSnapshot(id, known, next);
        return next.state;
      },
      this.#options.lock,
    );
  }

  /** The journal after a change. Undefined if it can't be read again: the change is saved nevertheless. */
  async #loadSaved(id: string): Promise<Known | undefined> {
    try {
      const next = await this.#load(id);
      if (next !== undefined) return next;
      const reason = 'it was removed in the meantime';
      throw new NinefoldError('file-unwritable', { path: this.#path(id), reason });
    } catch (error) {
      if (NinefoldError.is(error, 'file-unwritable')) throw error;
      this.#known.delete(id);
      return undefined;
    }
  }

  /** @returns false if the journal was replaced since it was read, and nothing was changed */
  async #write(
    id: string,
    known: Known | undefined,
    events: readonly WorkflowEvent[],
    hold: LockHold,
  ): Promise<boolean> {
    const path = this.#path(id);
    const text = events.map(encodeEvent).join('');
    const end = known?.bytes ?? 0;
    checkRoom(id, end + Buffer.byteLength(text));
    try {
      if (known === undefined) await this.#options.prepare();
      const inode = known?.stamp.inode;
      const bytes = await appendToJournal(path, { text, end, inode, check: () => hold.check() });
      if (bytes === undefined) return false;
      if (bytes > 0)
        this.#options.report?.(new NinefoldError('line-set-aside', { bytes, path: `${path}.torn` }));
      return true;
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  /** Makes a snapshot after every {@link SNAPSHOT_BYTES}, and for a long journal without a valid one. */
  async #keepSnapshot(id: string, before: Known | undefined, next: Known): Promise<void> {
    const isDue = Math.floor((before?.bytes ?? 0) / SNAPSHOT_BYTES) < Math.floor(next.bytes / SNAPSHOT_BYTES);
    if (!isDue && before?.wasReplayed !== true) return;
    try {
      await writeSnapshot(this.#snapshotPath(id), next);
      this.#known.set(id, { ...next, wasReplayed: false });
    } catch {
      // The event is saved and the snapshot only saves time: the next change tries again.
      this.#known.set(id, { ...next, wasReplayed: true });
    }
  }

  /** A list doesn't keep overviews of shared journals: one file's status doesn't tell whether another has changed. */
  async #foldShared(id: string): ReturnType<WorkflowIndexOptions['fold']> {
    const known = await this.#shared(id);
    return known === undefined ? undefined : { overview: overviewOf(known.state), stamp: null };
  }

  /** For a list, which must not keep thousands of whole states. */
  async #foldOverview(id: string): ReturnType<WorkflowIndexOptions['fold']> {
    if (await this.#isSegmented(id)) return this.#foldShared(id);
    const wasKnown = this.#known.has(id);
    const known = await this.#load(id);
    if (!wasKnown) this.#known.delete(id);
    if (known === undefined) return undefined;
    const { stamp, bytes, state } = known;
    return { overview: overviewOf(state), stamp: stamp.size === bytes ? stamp : null };
  }

  /** For a long journal that git or a copy brought here, so that the next process doesn't fold it again. */
  async #keepReplayed(id: string, known: Known): Promise<void> {
    const { layout, isTrusted } = this.#options;
    if (!isTrusted() || this.#wasTried.has(id)) return;
    this.#wasTried.add(id);
    try {
      if (!(await mayKeep(layout))) return;
      await writeSnapshot(this.#snapshotPath(id), known);
      this.#known.set(id, { ...known, wasReplayed: false });
    } catch (error) {
      // The reader has the state in any case.
      if (!NinefoldError.is(error)) throw error;
    }
  }

  async #load(id: string): Promise<Known | undefined> {
    const stamp = await this.#stamp(id);
    const known = this.#known.get(id);
    if (stamp !== undefined && known !== undefined && isSame(stamp, known)) return known;
    const source = this.#source(id);
    const { root } = this.#options.layout;
    const path = this.#path(id);
    const journal = stamp === undefined ? undefined : await readJournalFile(path, source, root);
    const next =
      stamp === undefined || journal === undefined
        ? undefined
        : continueFrom(await this.#base(id, journal), journal, stamp, source);
    if (next === undefined) this.#known.delete(id);
    else this.#known.set(id, next);
    return next;
  }

  /** The known state, or the snapshot, if the journal still begins with its bytes. */
  async #base(id: string, { whole }: JournalBytes): Promise<Snapshot | undefined> {
    const known = this.#known.get(id);
    if (known !== undefined && isHeadOf(whole, known)) return known;
    if (whole.length < SNAPSHOT_BYTES) return undefined;
    const snapshot = await readSnapshot(this.#snapshotPath(id));
    const fits = snapshot?.state.id === id && isHeadOf(whole, snapshot);
    return fits ? snapshot : undefined;
  }

  #isSegmented(id: string): Promise<boolean> {
    return hasSegments(this.#options.layout, checkWorkflowId(id));
  }

  /** Tests whether the next event goes into a segment. */
  async #beginsSegments(id: string, revision: number, hold: LockHold): Promise<boolean> {
    if (await this.#isSegmented(id)) return true;
    const { layout, prepare } = this.#options;
    if (revision === 0) await prepare();
    if (!(await isShared(layout))) return false;
    // Shared before there were segments, or begun in a shared folder.
    const { convertToSegments } = await import('./convert-journals.ts');
    await convertToSegments(layout, id, hold);
    return true;
  }

  async #shared(id: string): Promise<KnownSegments | undefined> {
    return (await this.#segmentStore()).load(id);
  }

  /** A part of its own, since most journals are private. */
  #segmentStore(): Promise<SegmentStore> {
    this.#segments ??= import('./segment-store.ts').then((module) => new module.SegmentStore(this.#options));
    return this.#segments;
  }

  /** Undefined if there is no such journal. */
  async #stamp(id: string): Promise<FileStamp | undefined> {
    const path = this.#path(id);
    try {
      return stampOf(await lstat(path));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  #source(id: string): JournalSource {
    return { file: this.#options.layout.shown(workflowFile(id, 'journal.jsonl')), workflow: id };
  }

  #path(id: string): string {
    return this.#options.layout.absolute(workflowFile(checkWorkflowId(id), 'journal.jsonl'));
  }

  #snapshotPath(id: string): string {
    return this.#options.layout.absolute(workflowFile(checkWorkflowId(id), 'journal.snapshot'));
  }
}

/** An incomplete last line may be completed any moment, so the file is read again. */
function isSame(stamp: FileStamp, { stamp: known, bytes }: Known): boolean {
  return isSameStamp(stamp, known) && stamp.size === bytes;
}

function isHeadOf(whole: Buffer, { bytes, digest }: Snapshot): boolean {
  return bytes <= whole.length && sha256(whole.subarray(0, bytes)) === digest;
}

/**
 * Folds what follows the base.
 *
 * @returns undefined if not even the first event exists
 */
function continueFrom(
  base: Snapshot | undefined,
  journal: JournalBytes,
  stamp: FileStamp,
  source: JournalSource,
): Known | undefined {
  const { whole } = journal;
  const { events, greatestId } = decode(journal, source, base);
  if (base === undefined && events.length === 0) return undefined;
  return {
    stamp,
    bytes: whole.length,
    digest: sha256(whole),
    greatestId,
    state: foldEvents(events, source, base?.state),
    wasReplayed: base === undefined && whole.length >= SNAPSHOT_BYTES,
  };
}

function decode(journal: JournalBytes, source: JournalSource, base?: Snapshot) {
  const { whole, torn } = journal;
  const rest = whole.subarray(base?.bytes ?? 0);
  const wrong = encodingFault(rest, base?.state.revision);
  if (wrong !== undefined) throw refusal(wrong, source);
  const text = rest.toString('utf8') + torn.toString('utf8');
  return decodeJournal(text, base === undefined ? source : { ...source, before: headOf(whole, base) });
}

function headOf(whole: Buffer, { bytes, greatestId, state }: Snapshot): JournalHead {
  const head = whole.subarray(0, bytes);
  return {
    events: state.revision,
    greatestId,
    has: (id) => head.includes(`"id":${JSON.stringify(id)}`),
  };
}
