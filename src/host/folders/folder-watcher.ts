import { basename, join } from 'node:path';

import type { Uri } from 'vscode';
import { RelativePattern, workspace } from 'vscode';

import { isSamePath } from '../../core/paths/paths.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Events of one save come in a bunch; they are answered by one reading. */
const QUIET_MS = 40;

/** Where a state root usually is. */
const ROOTS = '{.claude,.aura-frog,.ninefold}';
/** What a snapshot is read from, and the folders on the way there: of a new folder's files only it may be told. */
const STATE_FILES =
  '{ninefold.json,workflow-state.toon,decisions.toon,state,state/workflows,state/workflows/*.journal.jsonl,state/sessions,state/sessions/current.json}';

/**
 * Watches what a folder's snapshot is made of: the state root, wherever it is, state that appears under one of its
 * usual names, and the files that the rows name. Calls back once things are quiet.
 */
export class FolderWatcher implements DisposableLike {
  readonly #disposables = new DisposableList();
  readonly #onQuiet: () => void;
  #files: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: Uri, onQuiet: () => void) {
    this.#onQuiet = onQuiet;
    // Two patterns, because VS Code's know no braces within braces.
    for (const pattern of [ROOTS, `${ROOTS}/${STATE_FILES}`]) {
      this.#disposables.add(this.#watch(new RelativePattern(folder, pattern)));
    }
    this.#disposables.add(
      this.#watch(new RelativePattern(folder, '**/*'), ({ fsPath }) => this.#files.has(fsPath)),
    );
  }

  /** Watches a state root that the folder's own watchers don't reach or don't know by name. */
  watchRoot(root: string): DisposableList {
    return this.#watch(new RelativePattern(root, STATE_FILES));
  }

  /** The files of the rows, relative to `folder`. */
  setFiles(folder: string, paths: readonly string[]): void {
    this.#files = new Set(paths.map((path) => join(folder, ...path.split('/'))));
  }

  /** Asks for a reading, at once if nothing else comes. */
  trigger(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onQuiet, QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #watch(pattern: RelativePattern, isOurs: (uri: Uri) => boolean = () => true): DisposableList {
    const disposables = new DisposableList();
    const watcher = disposables.add(workspace.createFileSystemWatcher(pattern));
    const changed = (uri: Uri): void => {
      if (isOurs(uri)) this.trigger();
    };
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      disposables.add(event(changed));
    }
    return disposables;
  }
}

/** Whether the folder's own watcher sees this root: it lies in the folder, under a usual name. */
export function isWatchedByName(root: string, folder: string): boolean {
  const name = basename(root);
  return (
    ['.claude', '.aura-frog', '.ninefold'].includes(name) &&
    isSamePath(join(folder, name), root, process.platform)
  );
}
