import { basename, join } from 'node:path';

import type { Uri } from 'vscode';
import { RelativePattern, workspace } from 'vscode';

import { isSamePath } from '../../core/paths/paths.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Debounce: one save fires several events. */
const QUIET_MS = 40;

/** Usual names of the state root. */
const ROOTS = '{.claude,.aura-frog,.ninefold}';
/** Files that a snapshot is read from and their parent folders: for a new folder, only the folder may be reported. */
const STATE_FILES =
  '{ninefold.json,workflow-state.toon,decisions.toon,state,state/workflows,state/workflows/*.journal.jsonl,state/workflows/*.journal,state/workflows/*.journal/*.jsonl,state/sessions,state/sessions/current.json}';

/**
 * Watches what a snapshot depends on: the state root wherever it is, state that appears under a usual name, and the
 * files of the rows. Calls back after a pause.
 */
export class FolderWatcher implements DisposableLike {
  readonly #disposables = new DisposableList();
  readonly #onQuiet: () => void;
  #files: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: Uri, onQuiet: () => void) {
    this.#onQuiet = onQuiet;
    // Two patterns, because VS Code's globs don't support nested braces.
    for (const pattern of [ROOTS, `${ROOTS}/${STATE_FILES}`]) {
      this.#disposables.add(this.#watch(new RelativePattern(folder, pattern)));
    }
    this.#disposables.add(
      this.#watch(new RelativePattern(folder, '**/*'), ({ fsPath }) => this.#files.has(fsPath)),
    );
  }

  /** Watches a state root that the folder's own watchers don't cover. */
  watchRoot(root: string): DisposableList {
    return this.#watch(new RelativePattern(root, STATE_FILES));
  }

  /** Sets the files of the rows to watch, relative to `folder`. */
  setFiles(folder: string, paths: readonly string[]): void {
    this.#files = new Set(paths.map((path) => join(folder, ...path.split('/'))));
  }

  /** Schedules a reading. */
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

/** Returns whether the folder's own watcher covers this root: inside the folder, under a usual name. */
export function isWatchedByName(root: string, folder: string): boolean {
  const name = basename(root);
  return (
    ['.claude', '.aura-frog', '.ninefold'].includes(name) &&
    isSamePath(join(folder, name), root, process.platform)
  );
}
