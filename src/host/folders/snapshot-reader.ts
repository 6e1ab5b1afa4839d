import { homedir } from 'node:os';

import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { ShownFiles } from '../../node/folder/state-statuses.ts';
import type { EngineModule } from '../engine.ts';
import { readSnapshot } from './folder-snapshot.ts';
import type { FolderSnapshot, Note } from './folder-snapshot.ts';

type Engine = Pick<EngineModule, 'DEFAULT_RULES' | 'stateStatuses' | 'refusedFiles' | 'hasOlderState'>;

/**
 * Poll interval of the files' status, in milliseconds. Watchers lose events: before they are set up, in folders
 * created moments ago, and under excluded paths.
 */
export const POLL_MS = 4000;
/**
 * Every so many polls, everything is read: state that appears in a parent folder, which no file's status shows, is
 * found within a minute.
 */
const POLLS_PER_READING = 15;

/** Reads a folder's snapshots and tells by file status whether the last one is current. */
export class SnapshotReader {
  /** Files of the last snapshot; undefined if it shows no workflow, which is cheap to read. */
  #shown: ShownFiles | undefined;
  /** Their status before they were read; undefined if not taken. */
  #statuses: string | undefined;
  #polls = 0;
  /** Whether an older tool left state, as found at a poll. */
  #older: { readonly found: boolean; readonly poll: number } | undefined;

  async read(engine: Engine, open: OpenFolder, note: Note): Promise<FolderSnapshot> {
    const { service, layout } = open;
    const before = this.#shown && (await engine.stateStatuses(layout, this.#shown));
    this.#statuses = undefined;
    const bare = await readSnapshot(service, engine.DEFAULT_RULES, note);
    const isEmpty = bare.kind === 'empty';
    const read = isEmpty ? { ...bare, hasOlder: await this.#hasOlder(engine, open, note) } : bare;
    const refused = await engine.refusedFiles(layout);
    const snapshot = refused.length === 0 ? read : { ...read, refused };
    const shown = shownFiles(snapshot);
    this.#statuses = JSON.stringify(shown) === JSON.stringify(this.#shown) ? before : undefined;
    this.#shown = shown;
    return snapshot;
  }

  /** Looks for state of an older tool once a minute: its places aren't watched. */
  async #hasOlder(engine: Engine, { layout }: OpenFolder, note: Note): Promise<boolean> {
    const poll = Math.floor(this.#polls / POLLS_PER_READING);
    if (this.#older?.poll !== poll) {
      try {
        this.#older = { found: await engine.hasOlderState({ layout, home: homedir() }), poll };
      } catch (error) {
        note("couldn't look for older state", error);
        this.#older = { found: false, poll };
      }
    }
    return this.#older.found;
  }

  /**
   * Returns whether to read: the files changed, or a full reading is due.
   *
   * @param open undefined before the first look-up
   */
  async isDue(engine: Engine, open: OpenFolder | undefined): Promise<boolean> {
    this.#polls += 1;
    if (open === undefined || this.#polls % POLLS_PER_READING === 0) return true;
    return !(await this.isCurrent(engine, open));
  }

  /** Returns whether the files are unchanged since the last snapshot. Only reads. */
  async isCurrent(engine: Engine, { layout }: OpenFolder): Promise<boolean> {
    if (this.#shown === undefined || this.#statuses === undefined) return false;
    return this.#statuses === (await engine.stateStatuses(layout, this.#shown));
  }
}

function shownFiles(snapshot: FolderSnapshot): ShownFiles | undefined {
  if (snapshot.kind !== 'workflow') return undefined;
  const { state, others, files } = snapshot;
  return { workflows: [state.id, ...others.map(({ id }) => id)], files: Object.keys(files) };
}
