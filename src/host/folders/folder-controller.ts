import { homedir } from 'node:os';

import type { Event, WorkspaceFolder } from 'vscode';
import { EventEmitter, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { OpenEditors } from '../editor/open-editors.ts';
import { takeInEdits } from '../editor/take-in-edits.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { readSetting } from '../registration/settings.ts';
import { unopened } from './folder-snapshot.ts';
import type { FolderSnapshot } from './folder-snapshot.ts';
import { FolderWatcher, isWatchedByName } from './folder-watcher.ts';
import { SnapshotReader } from './snapshot-reader.ts';

/** Manages one workspace folder: its service, its snapshot, and an event when that changes, whoever wrote. */
export class FolderController implements DisposableLike {
  readonly folder: WorkspaceFolder;
  readonly onDidChange: Event<FolderSnapshot>;
  readonly #editors: OpenEditors;
  readonly #reporter: Reporter;
  readonly #changed = new EventEmitter<FolderSnapshot>();
  readonly #disposables = new DisposableList();
  /** Disposables of the root that is currently open. */
  readonly #rootDisposables = new DisposableList();
  readonly #watcher: FolderWatcher;
  readonly #reader = new SnapshotReader();
  #open: OpenFolder | undefined;
  #snapshot: FolderSnapshot = { kind: 'loading' };
  /** The last emitted snapshot as text, to skip unchanged ones. */
  #told = '';
  #reading: Promise<void> | undefined;
  /** Forces a full reading, whatever the files' status is. */
  #isStale = true;
  /** The last logged error per operation, so that polling doesn't flood the log. */
  readonly #noted = new Map<string, string>();

  constructor(folder: WorkspaceFolder, editors: OpenEditors, reporter: Reporter) {
    this.folder = folder;
    this.#editors = editors;
    this.#reporter = reporter;
    this.onDidChange = this.#changed.event;
    this.#disposables.add(this.#changed);
    this.#disposables.add(this.#rootDisposables);
    this.#watcher = this.#disposables.add(new FolderWatcher(folder.uri, () => void this.refresh()));
  }

  /** Identifies the folder, stable across reloads. */
  get key(): string {
    return this.folder.uri.toString();
  }

  get snapshot(): FolderSnapshot {
    return this.#snapshot;
  }

  /** The open folder; undefined until the first look-up is done. */
  get open(): OpenFolder | undefined {
    return this.#open;
  }

  /** Returns the open folder, looking it up if needed. @throws folder-missing */
  async opened(): Promise<OpenFolder> {
    if (this.#open === undefined) await this.#lookUp();
    if (this.#open === undefined) throw new NinefoldError('folder-missing', { path: this.folder.uri.fsPath });
    return this.#open;
  }

  /** Reads the files again; concurrent calls share the next run. Never throws. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    return this.#catchUp();
  }

  /** Reads the files again if their status has changed. Never throws. */
  async look(): Promise<void> {
    return this.#catchUp();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #catchUp(): Promise<void> {
    this.#reading ??= this.#readUntilFresh();
    return this.#reading;
  }

  async #readUntilFresh(): Promise<void> {
    do {
      try {
        const isWanted = this.#isStale;
        this.#isStale = false;
        const isRead = isWanted || (await this.#reader.isDue(await loadEngine(), this.#open));
        if (isRead) await this.#lookUp();
        // An edit can also be applied because its file was closed.
        await this.#takeIn(isRead);
        if (isRead) await this.#read();
      } catch (error) {
        this.#noteOnce(`couldn't read ${this.folder.name}`, error);
        // A root that links outside is never opened, and an empty view wouldn't explain why.
        if (NinefoldError.is(error)) this.#tell(unopened(error, (await loadEngine()).DEFAULT_RULES));
      }
    } while (this.#isStaleNow());
    // Immediately, so that later callers start a new reading.
    this.#reading = undefined;
  }

  /** A method, because others set the flag while the reading waits. */
  #isStaleNow(): boolean {
    return this.#isStale && !this.#disposables.isDisposed;
  }

  /** Looks the state root up again, because it may have appeared or moved. */
  async #lookUp(): Promise<void> {
    const stateDirectory = readSetting('ninefold.stateDirectory', this.folder.uri);
    const engine = await loadEngine();
    const found = await engine.openFolder({
      folder: this.folder.uri.fsPath,
      environment: process.env,
      home: homedir(),
      isTrusted: () => workspace.isTrusted,
      report: (notice) => this.#reporter.note(`${this.folder.name}: fixed`, notice),
      ...(stateDirectory === '' ? {} : { stateDirectory }),
    });
    if (found.root === this.#open?.root && found.folder === this.#open.folder) return;
    this.#open = found;
    this.#told = '';
    this.#rootDisposables.clear();
    this.#rootDisposables.add({ dispose: found.service.onDidChange(() => void this.refresh()) });
    if (!isWatchedByName(found.root, this.folder.uri.fsPath)) {
      this.#rootDisposables.add(this.#watcher.watchRoot(found.root));
    }
  }

  /** A failed edit mustn't hide what the files contain. */
  async #takeIn(mayDiffer: boolean): Promise<void> {
    try {
      await takeInEdits({ open: await this.opened(), editors: this.#editors, mayDiffer }, this.#reporter);
    } catch (error) {
      this.#noteOnce("couldn't apply an edited export", error);
    }
  }

  async #read(): Promise<void> {
    const open = await this.opened();
    const snapshot = await this.#reader.read(await loadEngine(), open, (what, error) =>
      this.#noteOnce(what, error),
    );
    if (snapshot.kind === 'workflow') this.#watcher.setFiles(open.folder, Object.keys(snapshot.files));
    this.#tell(snapshot);
  }

  #tell(snapshot: FolderSnapshot): void {
    if (this.#disposables.isDisposed) return;
    const text = JSON.stringify(snapshot);
    if (text === this.#told) return;
    this.#told = text;
    this.#snapshot = snapshot;
    this.#changed.fire(snapshot);
  }

  #noteOnce(what: string, error: unknown): void {
    const text = NinefoldError.is(error) ? JSON.stringify(error) : String(error);
    if (this.#noted.get(what) === text) return;
    this.#noted.set(what, text);
    this.#reporter.note(what, error);
  }
}
