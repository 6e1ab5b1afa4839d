import { estimateReading } from '../../core/meter/estimate.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { GrownTranscript } from '../../node/meter/follower.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
import type { PinnedSessions } from '../sessions/pinned-sessions.ts';
import type { CurrentReading } from './current-reading.ts';
import { factsOf, FolderMeter } from './folder-meter.ts';
import type { SessionSearchLog } from './session-search-log.ts';
import type { WorkingSet } from './working-set.ts';

interface SessionMeterParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly workingSet: WorkingSet;
  readonly searches: SessionSearchLog;
  readonly sessions: PinnedSessions;
  /** Called when the transcript of a folder's session has something new. */
  readonly onGrown: (controller: FolderController, transcript: GrownTranscript) => void;
  readonly userFolder: string;
  readonly reporter: Reporter;
}

/**
 * Meters every folder's agent session, so that each can warn, and shows the reading of the shown folder, or an
 * estimate of the working set, which is counted only then.
 */
export class SessionMeter implements DisposableLike {
  readonly #parts: SessionMeterParts;
  readonly #disposables = new DisposableList();
  readonly #meters = new Map<string, FolderMeter>();
  readonly #told = new Map<string, string>();
  #shown = '';

  constructor(parts: SessionMeterParts) {
    const { model, workingSet } = parts;
    this.#parts = parts;
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(onDidChangeSetting(['ninefold.claudeConfigDir'], () => this.#restart()));
    this.#disposables.add(onDidChangeSetting(['ninefold.estimates'], () => this.#show()));
    this.#disposables.add(workingSet.onDidChange(() => this.#show()));
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const meter of this.#meters.values()) meter.dispose();
    this.#meters.clear();
  }

  #restart(): void {
    for (const meter of this.#meters.values()) meter.dispose();
    this.#meters.clear();
    this.#update();
  }

  /** Handles changed folders, rules, or reported tokens. */
  #update(): void {
    const { all } = this.#parts.model;
    for (const [key, meter] of this.#meters) {
      if (all.some((controller) => controller.key === key)) continue;
      meter.dispose();
      this.#meters.delete(key);
      this.#tell(key);
    }
    for (const controller of all) {
      const { key } = controller;
      const { searches, sessions, userFolder, reporter, onGrown } = this.#parts;
      // The levels aren't known before the folder's rules are read.
      if (factsOf(controller) === undefined) continue;
      const known = this.#meters.get(key);
      known?.update();
      if (known === undefined) {
        const onChange = (): void => this.#onReading(key);
        this.#meters.set(
          key,
          new FolderMeter(controller, {
            searches,
            sessions,
            userFolder,
            reporter,
            onChange,
            onGrown: (transcript) => onGrown(controller, transcript),
          }),
        );
      }
      this.#tell(key);
    }
    this.#show();
  }

  #onReading(key: string): void {
    // The shown one first, so that a transcript's line reaches the status bar without delay.
    this.#show();
    this.#tell(key);
  }

  #tell(key: string): void {
    const reading = this.#meters.get(key)?.reading ?? null;
    const text = JSON.stringify(reading);
    if (text === (this.#told.get(key) ?? 'null')) return;
    this.#told.set(key, text);
    this.#parts.reading.setFolder(key, reading);
  }

  #show(): void {
    const reading = this.#choose();
    const folder = this.#parts.model.current?.key;
    const text = JSON.stringify([folder, reading]);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#parts.reading.set(reading, folder);
  }

  #choose(): Reading | null {
    const { model, workingSet } = this.#parts;
    const { current } = model;
    const meter = current === undefined ? undefined : this.#meters.get(current.key);
    const known = meter?.reading ?? null;
    const isWanted = known === null && meter?.isSearched === true;
    workingSet.setWanted(isWanted && readSetting('ninefold.estimates'));
    const facts = current === undefined ? undefined : factsOf(current);
    const { value } = workingSet;
    // A session without calls is still better than a guess: any fact ends the estimate.
    return (
      known ?? (value === null || facts === undefined ? null : estimateReading(value, facts.agent, facts))
    );
  }
}
