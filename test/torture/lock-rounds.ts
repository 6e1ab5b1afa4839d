/** A holder is killed while others wait: how soon one of them holds the lock, and that never two do. */

import { join } from 'node:path';

import { sleep, withChildren } from './child.ts';
import type { Child, Children } from './child.ts';

export interface LockRounds {
  readonly rounds: number;
  /** How often two held it. */
  readonly twice: number;
  /** From the signal to the next holder, in milliseconds, sorted. */
  readonly takeovers: readonly number[];
  /** How many of those that waited were killed as well. */
  readonly killedWaiting: number;
}

/** One in so many rounds kills one of those that are taking over. */
const KILL_ONE_WAITING_IN = 4;

/** @param worker program of the workers @param folder an empty one */
export async function lockRounds(
  worker: string,
  folder: string,
  rounds: number,
  waiting = 4,
): Promise<LockRounds> {
  return withChildren((children) => playRounds({ worker, folder, rounds, waiting }, children));
}

interface LockOptions {
  readonly worker: string;
  readonly folder: string;
  readonly rounds: number;
  readonly waiting: number;
}

async function playRounds(
  { worker, folder, rounds, waiting }: LockOptions,
  children: Children,
): Promise<LockRounds> {
  const [lock, inside] = [join(folder, 'state', 'ninefold.lock'), join(folder, 'inside')];
  const newContender = (): Child => children.start(worker, ['contend', lock, inside]);
  const contenders = Array.from({ length: waiting }, newContender);
  const everyone = [...contenders];
  const takeovers: number[] = [];
  let killedWaiting = 0;
  let holder = children.start(worker, ['hold', lock]);
  await Promise.all(contenders.map((child) => child.line((line) => line === 'ready')));
  for (let round = 1; round <= rounds; round++) {
    await holder.line((line) => line === 'held');
    for (const child of contenders) child.send(`${round}`);
    await sleep(Math.random() * 20);
    const at = process.hrtime.bigint();
    holder.signal('SIGKILL');
    const isWaiterKilled = round % KILL_ONE_WAITING_IN === 0;
    if (isWaiterKilled) {
      await sleep(Math.random() * 6);
      await contenders[round % waiting]?.kill();
      killedWaiting++;
      const next = newContender();
      contenders[round % waiting] = next;
      everyone.push(next);
    }
    const living = contenders.filter((_, index) => !isWaiterKilled || index !== round % waiting);
    const entered = await Promise.all(living.map((child) => enteredAt(child, round)));
    await holder.ended;
    const first = entered.sort(byTime)[0] ?? at;
    if (!isWaiterKilled) takeovers.push(Number(first - at) / 1e6);
    if (round < rounds) holder = children.start(worker, ['hold', lock]);
  }
  for (const child of contenders) child.stop();
  await Promise.all(contenders.map((child) => child.ended));
  const twice = everyone.flatMap(({ lines }) => lines.filter((line) => line.startsWith('two '))).length;
  return { rounds, twice, takeovers: takeovers.sort((one, other) => one - other), killedWaiting };
}

async function enteredAt(child: Child, round: number): Promise<bigint> {
  const line = await child.line((text) => text.startsWith(`in ${round} `));
  return BigInt(line.split(' ')[2] ?? 0);
}

function byTime(one: bigint, other: bigint): number {
  return one < other ? -1 : 1;
}
