import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { ShownFiles } from '../../node/folder/state-statuses.ts';
import type { EngineModule } from '../engine.ts';
import { readSnapshot } from './folder-snapshot.ts';
import type { FolderSnapshot, Note } from './folder-snapshot.ts';

type Engine = Pick<EngineModule, 'DEFAULT_RULES' | 'stateStatuses' | 'refusedFiles'>;

/**
 * How often the files' status is asked for, because events get lost: while the window's watchers are not up yet, for files made
 * faster than their new folders are watched, where a setting excludes them.
 */
export const POLL_MS = 4000;
/**
 * Of the looks, so many pass before one reads everything again: what no file's status tells, such as state that appeared in a
 * folder above, shows within a minute.
 */
const POLLS_PER_READING = 15;

/** Reads a folder's snapshots, and knows by the status of its files whether the last one still holds. */
export class SnapshotReader {
  /** What the last snapshot was read from; undefined where it shows no workflow: reading that costs little. */
  #shown: ShownFiles | undefined;
  /** What those files' status said before they were read; undefined where nobody asked. */
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

  /** Whether a look has to read: the files aren't as they were, or it is one of those that read everything. @param open undefined before the first look */
  async isDue(engine: Engine, open: OpenFolder | undefined): Promise<boolean> {
    this.#polls += 1;
    if (open === undefined || this.#polls % POLLS_PER_READING === 0) return true;
    return !(await this.isCurrent(engine, open));
  }

  /** Whether the files are as they were when the last snapshot was read from them. Reads and writes nothing. */
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
