/** The journals of a state root as files: read incrementally, appended and synced under the root's lock. */

import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../core/errors.ts';
import { workflowFile } from '../core/exports/exports.ts';
import { decodeJournal, encodeEvent, foldEvents } from '../core/journal/journal-format.ts';
import type { JournalPort } from '../core/service/ports.ts';
import type { WorkflowEvent } from '../core/workflow/events.ts';
import { checkWorkflowId } from '../core/workflow/names.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import { syncFolder, unwritable } from './atomic-file.ts';
import { withLock } from './lock.ts';
import type { StateLayout } from './state-layout.ts';
import { isAbsence, reasonOf } from './system-error.ts';

const JOURNAL_ENDING = '.journal.jsonl';
/** So many bytes tell a journal that grew from one that was rewritten in place. */
const TAIL_BYTES = 512;

/** What was read of one journal: as long as the file only grew, its head is not read again. */
interface Known {
  readonly inode: number;
  readonly modified: number;
  /** Bytes folded into `state`: up to the last newline. */
  readonly bytes: number;
  readonly size: number;
  /** The last bytes before `bytes`: a file that only grew still has them there. */
  readonly tail: Buffer;
  readonly state: WorkflowState;
}

export interface JournalStoreOptions {
  readonly layout: StateLayout;
  /** Called inside the lock before the first file is written: makes the root private. */
  readonly prepare: () => Promise<void>;
}

export class JournalStore implements JournalPort {
  readonly #options: JournalStoreOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: JournalStoreOptions) {
    this.#options = options;
  }

  async listIds(): Promise<readonly string[]> {
    const { prefix, root } = this.#options.layout;
    const path = join(root, 'state', 'workflows');
    try {
      const names = await readdir(path);
      const own = names.filter((name) => name.startsWith(prefix) && name.endsWith(JOURNAL_ENDING));
      return own.map((name) => name.slice(prefix.length, -JOURNAL_ENDING.length)).sort();
    } catch (error) {
      if (isAbsence(error)) return [];
      throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  async read(id: string): Promise<WorkflowState | undefined> {
    return (await this.#load(id))?.state;
  }

  async readEvents(id: string): Promise<readonly WorkflowEvent[]> {
    const text = await this.#readFrom(id, 0);
    if (text === undefined) throw new NinefoldError('workflow-unknown', { id });
    return decodeJournal(text.toString('utf8'), this.#name(id)).events;
  }

  async append(
    id: string,
    revision: number,
    events: readonly WorkflowEvent[],
  ): Promise<WorkflowState | undefined> {
    const path = this.#path(id);
    return withLock(this.#options.layout.lock, async () => {
      const known = await this.#load(id);
      if ((known?.state.revision ?? 0) !== revision) return undefined;
      try {
        if (known === undefined) await this.#options.prepare();
        await appendSynced(path, events.map(encodeEvent).join(''), known?.bytes ?? 0);
      } catch (error) {
        throw unwritable(path, error);
      }
      return (await this.#load(id))?.state;
    });
  }

  async #load(id: string): Promise<Known | undefined> {
    const status = await this.#status(id);
    if (status === undefined) {
      this.#known.delete(id);
      return undefined;
    }
    const known = this.#known.get(id);
    const isSame =
      known?.inode === status.ino && known.modified === status.mtimeMs && known.size === status.size;
    if (known !== undefined && isSame) return known;
    const isGrown = known?.inode === status.ino && status.size > known.size;
    const more = isGrown ? await this.#readMore(id, known) : undefined;
    const base = more === undefined ? undefined : known;
    const bytes = more ?? (await this.#readFrom(id, 0));
    if (bytes === undefined) {
      this.#known.delete(id);
      return undefined;
    }
    const { events, torn } = decodeJournal(bytes.toString('utf8'), this.#name(id), base?.state.revision ?? 0);
    if (base === undefined && events.length === 0 && torn === '') {
      this.#known.delete(id);
      return undefined;
    }
    const read = (base?.bytes ?? 0) + bytes.length;
    const whole = bytes.subarray(0, bytes.length - Buffer.byteLength(torn));
    const next: Known = {
      inode: status.ino,
      modified: status.mtimeMs,
      bytes: read - Buffer.byteLength(torn),
      size: read,
      tail: Buffer.from(whole.length === 0 && base !== undefined ? base.tail : whole.subarray(-TAIL_BYTES)),
      state: foldEvents(events, this.#name(id), base?.state),
    };
    this.#known.set(id, next);
    return next;
  }

  /** Undefined where there is no such journal. */
  async #status(id: string): Promise<Stats | undefined> {
    const path = this.#path(id);
    try {
      return await stat(path);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** What follows the bytes known already; undefined where those aren't there any more: the file was rewritten. */
  async #readMore(id: string, { bytes, tail }: Known): Promise<Buffer | undefined> {
    const read = await this.#readFrom(id, bytes - tail.length);
    const isSameFile = read?.subarray(0, tail.length).equals(tail) === true;
    return isSameFile ? read.subarray(tail.length) : undefined;
  }

  async #readFrom(id: string, offset: number): Promise<Buffer | undefined> {
    const path = this.#path(id);
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.max(0, size - offset));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
    } finally {
      await handle?.close();
    }
  }

  #name(id: string): string {
    return this.#options.layout.place(workflowFile(id, 'journal.jsonl'));
  }

  #path(id: string): string {
    return this.#options.layout.absolute(workflowFile(checkWorkflowId(id), 'journal.jsonl'));
  }
}

/**
 * Appends and syncs. What an unfinished write left after `end` is set aside beside the journal first: it is no
 * event, and a line must not begin in its middle.
 */
async function appendSynced(path: string, text: string, end: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
  try {
    const { size } = await handle.stat();
    if (size > end) await setTornAside(handle, `${path}.torn`, end, size);
    try {
      await writeAt(handle, Buffer.from(text), end);
      await handle.sync();
    } catch (error) {
      // A full disk may have taken half a line: the journal ends again where it ended before.
      await handle.truncate(end);
      throw error;
    }
    if (end === 0) await syncFolder(dirname(path));
  } finally {
    await handle.close();
  }
}

async function setTornAside(handle: FileHandle, path: string, end: number, size: number): Promise<void> {
  const torn = Buffer.alloc(size - end);
  await handle.read(torn, 0, torn.length, end);
  await writeFile(path, torn, { flag: 'a' });
  await handle.truncate(end);
}

async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
