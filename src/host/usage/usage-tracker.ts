import type { Event } from 'vscode';
import { EventEmitter, workspace } from 'vscode';

import type { SessionCourse } from '../../core/usage/session-course.ts';
import type { UsageReport } from '../../core/usage/usage-report.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { UsageClient } from '../../node/usage/usage-client.ts';
import { loadEngine } from '../engine.ts';
import type { EngineModule } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting } from '../registration/settings.ts';

/** Minimum interval between measurements; an active session writes every few seconds. */
const PAUSE_MS = 10_000;

interface Measured {
  /** Workflow, revision, and reading of the measurement. */
  readonly key: string;
  /** Null if it couldn't be measured. */
  readonly report: UsageReport | null;
}

export interface UsageTrackerParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly reporter: Reporter;
  /** VS Code's `User` folder. */
  readonly userFolder: string;
}

/**
 * Measures the usage of the shown workflows in a worker, while the phases view is visible and when the workflow or
 * its session's reading changes. Other measurements share this worker.
 */
export class UsageTracker implements DisposableLike {
  /** Fires when a report changes. */
  readonly onDidChange: Event<void>;
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #reporter: Reporter;
  readonly #userFolder: string;
  readonly #disposables = new DisposableList();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly #measured = new Map<string, Measured>();
  #client: UsageClient | undefined;
  #due: NodeJS.Timeout | undefined;
  #isSeen = false;
  #isMeasuring = false;

  constructor({ model, reading, reporter, userFolder }: UsageTrackerParts) {
    this.#model = model;
    this.#reading = reading;
    this.#reporter = reporter;
    this.#userFolder = userFolder;
    this.onDidChange = this.#changed.event;
    this.#disposables.add(model.onDidChange(() => this.#plan(0)));
    this.#disposables.add(reading.onDidChangeFolder(() => this.#plan(PAUSE_MS)));
    this.#disposables.add(onDidChangeSetting(['ninefold.claudeConfigDir'], () => this.#restart()));
    this.#disposables.add({ dispose: () => clearTimeout(this.#due) });
  }

  /** Returns the usage of a folder's active workflow; null before it's measured. @param folder its key */
  of(folder: string | undefined): UsageReport | null {
    const measured = this.#measured.get(folder ?? '');
    const { state } = this.#model.scope(folder);
    const report = measured?.report ?? null;
    return report?.workflow === state?.id ? report : null;
  }

  /** Sets whether the phases view is visible. */
  setSeen(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#plan(0);
  }

  /** Measures a workflow now. Rejects if its journal can't be read, the worker fails, or {@link dispose} is called. */
  async measure(open: OpenFolder, workflow: string): Promise<UsageReport> {
    const engine = await loadEngine();
    const question = await engine.usageQuestion(open, workflow, workspace.isTrusted);
    const { report, failures } = await this.#worker(engine).measure(question);
    if (failures.length > 0)
      this.#reporter.note("couldn't measure part of the usage", new Error(failures.join('; ')));
    return report;
  }

  /**
   * Returns the course of one session; null if its transcript is gone. Rejects if it can't be read, and as {@link
   * measure} does.
   */
  async course(agent: string, transcript: string): Promise<SessionCourse | null> {
    const engine = await loadEngine();
    return this.#worker(engine).course({ agent, transcript, isKept: workspace.isTrusted });
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#client?.dispose();
  }

  #worker(engine: EngineModule): UsageClient {
    this.#client ??= new engine.UsageClient(meterEnvironment(engine, this.#userFolder));
    if (this.#disposables.isDisposed) this.#client.dispose();
    return this.#client;
  }

  #restart(): void {
    this.#client?.dispose();
    this.#client = undefined;
    this.#measured.clear();
    this.#plan(0);
  }

  #plan(milliseconds: number): void {
    if (!this.#isSeen || this.#disposables.isDisposed || this.#due !== undefined) return;
    if (!this.#model.shown.some((controller) => this.#isStale(controller))) return;
    this.#due = setTimeout(() => void this.#measureAll(), milliseconds);
  }

  #isStale(controller: FolderController): boolean {
    const key = this.#keyOf(controller);
    return key !== null && key !== this.#measured.get(controller.key)?.key;
  }

  #keyOf({ key, snapshot }: FolderController): string | null {
    if (snapshot.kind !== 'workflow') return null;
    const { id, revision, heads } = snapshot.state;
    const reading = this.#reading.of(key);
    return JSON.stringify([
      id,
      revision,
      heads,
      reading?.sessionId,
      reading?.at,
      reading?.tokens,
      reading?.outputTokens,
    ]);
  }

  async #measureAll(): Promise<void> {
    this.#due = undefined;
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    try {
      for (const controller of this.#model.shown)
        if (this.#isStale(controller)) await this.#measure(controller);
    } finally {
      this.#isMeasuring = false;
    }
    // Changes made meanwhile wait for the next run.
    this.#plan(PAUSE_MS);
  }

  /** Retries a failed measurement on the next change. */
  async #measure(controller: FolderController): Promise<void> {
    const key = this.#keyOf(controller);
    const { snapshot } = controller;
    if (key === null || snapshot.kind !== 'workflow') return;
    const before = this.#measured.get(controller.key)?.report ?? null;
    try {
      const report = await this.measure(await controller.opened(), snapshot.state.id);
      this.#keep(controller.key, { key, report }, before);
    } catch (error) {
      if (this.#disposables.isDisposed) return;
      this.#reporter.note("couldn't measure the usage", error);
      this.#measured.set(controller.key, { key, report: before });
    }
  }

  #keep(folder: string, measured: Measured, before: UsageReport | null): void {
    this.#measured.set(folder, measured);
    const isSame = JSON.stringify(measured.report) === JSON.stringify(before);
    if (!isSame && !this.#disposables.isDisposed) this.#changed.fire();
  }
}
