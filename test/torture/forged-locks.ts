/** Lock and takeover files as a hostile repository may bring them: every writer comes to an end, nothing else is touched. */

import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../src/core/errors.ts';
import { LockAcquisition } from '../../src/node/lock/lock-acquisition.ts';
import { THIS_PLACE, newHolder } from '../../src/node/lock/lock-holder.ts';
import { removeOwn } from '../../src/node/lock/lock-file.ts';
import { NotPlainError } from '../../src/node/files/not-plain.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';

export interface ForgedLocks {
  readonly states: number;
  /** The writer got the lock. */
  readonly held: number;
  /** It was refused, with lock-busy or the name of what stands there. */
  readonly refused: number;
  /** What mustn't be, with the number of the state. */
  readonly wrong: readonly string[];
  /** The longest that a writer took, in milliseconds. */
  readonly longest: number;
  /** Of the time that writers waited, what the processor worked. */
  readonly processorShare: number;
}

/** Short, and far from each other. */
const PATIENCE = { patience: 400, silence: 120, unfinished: 60, heartbeat: 40, place: THIS_PLACE };
/** The patience; the rest is a busy machine's. */
const DEADLINE_MS = PATIENCE.patience + 10_000;
const YEAR_S = 365 * 24 * 3600;
/** More than the largest pid of any Linux, and so nobody's. */
const NOBODY = 2 ** 22 + 1;
const HUGE = 200 * 1024 * 1024;

/** @param folder an empty one @param together so many states wait at once */
export async function forgedLocks(
  folder: string,
  states: number,
  seed: number,
  together = 32,
): Promise<ForgedLocks> {
  const random = seededRandom(seed);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const seen = { held: 0, refused: 0, longest: 0, waited: 0 };
  const wrong: string[] = [];
  const before = process.cpuUsage();
  const started = performance.now();
  for (let first = 0; first < states; first += together) {
    const numbers = Array.from({ length: Math.min(together, states - first) }, (_, index) => first + index);
    const places = numbers.map((number) => forge(join(folder, `${number}`), random, pipe));
    await Promise.all(
      places.map(async (place, index) => {
        const { outcome, took } = await tryLock(join(place, 'state', 'ninefold.lock'));
        if (outcome === 'held') seen.held++;
        else if (outcome === 'refused') seen.refused++;
        else wrong.push(`${numbers[index]}: ${outcome}`);
        if (took > DEADLINE_MS) wrong.push(`${numbers[index]}: ended after ${took.toFixed(0)} ms`);
        const touched = whatIsTouched(place);
        if (touched !== '') wrong.push(`${numbers[index]}: ${touched}`);
        seen.longest = Math.max(seen.longest, took);
        seen.waited += took;
      }),
    );
    for (const place of places) rmSync(place, { recursive: true });
  }
  const { user, system } = process.cpuUsage(before);
  const processorShare = (user + system) / 1000 / Math.max(seen.waited, performance.now() - started);
  return { states, held: seen.held, refused: seen.refused, wrong, longest: seen.longest, processorShare };
}

async function tryLock(path: string): Promise<{ readonly outcome: string; readonly took: number }> {
  const started = performance.now();
  const mine = newHolder(THIS_PLACE);
  let outcome: string;
  try {
    await new LockAcquisition(path, mine, PATIENCE).run();
    outcome =
      (JSON.parse(readFileSync(path, 'utf8')) as { nonce: unknown }).nonce === mine.nonce
        ? 'held'
        : 'not held';
    await removeOwn(path, mine);
  } catch (error) {
    const isSaid = NinefoldError.is(error, 'lock-busy') || error instanceof NotPlainError;
    outcome = isSaid ? 'refused' : String(error);
  }
  return { outcome, took: performance.now() - started };
}

/** What stands around the lock: folders that a path with `..` would need, and what it would hit. */
const VICTIMS = [
  'victim',
  'victim.takeover',
  'state/victim.takeover',
  'state/workflows/wf.journal.jsonl',
  'state/ninefold.lock.../inner.takeover',
];

function whatIsTouched(place: string): string {
  const there = VICTIMS.filter((name) => readFileSync(join(place, name), 'utf8') === name);
  const outside = readdirSync(place).filter((name) => name !== 'state' && !VICTIMS.includes(name));
  const inside = ['workflows', 'ninefold.lock.x', 'ninefold.lock...'].flatMap((name) =>
    readdirSync(join(place, 'state', name)),
  );
  if (there.length < VICTIMS.length) return `${VICTIMS.length - there.length} files changed`;
  if (outside.length > 0) return `made ${outside.join(', ')}`;
  return inside.length === 2 ? '' : `in the folders beside it: ${inside.join(', ')}`;
}

