/**
 * What a process of its own does, to be killed at any instant. One line on stdout for each thing that is done, written
 * at once, so that it is out before the process can be killed for it.
 */

import { linkSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { NinefoldError } from '../../src/core/errors.ts';
import { THIS_PLACE, isDead, newHolder, parseHolder } from '../../src/node/lock/lock-holder.ts';
import { withLock } from '../../src/node/lock/lock.ts';
import { intercept } from '../unit/support/faults.ts';
import { open } from '../unit/support/folders.ts';
import { readAll } from './reader.ts';

const PERSON = { kind: 'person' } as const;
const STDOUT = 1;

const JOBS: Readonly<Record<string, (parameters: readonly string[]) => Promise<void>>> = {
  hold,
  contend,
  write,
  read,
  crash,
};

/** Runs the job that `process.argv` names. */
export async function runWorker([name = '', ...parameters]: readonly string[]): Promise<void> {
  const job = JOBS[name];
  if (job === undefined) throw new Error(`no job '${name}'`);
  await job(parameters);
}

function say(line: string): void {
  writeSync(STDOUT, `${line}\n`);
}

/** Takes the lock, says so, and never gives it back. */
async function hold([lock = '']: readonly string[]): Promise<void> {
  const forever = setInterval(() => undefined, 60_000);
  await withLock(lock, () => {
    say('held');
    return new Promise(() => undefined);
  });
  clearInterval(forever);
}

/**
 * For each line on stdin, takes the lock once. In it, a file is made that nobody else may have made; `two` is said
 * where somebody living had.
 */
async function contend([lock = '', inside = '']: readonly string[]): Promise<void> {
  say('ready');
  for await (const round of createInterface({ input: process.stdin })) {
    await withLock(lock, async () => {
      const at = process.hrtime.bigint();
      if (!enter(inside)) say(`two ${round}`);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      rmSync(inside, { force: true });
      say(`in ${round} ${at}`);
    });
  }
}

/** @returns false where a living process is inside */
function enter(inside: string): boolean {
  const own = `${inside}.${process.pid}`;
  writeFileSync(own, JSON.stringify(newHolder(THIS_PLACE)));
  try {
    for (;;) {
      if (isLinked(own, inside)) return true;
      const { holder } = parseHolder(readFileSync(inside, 'utf8'));
      if (holder === undefined || isDead(holder, THIS_PLACE, 0) !== true) return false;
      // One that was killed inside.
      rmSync(inside, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Sets the task again and again; `done TEXT` is said once it is saved. */
async function write([folder = '', name = '', count = '']: readonly string[]): Promise<void> {
  const { service } = await open(folder);
  say('ready');
  for (let number = 1; number <= Number(count); number++) {
    const task = `${name} ${number}`;
    const { exportFailure } = await patiently(() =>
      service.execute({ kind: 'setTask', task }, PERSON, 'wf-001'),
    );
    if (exportFailure !== null) throw exportFailure;
    say(`done ${task}`);
  }
}

/** Tries again where a slow machine kept the lock from this process for longer than it waits. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!NinefoldError.is(error, 'lock-busy')) throw error;
    }
  }
}

/**
 * Sets the task, and is killed at one step of it: right before a call of the file system, or in the middle of a write.
 * `done` is said where it has fewer steps.
 */
async function crash([folder = '', step = '', task = '']: readonly string[]): Promise<void> {
  const { service } = await open(folder);
  let calls = 0;
  await intercept(async ({ call, parameters, proceed }) => {
    calls++;
    if (calls === Number(step)) {
      if (call === 'handle.write') {
        const [buffer, offset, length, position] = parameters as [Buffer, number, number, null];
        await proceed([buffer, offset, Math.floor(length / 2), position]);
      }
      process.kill(process.pid, 'SIGKILL');
    }
    return proceed();
  });
  const { exportFailure } = await service.execute({ kind: 'setTask', task }, PERSON, 'wf-001');
  if (exportFailure !== null) throw exportFailure;
  say('done');
}

/** Reads everything again and again until stdin ends. */
async function read([folder = '']: readonly string[]): Promise<void> {
  let isOver = false;
  process.stdin.on('end', () => (isOver = true)).resume();
  say('ready');
  await readAll(folder, () => isOver, say);
}
