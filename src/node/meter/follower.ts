/**
 * Follows the agent session at work in a folder, and reports every change of its reading. Folder watches detect
 * changes; a slow poll covers silent watches, and the passing of time (a session that no longer grows).
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STANDARD_WINDOW } from '../../core/meter/model-windows.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import { isEndReported, type ReportedEnd } from '../../core/session/reported-ends.ts';
import { EMPTY_TRANSCRIPT } from '../../core/meter/transcript-reader.ts';
import { agentsHere } from '../agents/agents.ts';
import { awaitedStores } from '../agents/awaited-stores.ts';
import { DirectoryWatch } from './directory-watch.ts';
import { errorCode } from '../files/system-error.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import {
  type ExaminedSession,
  findSession,
  type FoundSession,
  isLiveAt,
  type PinnedSession,
} from './find-session.ts';
import type { MeteredAgent, WatchFolder, Windowing } from '../agents/agent.ts';
import { type Disposable, type MeterClock, systemClock } from '../machine/clock.ts';
import { liveReading, type ReadingRules } from './live-reading.ts';
import { NOT_SETTLED, type SettledWindow, settleWindow } from './settle-window.ts';
import { StatusLineFile } from './status-line-file.ts';

const POLL_MILLISECONDS = 5000;
/** Every twelfth poll, once a minute, searches for sessions again even without a reported change. */
const POLLS_PER_DISCOVERY = 12;

export interface MeterFollowerOptions {
  readonly folder: string;
  readonly environment: MeterEnvironment;
  readonly rules: ReadingRules;
  /** Absent for those that were used on this machine. */
  readonly agents?: readonly MeteredAgent[];
  readonly pinned?: PinnedSession | null;
  readonly clock?: MeterClock;
  /** Returns the ends that agents reported. */
  readonly ends?: () => readonly ReportedEnd[];
  /** Called with unexpected errors (a failing disk); following continues. */
  readonly onError?: (error: unknown) => void;
  /** Called when the followed transcript has changed, or is another. */
  readonly onGrown?: (transcript: GrownTranscript) => void;
  /** Called with every search for a session, even if the result is the same. */
  readonly onSearched?: (look: SessionSearch) => void;
}

/** A transcript that has something new. */
export interface GrownTranscript {
  /** Agent id. */
  readonly agent: string;
  /** Absolute path. */
  readonly transcript: string;
}

/** The result of a search for the session at work. */
export interface SessionSearch {
  readonly folder: string;
  /** The followed transcript; null if there is no session. */
  readonly transcript: string | null;
  /** Every transcript and process that was checked, best first. */
  readonly sessions: readonly ExaminedSession[];
  /** Number of old, compressed transcripts, which weren't read. */
  readonly compressed: number;
}

type Listener = (reading: Reading | null) => void;
type Work = 'nothing' | 'read' | 'discovery';

export class MeterFollower implements Disposable {
  readonly #options: MeterFollowerOptions;
  #agents: readonly MeteredAgent[] = [];
  readonly #clock: MeterClock;
  readonly #listeners = new Set<Listener>();
  readonly #watches = new Map<string, DirectoryWatch>();
  #rules: ReadingRules;
  #pinned: PinnedSession | null;
  #found: FoundSession | null = null;
  #statusLine: StatusLineFile | null = null;
  #windowing: Windowing | null = null;
  #settled: SettledWindow = NOT_SETTLED;
  #pid: number | null = null;
  #activityAt = 0;
  /** Sessions whose process ended while they were followed, with their last activity. */
  readonly #ends = new Map<string, number>();
  #known: ReadonlySet<string> = new Set();
  readonly #refused = new Map<string, number>();
  #reading: Reading | null = null;
  #told = '';
  /** Path, length, and time of the transcript that was last reported as grown. */
  #grown = '';
  #wanted: Work = 'nothing';
  #work: Promise<void> | null = null;
  #isDiscoveryDue = false;
  #polls = 0;
  #poll: Disposable | null = null;
  #isDisposed = false;

  constructor(options: MeterFollowerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#rules = options.rules;
    this.#pinned = options.pinned ?? null;
  }

  /** The current reading; null if there is no session in the folder. */
  get reading(): Reading | null {
    return this.#reading;
  }

  /** Path of the followed transcript, which may not exist yet. */
  get transcript(): string | null {
    return this.#found?.session.transcript ?? null;
  }

  /** The last status line input of the followed session, including cost and limits; null if none is stored. */
  get statusLine(): StatusLine | null {
    return this.#statusLine?.value ?? null;
  }

