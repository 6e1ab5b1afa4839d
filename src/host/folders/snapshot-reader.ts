import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { ShownFiles } from '../../node/folder/state-statuses.ts';
import type { EngineModule } from '../engine.ts';
import { readSnapshot } from './folder-snapshot.ts';
import type { FolderSnapshot, Note } from './folder-snapshot.ts';

type Engine = Pick<EngineModule, 'DEFAULT_RULES' | 'stateStatuses' | 'refusedFiles'>;

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

  async read(engine: Engine, { service, layout }: OpenFolder, note: Note): Promise<FolderSnapshot> {
    const before = this.#shown && (await engine.stateStatuses(layout, this.#shown));
    this.#statuses = undefined;
    const read = await readSnapshot(service, engine.DEFAULT_RULES, note);
    const refused = await engine.refusedFiles(layout);
    const snapshot = refused.length === 0 ? read : { ...read, refused };
    const shown = shownFiles(snapshot);
    this.#statuses = JSON.stringify(shown) === JSON.stringify(this.#shown) ? before : undefined;
    this.#shown = shown;
    return snapshot;
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
