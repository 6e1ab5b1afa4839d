/** One wait for a lock: for a living holder with patience, past a dead one at once. */

import { rm } from 'node:fs/promises';

import { NinefoldError } from '../core/errors.ts';
import { withPatience } from './atomic-file.ts';
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

  constructor(path: string, mine: LockHolder, options: LockPatience) {
    this.#path = path;
    this.#mine = mine;
    this.#options = options;
    this.#own = new OwnFile(path, mine);
  }

  /**
   * Waits until the lock is ours.
   *
   * @returns whether a dead holder was found on the way
   * @throws NinefoldError lock-busy; the system's error
   */
  async run(): Promise<boolean> {
    const started = performance.now();
    let foundDead = false;
    try {
      for (let attempt = 1; ; attempt++) {
        if (await this.#own.linkTo(this.#path)) return foundDead;
        const found = await readLock(this.#path);
        // A file system across a network may have made the link and lost the answer.
        if (found?.holder?.nonce === this.#mine.nonce) return foundDead;
        if (found !== undefined && (await this.#isOver(found))) {
          foundDead = true;
          if (await this.#takeAway(found)) continue;
        }
        // Who died while taking over has to be found dead in its turn.
        const limit = this.#options.patience * (foundDead ? 2 : 1);
        if (performance.now() - started > limit) throw busy(found);
        await pause(Math.min(LONGEST_PAUSE_MS, attempt) * (0.5 + Math.random()));
      }
    } finally {
      await this.#own.remove();
    }
  }

  /** Whether the holder is dead, as the system says or as its silence does. */
  async #isOver({ holder, isWhole, key, modified }: FoundLock): Promise<boolean> {
    const dead = holder === undefined ? undefined : isDead(holder, this.#options.place, modified);
    if (dead !== undefined) return dead;
    const mark = `${key} ${modified}`;
    const now = performance.now();
    const since = this.#seen.get(mark) ?? now;
    this.#seen.set(mark, since);
    const { silence, unfinished, heartbeat } = this.#options;
    const still = now - since;
    if (still > (isWhole ? silence : unfinished)) return true;
    return still > heartbeat * LONG_LOOK && (await this.#own.writtenAt()) - modified > LONG_AGO_MS;
  }

  /**
   * Removes a dead holder's lock, if nobody else is at it and it is still that holder's.
   *
   * @returns false where somebody else is at it
   */
  async #takeAway(dead: FoundLock): Promise<boolean> {
    const gates: string[] = [];
    for (let last = dead; ;) {
      const gate = `${this.#path}.${last.key}.takeover`;
      gates.push(gate);
      if (await this.#own.linkTo(gate)) break;
      const other = await readLock(gate);
      if (other === undefined || !(await this.#isOver(other))) return false;
      last = other;
    }
    try {
      if ((await readLock(this.#path))?.key === dead.key)
        await withPatience(() => rm(this.#path, { force: true }));
    } finally {
      for (const gate of gates) await removeOwn(gate, this.#mine);
    }
    return true;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function busy(found: FoundLock | undefined): NinefoldError {
  const { holder } = found ?? {};
  const who = holder === undefined ? 'unknown' : `pid ${holder.pid} on ${holder.host}`;
  return new NinefoldError('lock-busy', { holder: who });
}
