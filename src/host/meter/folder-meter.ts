import { workspace } from 'vscode';

import { chooseReading, reportedReading } from '../../core/meter/choose-reading.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { MeterEnvironment } from '../../node/machine/environment.ts';
import type { GrownTranscript, MeterFollower } from '../../node/meter/follower.ts';
import { loadEngine } from '../engine.ts';
import type { EngineModule } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { MeterFacts } from '../folders/folder-snapshot.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { readSetting } from '../registration/settings.ts';
import type { PinnedSessions } from '../sessions/pinned-sessions.ts';
import type { SessionSearchLog } from './session-search-log.ts';

export interface FolderMeterParts {
  readonly searches: SessionSearchLog;
  readonly sessions: PinnedSessions;
  /** VS Code's `User` folder. */
  readonly userFolder: string;
  readonly reporter: Reporter;
  /** Called when the session's transcript has something new. */
  readonly onGrown: (transcript: GrownTranscript) => void;
  /** Called when the reading may have changed, or the first search is done. */
  readonly onChange: () => void;
}

/** Meters the agent session of one folder by its status line or transcript, otherwise by a reported number. */
export class FolderMeter implements DisposableLike {
  readonly #controller: FolderController;
  readonly #parts: FolderMeterParts;
  readonly #disposables = new DisposableList();
  #follower: MeterFollower | undefined;
  #isSearched = false;
  #facts = '';

  constructor(controller: FolderController, parts: FolderMeterParts) {
    this.#controller = controller;
    this.#parts = parts;
    this.#disposables.add(
      parts.sessions.onDidChange(() => void this.#follower?.setPinned(parts.sessions.of(controller.key))),
    );
    this.update();
    void this.#search();
  }

  /** Whether the first search is done; before, the absence of a session isn't known. */
  get isSearched(): boolean {
    return this.#isSearched;
  }

  get reading(): Reading | null {
    const meter = factsOf(this.#controller);
    const reported = meter?.reported ?? null;
    return chooseReading({
      session: this.#follower?.reading ?? null,
      reported: reported === null || meter === undefined ? null : reportedReading(reported, meter),
      estimate: null,
    });
  }

  /** Applies changed rules of the folder. */
  update(): void {
    const meter = factsOf(this.#controller);
    const facts = JSON.stringify(meter);
    if (meter !== undefined && facts !== this.#facts) void this.#follower?.setRules(meter);
    this.#facts = facts;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #search(): Promise<void> {
    try {
      const engine = await loadEngine();
      const meter = factsOf(this.#controller);
      if (this.#disposables.isDisposed || meter === undefined) return;
      const follower = this.#disposables.add(this.#makeFollower(engine, meter));
      this.#follower = follower;
      this.#disposables.add(follower.onDidChange(() => this.#parts.onChange()));
      await follower.start();
      this.#endSearch();
    } catch (error) {
      this.#parts.reporter.note("couldn't search for the session", error);
    }
  }

  #endSearch(): void {
    this.#isSearched = true;
    if (!this.#disposables.isDisposed) this.#parts.onChange();
  }

  #makeFollower(engine: EngineModule, rules: MeterFacts): MeterFollower {
    const { searches, sessions, userFolder, reporter, onGrown } = this.#parts;
    return new engine.MeterFollower({
      folder: this.#controller.folder.uri.fsPath,
      environment: meterEnvironment(engine, userFolder),
      rules,
      pinned: sessions.of(this.#controller.key),
      ends: () => factsOf(this.#controller)?.ended ?? [],
      onGrown,
      onError: (error) => reporter.note("couldn't read the session", error),
      onSearched: (search) => searches.take(search, engine.describeSearch(search)),
    });
  }
}

/**
 * Returns the machine's environment, including the agent folder from the setting.
 *
 * @param userFolder VS Code's `User` folder, needed for agents that store sessions there
 */
export function meterEnvironment(engine: EngineModule, userFolder: string | null = null): MeterEnvironment {
  const configured = readSetting('ninefold.claudeConfigDir');
  const environment = engine.systemEnvironment(configured === '' ? null : configured, userFolder);
  return { ...environment, isTrusted: () => workspace.isTrusted };
}

/** Returns the meter facts of a folder; undefined before its rules are read. */
export function factsOf({ snapshot }: FolderController): MeterFacts | undefined {
  return snapshot.kind === 'loading' ? undefined : snapshot.meter;
}