/** @returns the folder */
function forge(place: string, random: Random, pipe: string): string {
  for (const name of VICTIMS) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), name);
  }
  mkdirSync(join(place, 'state', 'ninefold.lock.x'));
  const lock = join(place, 'state', 'ninefold.lock');
  // Few nonces, so that takeover files lead to each other, in circles too.
  const nonces = Array.from({ length: 1 + random.below(4) }, () => nonceOf(random));
  putAny(lock, random, nonces, pipe);
  const named = namedBy(lock);
  const gates = random.below(10) === 0 ? 200 : random.below(6);
  for (let gate = 0; gate < gates; gate++) {
    const nonce = gate === 0 && named !== undefined ? named : random.pick([...nonces, nonceOf(random)]);
    const path = `${lock}.${nonce}.takeover`;
    if (!isPossible(path, lock)) continue;
    putAny(path, random, nonces, pipe);
  }
  return place;
}

function namedBy(lock: string): string | undefined {
  try {
    if (!lstatSync(lock).isFile() || lstatSync(lock).size > 100_000) return undefined;
    const { nonce } = JSON.parse(readFileSync(lock, 'utf8')) as { nonce: unknown };
    return typeof nonce === 'string' ? nonce : undefined;
  } catch {
    // Not every one is JSON.
    return undefined;
  }
}

/** A file of one folder, of which there is none yet: the rest is for the writer to make or not. */
function isPossible(path: string, lock: string): boolean {
  if (path.includes('\0') || dirname(path) !== dirname(lock) || path.length > 250) return false;
  return !readdirSync(dirname(lock)).includes(path.slice(dirname(lock).length + 1));
}

function nonceOf(random: Random): string {
  return random.below(8) > 0
    ? Array.from({ length: 16 }, () => random.below(16).toString(16)).join('')
    : random.pick([
        'K',
        '',
        '..',
        '../victim',
        '../../victim',
        'x/../../victim',
        './../../victim',
        '../inner',
        'x/new',
        '../../new',
        '__proto__',
        '0123456789ABCDEF',
        '0123456789abcdef0',
        '0123456789abcde\n',
        'ａｂｃｄ',
        '\0',
        'n'.repeat(300),
      ]);
}

const NO_HOLDERS = ['', '{"pid":1', 'garbage\n', '[]', 'null', '7', '{"v":9}', '['.repeat(3000), '\ud83d'];

function putAny(path: string, random: Random, nonces: readonly string[], pipe: string): void {
  const kind = random.below(20);
  if (kind === 0) {
    mkdirSync(path);
    return;
  }
  if (kind === 1) {
    symlinkSync(random.pick(['../victim', '../new', '/dev/zero', '/dev/ptmx', path, pipe]), path);
    return;
  }
  if (kind === 2) {
    linkSync(pipe, path);
    return;
  }
  writeFileSync(path, kind < 5 ? random.pick(NO_HOLDERS) : JSON.stringify(holderOf(random, nonces)));
  if (kind === 3) truncateSync(path, HUGE);
  const now = Date.now() / 1000;
  const at = now + random.pick([0, 0, -3600, -YEAR_S, YEAR_S]);
  utimesSync(path, at, at);
}

function holderOf(random: Random, nonces: readonly string[]): unknown {
  const genuine = { ...newHolder(THIS_PLACE), nonce: random.pick(nonces) };
  const others: readonly (() => object)[] = [
    () => ({ pid: NOBODY }),
    () => ({ pid: NOBODY, started: '' }),
    () => ({ started: '1' }),
    () => ({ started: '' }),
    () => ({ pid: 1, started: '' }),
    () => ({ pid: 1, started: '1' }),
    () => ({ pid: process.ppid }),
    () => ({ host: 'other', boot: 'b', pids: 'p' }),
    () => ({ boot: 'other' }),
    () => ({ pids: 'other' }),
    () => ({ isReleased: true }),
    () => ({}),
    () => ({ pid: random.pick([0, -1, 1.5, 1e300, '1', null, true, []]) }),
    () => ({ nonce: random.pick([7, null, ['a'], { length: 16 }]) }),
    () => ({ host: random.pick(['\u001b]52;c;x\u0007', 'h'.repeat(3000), '\u202eevil', '\ud83d', 7]) }),
    () => ({ started: random.pick(['../x', '-1', 7]), boot: random.pick(['a/b', '', null]) }),
    () => ({ isReleased: random.pick(['yes', 1, null]) }),
  ];
  return { ...genuine, ...random.pick(others)(), ...(random.below(5) === 0 ? { isReleased: true } : {}) };
}