  /** Reports every reading that differs from the previous one, including the first. */
  onDidChange(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Starts following; resolves with the first reading. */
  start(): Promise<void> {
    if (!this.#isDisposed) this.#poll ??= this.#clock.every(POLL_MILLISECONDS, () => this.#onPoll());
    return this.#want('discovery');
  }

  /** Sets the rules and evaluates the reading again. */
  setRules(rules: ReadingRules): Promise<void> {
    this.#rules = rules;
    return this.#want('read');
  }

  /** Sets the pinned session, or none. */
  setPinned(pinned: PinnedSession | null): Promise<void> {
    this.#pinned = pinned;
    return this.#want('discovery');
  }

  /** Resolves when everything reported so far has been read. */
  whenIdle(): Promise<void> {
    return this.#work ?? Promise.resolve();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#poll?.dispose();
    this.#poll = null;
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
    this.#listeners.clear();
  }

  #want(work: Work): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    if (this.#wanted !== 'discovery') this.#wanted = work;
    this.#work ??= this.#workOff();
    return this.#work;
  }

  async #workOff(): Promise<void> {
    while (this.#wanted !== 'nothing' && !this.#isDisposed) {
      const wanted = this.#wanted;
      this.#wanted = 'nothing';
      try {
        await (wanted === 'discovery' ? this.#discover() : this.#readOn());
        this.#tell();
        this.#tellGrowth();
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
    // In the same turn as the last check of what is wanted, so that no request gets lost.
    this.#work = null;
  }

  async #discover(): Promise<void> {
    const { folder, environment } = this.#options;
    this.#isDiscoveryDue = false;
    this.#agents = this.#options.agents ?? (await agentsHere(environment));
    const held = this.#found?.cursor ?? null;
    const { found, sessions, elsewhere, compressed } = await findSession({
      folder,
      environment,
      agents: this.#agents,
      now: this.#clock.now(),
      pinned: this.#pinned,
      ends: this.#options.ends?.() ?? [],
      stickTo: held === null ? null : { transcript: held.path, known: this.#known },
      cursorOf: (transcript) => (held?.path === transcript ? held : null),
      refused: this.#refused,
    });
    this.#windowing = (await found?.agent.readWindowing(environment, folder)) ?? null;
    // A session without a line counts as missing: with its first line, it is a new session.
    const known = sessions.filter(({ reason, isEmpty }) => reason !== 'name-only' && !isEmpty);
    this.#known = new Set([...known.map(({ transcript }) => transcript), ...elsewhere]);
    this.#noteEnd(found);
    this.#found = found;
    this.#pid = found?.session.pid ?? null;
    this.#activityAt = found?.session.activityAt ?? 0;
    this.#options.onSearched?.({ folder, transcript: this.transcript, sessions, compressed });
    await this.#findStatusLine();
    await this.#watchFolders();
    if (found?.cursor != null && found.cursor === held) await this.#readOn();
    await this.#settle();
  }

  /** A session whose process was seen and is gone has ended, unless its transcript goes on. */
  #noteEnd(found: FoundSession | null): void {
    const session = this.#found?.session;
    const isGone = this.#pid !== null && found?.session.pid == null;
    if (session === undefined || !isGone) return;
    this.#ends.set(session.sessionId, Math.max(this.#activityAt, session.activityAt));
  }

  #hasEnded({ sessionId, hasEnded = false }: ExaminedSession): boolean {
    const endedAt = this.#ends.get(sessionId);
    if (hasEnded || this.#pid !== null) return hasEnded;
    const at = this.#found?.cursor?.state.at ?? null;
    const isReported = isEndReported(this.#options.ends?.() ?? [], sessionId, at);
    return isReported || (endedAt !== undefined && this.#activityAt <= endedAt);
  }

  /** With each search, and whenever the transcript was read anew or proves a large window for the first time. */
  async #settle(): Promise<void> {
    const { environment } = this.#options;
    const windowing = this.#windowing;
    if (this.#found === null || windowing === null) return;
    const { agent, session, cursor } = this.#found;
    this.#settled = await settleWindow({
      environment,
      folder: session.folder,
      sessionId: session.sessionId,
      agent,
      cursor,
      windowing,
      statusLine: this.statusLine,
      given: { given: null, rules: this.#rules.windows },
      readsOn: true,
    });
  }

  /** A state root may have appeared, so each search for the session also looks for its places. */
  async #findStatusLine(): Promise<void> {
    const file =
      this.#found === null
        ? null
        : StatusLineFile.of(this.#found.agent, this.#options.environment, this.#found.session);
    const isSame = file?.paths.join('\n') === this.#statusLine?.paths.join('\n');
    if (!isSame) this.#statusLine = file;
    await this.#statusLine?.advance();
  }

  async #readOn(): Promise<void> {
    await this.#statusLine?.advance();
    const cursor = this.#found?.cursor ?? null;
    if (cursor === null) return;
    try {
      const { mostTokens } = cursor.state;
      const advanced = await cursor.advance();
      const isProof = mostTokens <= STANDARD_WINDOW && cursor.state.mostTokens > STANDARD_WINDOW;
      if (advanced === 'restarted' || isProof) await this.#settle();
      this.#activityAt = Math.max(this.#activityAt, cursor.modifiedAt);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      this.#found = null;
      this.#wanted = 'discovery';
    }
  }

  async #watchFolders(): Promise<void> {
    const { folder, environment } = this.#options;
    const listed = await Promise.all(
      this.#agents.map((agent) => agent.listWatchFolders(environment, folder)),
    );
    const watched = [...listed.flat(), ...this.#awaitedFolders(), ...this.#statusLineFolders()];
    const wanted = new Map(watched.map((one) => [one.path, one]));
    if (this.#isDisposed) return;
    for (const [path, watch] of this.#watches) {
      if (wanted.has(path)) continue;
      watch.dispose();
      this.#watches.delete(path);
    }
    for (const [path, one] of wanted) {
      if (this.#watches.has(path)) continue;
      this.#watches.set(path, new DirectoryWatch(path, (name) => this.#onChange(one, name)));
      // Changes between listing and watching weren't reported.
      this.#wanted = 'discovery';
    }
  }

  /** An agent's first session makes its store. */
  #awaitedFolders(): readonly WatchFolder[] {
    const { agents, environment } = this.#options;
    const stores = agents === undefined ? awaitedStores(environment, this.#agents) : [];
    return stores.map((path) => ({ path, concerns: () => true, isUrgent: true }));
  }

  /** Only existing folders: without a bridge there are none, and their parents don't matter. */
  #statusLineFolders(): readonly WatchFolder[] {
    const folders = (this.#statusLine?.paths ?? []).map((path) => dirname(path)).filter(existsSync);
    return folders.map((path) => ({
      path,
      concerns: (name) => this.#statusLine?.paths.includes(join(path, name)) === true,
      isUrgent: false,
    }));
  }

  #onChange({ path: folder, concerns, isUrgent }: WatchFolder, name: string | null): void {
    if (name !== null && !concerns(name)) return;
    const path = name === null ? null : join(folder, name);
    const cursor = this.#found?.cursor ?? null;
    const isFollowed =
      path !== null && cursor !== null && (path === cursor.path || cursor.files?.includes(path) === true);
    const isStatusLine = path !== null && this.#statusLine?.paths.includes(path) === true;
    if (isFollowed || isStatusLine) void this.#want('read');
    else if (path === null || (isUrgent && this.#isTelling(path))) void this.#want('discovery');
    else this.#isDiscoveryDue = true;
  }

  /** A known transcript only matters immediately if it was awaited, or no session is alive. */
  #isTelling(path: string): boolean {
    const isAwaited = path === this.#found?.session.transcript;
    return isAwaited || !this.#known.has(path) || this.#reading?.live !== true;
  }

  #onPoll(): void {
    this.#polls += 1;
    // A folder may have been made between searching for it and watching its parent.
    for (const watch of this.#watches.values()) if (watch.arm()) this.#isDiscoveryDue = true;
    const { environment } = this.#options;
    if (this.#pid !== null && !environment.isProcessAlive(this.#pid)) this.#isDiscoveryDue = true;
    const isDue = this.#isDiscoveryDue || this.#polls % POLLS_PER_DISCOVERY === 0;
    void this.#want(isDue ? 'discovery' : 'read');
  }

  #tell(): void {
    if (this.#isDisposed || this.#wanted === 'discovery') return;
    const reading = this.#currentReading();
    const text = JSON.stringify(reading);
    if (text === this.#told) return;
    this.#told = text;
    this.#reading = reading;
    for (const listener of [...this.#listeners]) listener(reading);
  }

  #tellGrowth(): void {
    const { agent, cursor } = this.#found ?? {};
    if (this.#isDisposed || agent === undefined || cursor == null) return;
    const { path: transcript, end, modifiedAt } = cursor;
    const grown = `${transcript} ${end} ${modifiedAt}`;
    if (grown === this.#grown) return;
    this.#grown = grown;
    this.#options.onGrown?.({ agent: agent.id, transcript });
  }

  #currentReading(): Reading | null {
    if (this.#found === null || this.#windowing === null) return null;
    const { agent, session, cursor } = this.#found;
    const now = this.#clock.now();
    const facts = {
      agent,
      state: cursor?.state ?? EMPTY_TRANSCRIPT,
      sessionId: session.sessionId,
      live:
        cursor?.state.isClosed !== true &&
        isLiveAt({ pid: this.#pid, activityAt: this.#activityAt, hasEnded: this.#hasEnded(session) }, now),
      windowing: this.#windowing,
      rules: this.#rules,
      settled: this.#settled,
    };
    return liveReading(facts, this.statusLine, now);
  }
}
