/** Waits once for a lock: patiently for a living holder, not at all for a dead one. */

import { removeFile } from '../files/patient-files.ts';
import { NinefoldError } from '../../core/errors.ts';
import { NotPlainError } from '../files/not-plain.ts';
import { OwnFile, readLock, removeOwn } from './lock-file.ts';
import type { FoundLock } from './lock-file.ts';
import { isDead } from './lock-holder.ts';
import type { LockHolder, LockPlace } from './lock-holder.ts';

/** Waiting times of a lock, all in milliseconds. */
export interface LockPatience {
  /** How long to wait for a living holder before giving up. */
  readonly patience: number;
  /** A holder without a verifiable pid counts as dead after this time without a heartbeat. */
  readonly silence: number;
  /** How often a holder shows that it is alive. */
  readonly heartbeat: number;
  /** After this time, a half-written file was left by a process that crashed while writing. */
  readonly unfinished: number;
  /** The location of this process. */
  readonly place: LockPlace;
}

const LONGEST_PAUSE_MS = 25;
/** More than any number of processes that crash one after another during a takeover. */
const MAX_TAKEOVERS = 1_000;
/** For each further takeover file that was read in vain, wait: reading one takes about 0.2 ms. */
const USUAL_TAKEOVERS = 4;
const REST_MS = 2;
/**
 * By the times of one file system: a holder without a heartbeat for this long is dead, unless it has one now. Callers
 * with less time than a silence would otherwise wait in vain, each of them.
 */
const LONG_AGO_MS = 600_000;
/** In heartbeats: one may be late. */
const LONG_LOOK = 1.5;

export class LockAcquisition {
  readonly #path: string;
  readonly #mine: LockHolder;
  readonly #options: LockPatience;
  readonly #own: OwnFile;
  /** When each state of a lock file was first seen, by the monotonic clock. */
  readonly #seen = new Map<string, number>();
  #foundDead = false;
  readonly #started: number;
  /** Number of takeover files that the last attempt had to read. */
  #followed = 0;
  /** The process that takes over from the dead holder, if any. */
  #inTheWay: NinefoldError | undefined;

  /** @param started when the lock was requested, by `performance.now()` */
  constructor(path: string, mine: LockHolder, options: LockPatience, started = performance.now()) {
    this.#path = path;
    this.#started = started;
    this.#mine = mine;
    this.#options = options;
    this.#own = new OwnFile(path, mine);
  }

  /**
   * Waits until the lock is ours.
   *
   * @returns whether a dead holder was found on the way
   * @throws NinefoldError lock-busy, at the deadline or immediately if waiting can't help; the system's error
   */
  async run(): Promise<boolean> {
    try {
      for (let attempt = 1; ; attempt++) {
        if (await this.#own.linkTo(this.#path)) return this.#foundDead;
        const found = await readLock(this.#path);
        // A network file system may have made the link but lost the answer.
        if (found?.holder?.nonce === this.#mine.nonce) return this.#foundDead;
        const isRemoved = found !== undefined && (await this.#removeDead(found));
        // It may have become free at the last moment.
        if (isRemoved && (await this.#own.linkTo(this.#path))) return true;
        this.#requireTime(found);
        if (!isRemoved) await this.#rest(attempt);
      }
    } finally {
      await this.#own.remove();
    }
  }

  /** @returns whether a dead holder's file was removed */
  async #removeDead(found: FoundLock): Promise<boolean> {
    this.#followed = 0;
    this.#inTheWay = undefined;
    if (!(await this.#isOver(this.#path, found))) {
      if (this.#seen.has(markOf(found))) await this.#watchTakeover(found);
      return false;
    }
    this.#foundDead = true;
    return this.#takeAway(found);
  }

  /** @throws NinefoldError lock-busy after the deadline */
  #requireTime(found: FoundLock | undefined): void {
    if (performance.now() - this.#started <= this.#options.patience) return;
    throw this.#inTheWay ?? busy(this.#path, found);
  }

  /** Waiting must be cheap, however much there was to read. */
  #rest(attempt: number): Promise<void> {
    const usual = Math.min(LONGEST_PAUSE_MS, attempt) * (0.5 + Math.random());
    return pause(usual + Math.max(0, this.#followed - USUAL_TAKEOVERS) * REST_MS);
  }

  /**
   * Tests whether the holder is dead, by the system or by its silence.
   *
   * @throws NinefoldError lock-busy if Ninefold can't have written the file: its owner is unknown
   */
  async #isOver(path: string, found: FoundLock): Promise<boolean> {
    const { kind, holder, modified } = found;
    if (kind === 'forged') throw busy(path, found);
    const dead = holder === undefined ? undefined : isDead(holder, this.#options.place, modified);
    if (dead !== undefined) return dead;
    const mark = markOf(found);
    const now = performance.now();
    const since = this.#seen.get(mark) ?? now;
    this.#seen.set(mark, since);
    const { silence, unfinished, heartbeat } = this.#options;
    const still = now - since;
    if (still > (kind === 'unfinished' ? unfinished : silence)) return true;
    return still > heartbeat * LONG_LOOK && (await this.#own.writtenAt()) - modified > LONG_AGO_MS;
  }

  /**
   * A process that took over from a possibly dead holder may be dead too: wait for both silences at the same time.
   */
  async #watchTakeover(last: FoundLock): Promise<void> {
    for (let depth = 0; depth < USUAL_TAKEOVERS; depth++) {
      const gate = `${this.#path}.${last.key}.takeover`;
      const other = await readTakeover(gate);
      if (other === undefined || other.kind === 'forged') return;
      await this.#isOver(gate, other);
      last = other;
    }
  }

  /**
   * Removes a dead holder's lock if no other process is doing so and it is still that holder's.
   *
   * @returns whether it was removed
   * @throws NinefoldError lock-busy if processes can't have made the takeover files
   */
  async #takeAway(dead: FoundLock): Promise<boolean> {
    const gates = new Set<string>();
    for (let last = dead; ;) {
      const gate = `${this.#path}.${last.key}.takeover`;
      if (await this.#own.linkTo(gate)) {
        gates.add(gate);
        break;
      }
      const other = await readTakeover(gate);
      if (other === undefined) return false;
      if (!(await this.#isOver(gate, other))) {
        this.#inTheWay = busy(gate, other);
        return false;
      }
      // A takeover never leads back to an earlier one, so someone made the cycle by hand.
      if (gates.has(gate) || gates.size === MAX_TAKEOVERS) throw busy(gate, undefined);
      this.#followed = gates.add(gate).size;
      last = other;
    }
    try {
      if ((await readLock(this.#path))?.key !== dead.key) return false;
      await removeFile(this.#path);
      return true;
    } finally {
      for (const gate of gates) await removeOwn(gate, this.#mine);
    }
  }
}

/** Differs as soon as its file is touched. */
function markOf({ key, modified }: FoundLock): string {
  return `${key} ${modified}`;
}

/** @throws NinefoldError lock-busy if it isn't a plain file; the system's error */
async function readTakeover(path: string): Promise<FoundLock | undefined> {
  try {
    return await readLock(path);
  } catch (error) {
    throw error instanceof NotPlainError ? busy(path, undefined) : error;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param path the blocking file */
function busy(path: string, found: FoundLock | undefined): NinefoldError {
  const { holder } = found ?? {};
  const who = holder === undefined ? 'an unknown process' : `pid ${holder.pid} on ${holder.host}`;
  return new NinefoldError('lock-busy', { path, holder: who });
}
