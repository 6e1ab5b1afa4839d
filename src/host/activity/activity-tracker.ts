import { workspace } from 'vscode';

import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { WindowFill } from '../../core/meter/window-fill.ts';
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

  /**
   * Returns what fills the window of a session; null if its agent's transcripts don't reveal it, or nothing may be
   * read. Rejects if the transcript can't be read.
   */
  async fillOf({ open }: FolderController, transcript: GrownTranscript): Promise<WindowFill | null> {
    if (open === undefined || !workspace.isTrusted || !(await isAllowed(open))) return null;
    return (await this.#worker()).fill({ ...transcript, rule: 'on' });
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
    this.#work.set(key, await observeWork(open.service, activity));
  }

  async #worker(): Promise<ActivityClient> {
    const { ActivityClient } = await loadEngine();
    this.#client ??= new ActivityClient();
    if (this.#isDisposed) this.#client.dispose();
    return this.#client;
  }

  async #activityIn(open: OpenFolder, transcript: GrownTranscript): Promise<SessionActivity | null> {
    if (!(await isAllowed(open))) return null;
    try {
      return await (await this.#worker()).read({ ...transcript, rule: 'on' });
    } catch (error) {
      // Not every agent's transcript tells what it did.
      if (NinefoldError.is(error, 'activity-untold')) return null;
      throw error;
    }
  }
}

/** Tests whether the setting and the folder's rule let Ninefold read what agents do. */
async function isAllowed({ service }: OpenFolder): Promise<boolean> {
  if (!readSetting('ninefold.activity')) return false;
  return (await service.ports.workspace.rules()).activity === 'on';
}
