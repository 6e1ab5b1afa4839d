import { workspace } from 'vscode';

import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { ActivityClient } from '../../node/activity/activity-client.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { GrownTranscript } from '../../node/meter/follower.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { Reporter } from '../messages.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { readSetting } from '../registration/settings.ts';
import type { SessionWork } from './session-work.ts';

/**
 * Reads what the folders' sessions do as their transcripts grow, in a worker: records the project's checks among their
 * commands as observed, and offers files and to-dos, or adds the files with the rule `deliverables`. Reads nothing
 * without a running workflow, in a folder that isn't trusted, or if the rule or the setting `activity` is off.
 */
export class ActivityTracker implements DisposableLike {
  readonly #work: SessionWork;
  readonly #reporter: Reporter;
  /** What is to be read of each folder's session, by the folder's key. */
  readonly #wanted = new Map<string, GrownTranscript>();
  /** Folders that are read now. */
  readonly #reads = new Map<string, Promise<void>>();
  #client: ActivityClient | undefined;
  #isDisposed = false;

  constructor(work: SessionWork, reporter: Reporter) {
    this.#work = work;
    this.#reporter = reporter;
  }

  /** Reads what is new in a transcript. Calls during a read are served by one more. */
  follow(controller: FolderController, transcript: GrownTranscript): void {
    const { key } = controller;
    this.#wanted.set(key, transcript);
    if (!this.#reads.has(key)) this.#reads.set(key, this.#read(controller));
  }

  /** Resolves when everything that was followed so far is read. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#reads.values());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#client?.dispose();
  }

  async #read(controller: FolderController): Promise<void> {
    const { key } = controller;
    for (let next = this.#take(key); next !== undefined; next = this.#take(key)) {
      try {
        await this.#observe(controller, next);
      } catch (error) {
        if (!this.#isDisposed) this.#reporter.note("couldn't read what the session did", error);
      }
    }
    // In the same turn as the last look at what is wanted.
    this.#reads.delete(key);
  }

  #take(key: string): GrownTranscript | undefined {
    const next = this.#isDisposed ? undefined : this.#wanted.get(key);
    this.#wanted.delete(key);
    return next;
  }

  async #observe({ key, snapshot, open }: FolderController, transcript: GrownTranscript): Promise<void> {
    const isRunning = snapshot.kind === 'workflow' && snapshot.state.status === 'in_progress';
    if (!isRunning || open === undefined || !workspace.isTrusted) return;
    const activity = await this.#activityIn(open, transcript);
    if (activity === null) {
      this.#work.clear(key);
      return;
    }
    const { loadWork, observeCommands } = await loadEngine();
    await observeCommands(open.service, activity.commands, activity.sessionId);
    const { observeWork } = await loadWork();
    this.#work.set(key, await observeWork(open, activity));
  }

  async #activityIn({ service }: OpenFolder, transcript: GrownTranscript): Promise<SessionActivity | null> {
    if (!readSetting('ninefold.activity')) return null;
    const { activity: rule } = await service.ports.workspace.rules();
    if (rule === 'off') return null;
    this.#client ??= new (await loadEngine()).ActivityClient();
    try {
      return await this.#client.read({ ...transcript, rule });
    } catch (error) {
      // Not every agent's transcript tells what it did.
      if (NinefoldError.is(error, 'activity-untold')) return null;
      throw error;
    }
  }
}
