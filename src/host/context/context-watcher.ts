import { RelativePattern, window, workspace } from 'vscode';

import { MANIFEST_NAMES } from '../../core/context/manifest-names.ts';
import { loadContextModule } from '../../node/context/load-context.ts';
import { PHASES_VIEW } from '../contributions.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Debounce: package managers write a manifest more than once. */
const QUIET_MS = 3000;

/**
 * Refreshes the project context of folders with an active workflow when a live session starts or a manifest changes.
 * The loader decides whether its cache is still fresh. Progress shows only in the view.
 */
export class ContextWatcher implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #watchers = new DisposableList();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, AbortController>();
  /** Keys of the folders. */
  #watched: readonly string[] = [];
  #session: string | null = null;

  constructor(model: WorkspaceModel, reading: CurrentReading, reporter: Reporter) {
    this.#model = model;
    this.#reporter = reporter;
    this.#disposables.add(this.#watchers);
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(
      reading.onDidChange((value) => {
        const session = value?.live === true ? value.sessionId : null;
        if (session === this.#session) return;
        this.#session = session;
        if (session !== null && model.current !== undefined) this.#plan(model.current, 0);
      }),
    );
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const run of this.#running.values()) run.abort();
  }

  /** Watches the manifests of folders with an active workflow and disposes the watchers of others. */
  #update(): void {
    const active = this.#model.shown.filter(isActive);
    for (const [key, run] of this.#running) if (!active.some((folder) => folder.key === key)) run.abort();
    const known = this.#watched;
    const watched = active.map(({ key }) => key);
    if (watched.length === known.length && watched.every((key, index) => key === known[index])) return;
    this.#watched = watched;
    this.#watchers.clear();
    for (const controller of active) {
      const pattern = new RelativePattern(controller.folder, `{${MANIFEST_NAMES.join(',')}}`);
      const watcher = this.#watchers.add(workspace.createFileSystemWatcher(pattern));
      // A session was at work before its workflow: no start of a session follows.
      if (this.#session !== null && !known.includes(controller.key) && controller === this.#model.current) {
        this.#plan(controller, 0);
      }
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
        this.#watchers.add(event(() => this.#plan(controller, QUIET_MS)));
      }
    }
  }

  #plan(controller: FolderController, delay: number): void {
    clearTimeout(this.#timers.get(controller.key));
    this.#timers.set(
      controller.key,
      setTimeout(() => void this.#check(controller), delay),
    );
  }

  async #check(controller: FolderController): Promise<void> {
    const { key } = controller;
    if (!workspace.isTrusted || !isActive(controller) || this.#disposables.isDisposed) return;
    this.#running.get(key)?.abort();
    const run = new AbortController();
    this.#running.set(key, run);
    try {
      const outcome = await window.withProgress({ location: { viewId: PHASES_VIEW } }, async () => {
        const { loadProjectContext } = await loadContextModule();
        return loadProjectContext(await controller.opened(), { signal: run.signal });
      });
      if (outcome?.exportFailure != null) {
        this.#reporter.note("couldn't update the exports with the project context", outcome.exportFailure);
      }
    } catch (error) {
      this.#reporter.note("couldn't refresh the project context", error);
    } finally {
      if (this.#running.get(key) === run) this.#running.delete(key);
    }
  }
}

function isActive({ snapshot }: FolderController): boolean {
  return snapshot.kind === 'workflow' && snapshot.state.status === 'in_progress';
}
