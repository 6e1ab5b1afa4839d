import { chooseReading, reportedReading } from '../../core/meter/choose-reading.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { MeterEnvironment } from '../../node/machine/environment.ts';
import type { MeterFollower } from '../../node/meter/follower.ts';
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
  /** VS Code's folder `User`. */
  readonly userFolder: string;
  readonly reporter: Reporter;
  /** Told when the reading may be another, or the first look is over. */
  readonly onChange: () => void;
}

/** Follows the agent session of one folder: what its status line or its transcript says, else what somebody reported. */
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

  /** Before the first look for a session is over, that there is none isn't known. */
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

  /** The folder's rules may be others now. */
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
      this.#parts.reporter.note('the session could not be looked for', error);
    }
  }

  #endSearch(): void {
    this.#isSearched = true;
    if (!this.#disposables.isDisposed) this.#parts.onChange();
  }

  #makeFollower(engine: EngineModule, rules: MeterFacts): MeterFollower {
    const { searches, sessions, userFolder, reporter } = this.#parts;
    return new engine.MeterFollower({
      folder: this.#controller.folder.uri.fsPath,
      environment: meterEnvironment(engine, userFolder),
      rules,
      pinned: sessions.of(this.#controller.key),
      onError: (error) => reporter.note('the session could not be read', error),
      onSearched: (search) => searches.take(search, engine.describeSearch(search)),
    });
  }
}

/**
 * Returns the machine, with an agent's folder if the setting names one.
 *
 * @param userFolder VS Code's folder `User`, where agents that store there are asked for
 */
export function meterEnvironment(engine: EngineModule, userFolder: string | null = null): MeterEnvironment {
  const configured = readSetting('ninefold.claudeConfigDir');
  return engine.systemEnvironment(configured === '' ? null : configured, userFolder);
}

/** By what a folder is judged; undefined before its rules are read. */
export function factsOf({ snapshot }: FolderController): MeterFacts | undefined {
  return snapshot.kind === 'loading' ? undefined : snapshot.meter;
}
