import type { OpenFolder } from '../../node/open-folder.ts';
import type { ShownFiles } from '../../node/state-statuses.ts';
import type { EngineModule } from '../engine.ts';
import { readSnapshot } from './folder-snapshot.ts';
import type { FolderSnapshot, Note } from './folder-snapshot.ts';

type Engine = Pick<EngineModule, 'DEFAULT_RULES' | 'stateStatuses'>;

/** Reads a folder's snapshots, and knows by the status of its files whether the last one still holds. */
export class SnapshotReader {
  /** What the last snapshot was read from; undefined where it shows no workflow: reading that costs little. */
  #shown: ShownFiles | undefined;
  /** What those files' status said before they were read; undefined where nobody asked. */
  #statuses: string | undefined;

  async read(engine: Engine, { service, layout }: OpenFolder, note: Note): Promise<FolderSnapshot> {
    const before = this.#shown && (await engine.stateStatuses(layout, this.#shown));
    this.#statuses = undefined;
    const snapshot = await readSnapshot(service, engine.DEFAULT_RULES, note);
    const shown = shownFiles(snapshot);
    this.#statuses = JSON.stringify(shown) === JSON.stringify(this.#shown) ? before : undefined;
    this.#shown = shown;
    return snapshot;
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
