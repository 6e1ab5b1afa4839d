/** One wait for a lock: for a living holder with patience, past a dead one at once. */

import { rm } from 'node:fs/promises';

import { NinefoldError } from '../../core/errors.ts';
import { withPatience } from '../files/atomic-file.ts';
import { NotPlainError } from '../files/not-plain.ts';
import { OwnFile, readLock, removeOwn } from './lock-file.ts';
import type { FoundLock } from './lock-file.ts';
import { isDead } from './lock-holder.ts';
import type { LockHolder, LockPlace } from './lock-holder.ts';

/** How a lock waits; all times in milliseconds. */
export interface LockPatience {
  /** How long to wait for a living holder before giving up. */
  readonly patience: number;
  /** A holder that can't be asked by pid and hasn't moved for so long is taken for dead. */
  readonly silence: number;
  /** How often a holder says that it lives. */
  readonly heartbeat: number;
  /** A file that is half-written for so long was left by a process that died while it wrote it. */
  readonly unfinished: number;
  /** Where this process is. */
  readonly place: LockPlace;
}

const LONGEST_PAUSE_MS = 25;
/** Longer than any number of processes that died in turn while they took over. */
const MAX_TAKEOVERS = 1_000;
/** For each takeover file beyond so many that was read in vain, a rest: reading one takes some 0.2 ms. */
const USUAL_TAKEOVERS = 4;
const REST_MS = 2;
/**
 * By the times of one file system: a holder that hasn't moved for so long is dead, unless it moves now. Those who have
 * less time than a silence takes would wait for it in vain, each anew.
 */
const LONG_AGO_MS = 600_000;
/** In heartbeats: one may come late. */
const LONG_LOOK = 1.5;

export class LockAcquisition {
  readonly #path: string;
  readonly #mine: LockHolder;
  readonly #options: LockPatience;
  readonly #own: OwnFile;
  /** Since when each state of a lock file is seen, by the clock that never jumps. */
  readonly #seen = new Map<string, number>();
  #foundDead = false;
  readonly #started: number;
  /** Takeover files that the last try had to read. */
  #followed = 0;
  /** Who takes over from the dead holder, if somebody does. */
  #inTheWay: NinefoldError | undefined;

  /** @param started since when the lock is wanted, by `performance.now()` */
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
   * @throws NinefoldError lock-busy, by the deadline and at once where waiting can't help; the system's error
   */
  async run(): Promise<boolean> {
    try {
      for (let attempt = 1; ; attempt++) {
        if (await this.#own.linkTo(this.#path)) return this.#foundDead;
        const found = await readLock(this.#path);
        // A file system across a network may have made the link and lost the answer.
        if (found?.holder?.nonce === this.#mine.nonce) return this.#foundDead;
        const isRemoved = found !== undefined && (await this.#removeDead(found));
        // The last moment may be the one in which it became free.
        if (isRemoved && (await this.#own.linkTo(this.#path))) return true;
        this.#requireTime(found);
        if (!isRemoved) await this.#rest(attempt);
      }
    } finally {
      await this.#own.remove();
    }
  }

  /** @returns whether the file of a dead holder was removed */
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

  /** Waiting costs next to nothing, however much there was to read. */
  #rest(attempt: number): Promise<void> {
    const usual = Math.min(LONGEST_PAUSE_MS, attempt) * (0.5 + Math.random());
    return pause(usual + Math.max(0, this.#followed - USUAL_TAKEOVERS) * REST_MS);
  }

  /**
   * Whether the holder is dead, as the system says or as its silence does.
   *
   * @throws NinefoldError lock-busy where Ninefold can't have written it: nobody can say whose it is
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

  /** Who took over from a holder that may be dead may be dead as well: both silences are waited for at once. */
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
   * Removes a dead holder's lock, if nobody else is at it and it is still that holder's.
   *
   * @returns whether it was removed
   * @throws NinefoldError lock-busy where the takeover files can't come from processes
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
      // Nobody takes over from one that took over from him, so a circle was made by hand.
      if (gates.has(gate) || gates.size === MAX_TAKEOVERS) throw busy(gate, undefined);
      this.#followed = gates.add(gate).size;
      last = other;
    }
    try {
      if ((await readLock(this.#path))?.key !== dead.key) return false;
      await withPatience(() => rm(this.#path, { force: true }));
      return true;
    } finally {
      for (const gate of gates) await removeOwn(gate, this.#mine);
    }
  }
}

/** Another one as soon as its file is touched. */
function markOf({ key, modified }: FoundLock): string {
  return `${key} ${modified}`;
}

/** @throws NinefoldError lock-busy where no plain file stands there; the system's error */
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

/** @param path the file that is in the way */
function busy(path: string, found: FoundLock | undefined): NinefoldError {
  const { holder } = found ?? {};
  const who = holder === undefined ? 'an unknown process' : `pid ${holder.pid} on ${holder.host}`;
  return new NinefoldError('lock-busy', { path, holder: who });
}
