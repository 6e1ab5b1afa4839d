import type { Event, Uri, WorkspaceFolder } from 'vscode';
import { EventEmitter, window, workspace } from 'vscode';

import { OpenEditors } from '../editor/open-editors.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting } from '../registration/settings.ts';
import { activeFile } from './active-file.ts';
import { FolderController } from './folder-controller.ts';
import { FixedScope, FolderScope } from './folder-scope.ts';
import { POLL_MS } from './snapshot-reader.ts';

/**
 * The workspace: one controller a folder, and which of them is shown beside the tree (title, meter, status bar). The
 * tree shows every folder that has a workflow.
 */
export class WorkspaceModel extends FolderScope implements DisposableLike {
  /** The shown folder or its snapshot changed. */
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #editors = this.#disposables.add(new OpenEditors());
  readonly #controllers = new Map<string, { controller: FolderController; disposables: DisposableList }>();
  #chosen: string | undefined;
  /** The active editor's folder when it was last asked: what happens within one editor is no turning to it. */
  #editor: string | undefined;
  /** The folder that was told to be the shown one. */
  #told: FolderController | undefined;

  constructor(reporter: Reporter) {
    super();
    this.#reporter = reporter;
    this.onDidChange = this.#changed.event;
    this.#disposables.add(this.#changed);
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.#takeFolders()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => void this.refresh()));
    const timer = setInterval(() => this.#check(), POLL_MS);
    this.#disposables.add({ dispose: () => clearInterval(timer) });
    this.#disposables.add(onDidChangeSetting(['ninefold.stateDirectory'], () => void this.refresh()));
    this.#disposables.add(window.onDidChangeActiveTextEditor(() => this.#chooseByEditor()));
    this.#disposables.add(window.tabGroups.onDidChangeTabs(() => this.#chooseByEditor()));
    // A watcher may have been excluded by a setting; coming back to the window looks again.
    this.#disposables.add(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.refresh();
      }),
    );
  }

  /** Opens the folders: the work that start-up leaves for later. */
  start(): void {
    this.#takeFolders();
  }

  get all(): readonly FolderController[] {
    return [...this.#controllers.values()].map(({ controller }) => controller);
  }

  /** The folders that have something to show; two that share their state are one. */
  get shown(): readonly FolderController[] {
    const seen = new Set<string>();
    return this.all.filter(({ snapshot, open }) => {
      if (snapshot.kind !== 'workflow' && snapshot.kind !== 'damaged') return false;
      const key = JSON.stringify([open?.root, open?.folder]);
      return !seen.has(key) && seen.add(key);
    });
  }

  /** The folder that is shown: the one a person turned to last by an editor or a row, else the first. */
  get current(): FolderController | undefined {
    const { shown, all } = this;
    const candidates = shown.length > 0 ? shown : all;
    return candidates.find(({ key }) => key === this.#chosen) ?? candidates[0];
  }

  /** The folder that the active editor's file is in, if it is one of these. */
  ofEditor(candidates: readonly FolderController[]): FolderController | undefined {
    const uri = activeFile();
    return uri === undefined ? undefined : this.at(uri, candidates);
  }

  /** The folder that a file is in, if it is one of these, or shares its state with one of these. */
  at(uri: Uri, candidates: readonly FolderController[] = this.all): FolderController | undefined {
    const folder = workspace.getWorkspaceFolder(uri);
    const own = this.all.find(({ key }) => key === folder?.uri.toString());
    if (own === undefined || candidates.includes(own)) return own;
    return candidates.find(({ open }) => open?.root === own.open?.root && open?.folder === own.open?.folder);
  }

  /** A folder for the length of a command. @param key as the rows name it; the shown one where it is left out */
  scope(key?: string): FixedScope {
    const controller = key === undefined ? this.current : this.all.find((one) => one.key === key);
    return new FixedScope(controller, () => this.refresh());
  }

  /** A person turned to this folder: it is the shown one until they turn to another. */
  choose(key: string | undefined): void {
    if (key === undefined) return;
    this.#chosen = key;
    // Another editor need not be another folder.
    if (this.current !== this.#told) this.#tell();
  }

  /** Reads every folder again. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#controllers.values()].map(({ controller }) => controller.refresh()));
  }

  dispose(): void {
    for (const { disposables } of this.#controllers.values()) disposables.dispose();
    this.#controllers.clear();
    this.#disposables.dispose();
  }

  #check(): void {
    for (const { controller } of this.#controllers.values()) void controller.look();
  }

  #takeFolders(): void {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const wanted = new Set(folders.map(({ uri }) => uri.toString()));
    for (const [key, { disposables }] of this.#controllers) {
      if (wanted.has(key)) continue;
      disposables.dispose();
      this.#controllers.delete(key);
    }
    for (const folder of folders) if (!this.#controllers.has(folder.uri.toString())) this.#add(folder);
    this.#tell();
  }

  #add(folder: WorkspaceFolder): void {
    const disposables = new DisposableList();
    const controller = disposables.add(new FolderController(folder, this.#editors, this.#reporter));
    disposables.add(controller.onDidChange(() => this.#tell()));
    this.#controllers.set(controller.key, { controller, disposables });
    void controller.refresh();
  }

  #chooseByEditor(): void {
    const folder = this.ofEditor(this.shown)?.key;
    if (folder !== this.#editor) this.choose(folder);
    this.#editor = folder;
  }

  #tell(): void {
    this.#told = this.current;
    this.#changed.fire();
  }
}
