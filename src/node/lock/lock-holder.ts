/**
 * Who holds a lock, and whether it is still alive.
 *
 * If both share the meaning of pids (host, boot, and pid namespace), the system is asked; a zombie is dead, and so is
 * a holder whose pid belongs to another process now. Otherwise, only silence counts: a living holder keeps touching
 * the lock file, and the observer measures that with its own monotonic clock.
 */

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

import { asFields, parseValue } from '../../core/json-fields.ts';
import { randomHex } from '../files/random-hex.ts';
import { isProcessAlive } from '../files/system-error.ts';

export interface LockHolder extends LockPlace {
  readonly pid: number;
  /** Start time in the system's own ticks; empty if unknown. */
  readonly started: string;
  /** Unique per acquisition. */
  readonly nonce: string;
  /** Set if the holder was finished and couldn't remove the file. */
  readonly isReleased?: boolean;
}

/** The scope in which a pid is valid. */
export interface LockPlace {
  readonly host: string;
  /** Empty if unknown. */
  readonly boot: string;
  /** Pid namespace: containers and sandboxes on one host have their own. Empty if unknown. */
  readonly pids: string;
}

export const THIS_PLACE: LockPlace = { host: hostname(), boot: bootId(), pids: pidNamespace() };

/** Identifies a process on this machine like a lock's holder. */
export function processOf(pid: number): Pick<LockHolder, 'pid' | 'started'> & LockPlace {
  return { pid, ...THIS_PLACE, started: startOf(pid)?.started ?? '' };
}

/** A nonce becomes part of a file name, so it has only these characters. */
const NONCE_BYTES = 8;
const NONCE = /^[0-9a-f]{16}$/;
const MAX_PID = 2 ** 32 - 1;
/** Safe for a terminal: no control or format characters, lone surrogates, or line separators. */
const HOST = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{0,255}$/u;
const PLACE = /^[A-Za-z0-9:[\]._-]{0,64}$/;
const TICKS = /^\d{0,20}$/;

/** Makes a new holder in this process. */
export function newHolder(place: LockPlace): LockHolder {
  const nonce = randomHex(NONCE_BYTES);
  return { pid: process.pid, ...place, started: startOf(process.pid)?.started ?? '', nonce };
}

/**
 * `unfinished`: incomplete. `unknown`: another version's. `forged`: looks like a holder, but no version writes it.
 */
export type LockContent =
  | { readonly kind: 'holder'; readonly holder: LockHolder }
  | { readonly kind: 'unfinished' | 'unknown' | 'forged'; readonly holder?: undefined };

/** Parses a lock file's holder if Ninefold can have written it. A repository may contain any file. */
export function parseHolder(text: string): LockContent {
  const value = parseValue(text);
  if (value === undefined) return { kind: 'unfinished' };
  const fields = asFields(value);
  if (fields === null || !('nonce' in fields || 'pid' in fields)) return { kind: 'unknown' };
  const { pid, nonce, host, boot, pids, started, isReleased } = fields;
  const isGenuine =
    isPid(pid) &&
    isWord(nonce, NONCE) &&
    isWord(host, HOST) &&
    isWord(boot, PLACE) &&
    isWord(pids, PLACE) &&
    isWord(started, TICKS) &&
    (isReleased === undefined || typeof isReleased === 'boolean');
  if (!isGenuine) return { kind: 'forged' };
  return {
    kind: 'holder',
    holder: { pid, nonce, host, boot, pids, started, isReleased: isReleased === true },
  };
}

function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_PID;
}

function isWord(value: unknown, allowed: RegExp): value is string {
  return typeof value === 'string' && allowed.test(value);
}

/**
 * Tests whether a holder is dead, without waiting; undefined if only its silence can tell.
 *
 * @param modified time of the lock file, in milliseconds since the epoch
 */
export function isDead(holder: LockHolder, place: LockPlace, modified: number): boolean | undefined {
  if (holder.isReleased === true) return true;
  if (holder.host !== place.host) return undefined;
  // From an earlier boot of this host; on another host with the same name, a living holder has touched the file
  // since.
  if (holder.boot !== place.boot || holder.boot === '') {
    if (modified < Date.now() - uptime() * 1000) return true;
    if (holder.boot !== place.boot) return undefined;
  }
  if (holder.pids !== place.pids) return undefined;
  if (!isProcessAlive(holder.pid)) return true;
  if (holder.started === '') return undefined;
  const now = startOf(holder.pid);
  // Alive, but inaccessible (another user's): nothing more can be known.
  if (now === undefined) return false;
  return now.isZombie || now.started !== holder.started;
}

/**
 * In /proc/PID/stat, the name, which may contain anything, is followed by the state, …, and as the 20th field the
 * start.
 */
function startOf(pid: number): { readonly started: string; readonly isZombie: boolean } | undefined {
  const text = readSystem(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', started = ''] = [fields[0], fields[19]];
  return { started, isZombie: state === 'Z' || state === 'X' };
}

function bootId(): string {
  return readSystem('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Linux only.
    return '';
  }
}

/** Reads a file of the system; undefined if it can't be. */
export function readSystem(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Linux only, and not every process is accessible.
    return undefined;
  }
}
