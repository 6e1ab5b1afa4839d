import { join } from 'node:path';

import type { Event, WorkspaceFolder } from 'vscode';
import { EventEmitter, Uri, window, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { onDidChangeSetting } from '../registration/settings.ts';
import { FolderController } from './folder-controller.ts';
import type { FolderSnapshot } from './folder-snapshot.ts';

/**
 * Events get lost: while the window's watchers are not up yet, for files made faster than their new folders are
 * watched, where a setting excludes them. A look at a few files' status finds what they didn't tell.
 */
const SLOW_LOOK_MS = 4000;

/** The workspace: one controller a folder, and which of them the views show. */
export class WorkspaceModel implements Disposer {
  /** The shown folder or its snapshot changed. */
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #controllers = new Map<string, { controller: FolderController; disposables: DisposableList }>();

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
    this.onDidChange = this.#changed.event;
    this.#disposables.add(this.#changed);
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.#takeFolders()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => void this.refresh()));
    const timer = setInterval(() => void this.refresh(), SLOW_LOOK_MS);
    this.#disposables.add({ dispose: () => clearInterval(timer) });
    this.#disposables.add(onDidChangeSetting(['ninefold.stateDirectory'], () => void this.refresh()));
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

  /** The folder that is shown: the first with a workflow, else the first. Undefined where none is open. */
  get current(): FolderController | undefined {
    const controllers = [...this.#controllers.values()].map(({ controller }) => controller);
    return (
      controllers.find(({ snapshot }) => snapshot.kind === 'workflow' || snapshot.kind === 'damaged') ??
      controllers[0]
    );
  }

  get snapshot(): FolderSnapshot | undefined {
    return this.current?.snapshot;
  }

  /** The active workflow as last read; undefined where there is none. */
  get state(): WorkflowState | undefined {
    const { snapshot } = this;
    return snapshot?.kind === 'workflow' ? snapshot.state : undefined;
  }

  /** The shown folder, to be read. @throws folder-none */
  async readable(): Promise<OpenFolder> {
    const { current } = this;
    if (current === undefined) throw new NinefoldError('folder-none');
    return current.opened();
  }

  /** The shown folder, to be written. @throws folder-none, untrusted */
  async writable(): Promise<OpenFolder> {
    const open = await this.readable();
    if (!workspace.isTrusted) throw new NinefoldError('untrusted');
    return open;
  }

  /** Where a path of a deliverable lies; undefined before the folder is open. */
  uriOf(file: string): Uri | undefined {
    const open = this.current?.open;
    return open === undefined ? undefined : Uri.file(join(open.folder, ...file.split('/')));
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

  #takeFolders(): void {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const wanted = new Set(folders.map(keyOf));
    for (const [key, { disposables }] of this.#controllers) {
      if (wanted.has(key)) continue;
      disposables.dispose();
      this.#controllers.delete(key);
    }
    for (const folder of folders) if (!this.#controllers.has(keyOf(folder))) this.#add(folder);
    this.#changed.fire();
  }

  #add(folder: WorkspaceFolder): void {
    const disposables = new DisposableList();
    const controller = disposables.add(new FolderController(folder, this.#reporter));
    disposables.add(controller.onDidChange(() => this.#changed.fire()));
    this.#controllers.set(keyOf(folder), { controller, disposables });
    void controller.refresh();
  }
}

function keyOf(folder: WorkspaceFolder): string {
  return folder.uri.toString();
}
