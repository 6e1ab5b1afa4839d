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
 * Manages the workspace: one controller per folder, and which folder the title, meter, and status bar show. The tree
 * shows every folder with a workflow.
 */
export class WorkspaceModel extends FolderScope implements DisposableLike {
  /** Fires when the shown folder or its snapshot changes. */
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #editors = this.#disposables.add(new OpenEditors());
  readonly #controllers = new Map<string, { controller: FolderController; disposables: DisposableList }>();
  #chosen: string | undefined;
  /** Folder of the last active editor: events within one editor don't change the shown folder. */
  #editor: string | undefined;
  /** The folder last announced as shown. */
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
    // Files may be excluded from watching, so read again when the window regains focus.
    this.#disposables.add(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.refresh();
      }),
    );
  }

  /** Opens the folders; startup defers this. */
  start(): void {
    this.#takeFolders();
  }

  get all(): readonly FolderController[] {
    return [...this.#controllers.values()].map(({ controller }) => controller);
  }

  /** The folders with something to show; two that share their state count as one. */
  get shown(): readonly FolderController[] {
    const seen = new Set<string>();
    return this.all.filter(({ snapshot, open }) => {
      if (snapshot.kind !== 'workflow' && snapshot.kind !== 'damaged') return false;
      const key = JSON.stringify([open?.root, open?.folder]);
      return !seen.has(key) && seen.add(key);
    });
  }

  /** The shown folder: the one last selected by editor or row, otherwise the first. */
  get current(): FolderController | undefined {
    const { shown, all } = this;
    const candidates = shown.length > 0 ? shown : all;
    return candidates.find(({ key }) => key === this.#chosen) ?? candidates[0];
  }

  /** Returns the candidate that contains the active editor's file. */
  ofEditor(candidates: readonly FolderController[]): FolderController | undefined {
    const uri = activeFile();
    return uri === undefined ? undefined : this.at(uri, candidates);
  }

  /** Returns the candidate that contains a file, or that shares its state with the folder that does. */
  at(uri: Uri, candidates: readonly FolderController[] = this.all): FolderController | undefined {
    const folder = workspace.getWorkspaceFolder(uri);
    const own = this.all.find(({ key }) => key === folder?.uri.toString());
    if (own === undefined || candidates.includes(own)) return own;
    return candidates.find(({ open }) => open?.root === own.open?.root && open?.folder === own.open?.folder);
  }

  /** Returns a folder for the duration of a command. @param key as in rows; default: the shown folder */
  scope(key?: string): FixedScope {
    const controller = key === undefined ? this.current : this.all.find((one) => one.key === key);
    return new FixedScope(controller, () => this.refresh());
  }

  /** Shows this folder until the user selects another. */
  choose(key: string | undefined): void {
    if (key === undefined) return;
    this.#chosen = key;
    // Another editor may be in the same folder.
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
