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

import { parseValue } from '../core/json-fields.ts';
import { isProcessAlive } from './system-error.ts';

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

/** A new holder in this process. */
export function newHolder(place: LockPlace): LockHolder {
  const nonce = randomBytes(8).toString('hex');
  return { pid: process.pid, ...place, started: startOf(process.pid)?.started ?? '', nonce };
}

/** The holder that a lock file names. A whole file that names none is a newer version's. */
export function parseHolder(text: string): {
  readonly holder: LockHolder | undefined;
  readonly isWhole: boolean;
} {
  const value = parseValue(text);
  return { holder: isHolder(value) ? value : undefined, isWhole: value !== undefined };
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, nonce, host, boot, pids, started } = value as Record<string, unknown>;
  return (
    typeof pid === 'number' && [nonce, host, boot, pids, started].every((part) => typeof part === 'string')
  );
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
