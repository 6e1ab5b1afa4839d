/**
 * Who holds a lock, and whether it still lives.
 *
 * Where pids mean the same to both (host, boot and pid namespace), the system is asked; a zombie is dead, and so is a
 * holder whose pid is somebody else's now. Everywhere else only silence tells: the lock file's time, which a living
 * holder moves on, and which the observer holds against its own clock that never jumps.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

import { asFields, parseValue } from '../../core/json-fields.ts';
import { isProcessAlive } from '../files/system-error.ts';

export interface LockHolder extends LockPlace {
  readonly pid: number;
  /** When the process was started, in the system's own ticks; empty where it doesn't say. */
  readonly started: string;
  /** One lock, once. */
  readonly nonce: string;
  /** Set in place where the holder was done and couldn't remove the file. */
  readonly isReleased?: boolean;
}

/** Where a pid means something. */
export interface LockPlace {
  readonly host: string;
  /** Empty where the system doesn't say. */
  readonly boot: string;
  /** Namespace of pids: containers and sandboxes of one host have their own. Empty where the system doesn't say. */
  readonly pids: string;
}

export const THIS_PLACE: LockPlace = { host: hostname(), boot: bootId(), pids: pidNamespace() };

/** A process of this place, as a lock's holder is told from others. */
export function processOf(pid: number): Pick<LockHolder, 'pid' | 'started'> & LockPlace {
  return { pid, ...THIS_PLACE, started: startOf(pid)?.started ?? '' };
}

/** A nonce becomes part of a file's name, so it is nothing but these. */
const NONCE_BYTES = 8;
const NONCE = /^[0-9a-f]{16}$/;
const MAX_PID = 2 ** 32 - 1;
/** What a terminal may be shown: no control or format character, no half of a pair, no separator of lines. */
const HOST = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{0,255}$/u;
const PLACE = /^[A-Za-z0-9:[\]._-]{0,64}$/;
const TICKS = /^\d{0,20}$/;

/** A new holder in this process. */
export function newHolder(place: LockPlace): LockHolder {
  const nonce = randomBytes(NONCE_BYTES).toString('hex');
  return { pid: process.pid, ...place, started: startOf(process.pid)?.started ?? '', nonce };
}

/** `unfinished`: half a file. `unknown`: another version's. `forged`: it looks like a holder that no version writes. */
export type LockContent =
  | { readonly kind: 'holder'; readonly holder: LockHolder }
  | { readonly kind: 'unfinished' | 'unknown' | 'forged'; readonly holder?: undefined };

/** The holder that a lock file names, if Ninefold can have written it. A repository may bring any file. */
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
 * Whether a holder is dead, as far as can be told without waiting; undefined where only its silence can tell.
 *
 * @param modified time of the lock file, in milliseconds since 1970
 */
export function isDead(holder: LockHolder, place: LockPlace, modified: number): boolean | undefined {
  if (holder.isReleased === true) return true;
  if (holder.host !== place.host) return undefined;
  // The lock of an earlier boot of this host; of a host of the same name a living holder has moved its time on.
  if (holder.boot !== place.boot || holder.boot === '') {
    if (modified < Date.now() - uptime() * 1000) return true;
    if (holder.boot !== place.boot) return undefined;
  }
  if (holder.pids !== place.pids) return undefined;
  if (!isProcessAlive(holder.pid)) return true;
  if (holder.started === '') return undefined;
  const now = startOf(holder.pid);
  // Alive, but not to be looked at (another user's): nothing more can be told, and it lives.
  if (now === undefined) return false;
  return now.isZombie || now.started !== holder.started;
}

/** From /proc/PID/stat: what follows the name, which may hold anything, is state, …, and as the 20th the start. */
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
    // Only Linux has it.
    return '';
  }
}

function readSystem(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Only Linux has it, and not every process may be looked at.
    return undefined;
  }
}
