/** Writers are killed at random instants while others write and one reads: what was acknowledged is there. */

import { sleep, withChildren } from './child.ts';
import type { Child, Children } from './child.ts';
import { startWorkflow, tasksOf } from './many-updates.ts';

export interface KilledWriters {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged and not in the journal. */
  readonly lost: readonly string[];
  /** In the journal more than once. */
  readonly twice: number;
  /** In the journal though the writer was killed before it could say so. */
  readonly unsaid: number;
  /** How often the reader read a file. */
  readonly read: number;
  /** What the reader saw that mustn't be. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

export interface KillOptions {
  /** Program of the workers. */
  readonly worker: string;
  /** `ninefold`. */
  readonly cli: string;
  readonly folder: string;
  readonly kills: number;
  /** Writers that go on through one service, and writers that are one command after the other. */
  readonly services: number;
  readonly commands: number;
}

/** A writer is killed within its first updates, a command from its start to past its end; early more often. */
const LIFE_MS = 800;
/** Where the machine is too busy for an update in that time. */
const LONG_LIFE_MS = 10 * LIFE_MS;

function randomLife(tally: Tally, { kills }: KillOptions): number {
  return Math.random() ** 2 * (tally.kills < kills ? LIFE_MS : LONG_LIFE_MS);
}

/** What was killed proves nothing until something was acknowledged. */
function isGoingOn(tally: Tally, { kills }: KillOptions): boolean {
  return tally.kills < kills || tally.acknowledged.length === 0;
}

export async function killedWriters(options: KillOptions): Promise<KilledWriters> {
  const { folder } = options;
  await startWorkflow(folder);
  const tally: Tally = { kills: 0, acknowledged: [] };
  const started = performance.now();
  const said = await withChildren((children) => writeAndRead(options, tally, children));
  const seconds = (performance.now() - started) / 1000;
  const tasks = await tasksOf(folder);
  const known = new Set(tasks);
  const acknowledged = new Set(tally.acknowledged);
  return {
    kills: tally.kills,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((task) => !known.has(task)),
    twice: tasks.length - known.size,
    unsaid: tasks.filter((task) => !acknowledged.has(task)).length,
    read: Number(said.find((line) => line.startsWith('read '))?.slice(5)),
    wrong: said.filter((line) => line.startsWith('wrong ')),
    seconds,
  };
}

/** @returns what the reader said */
async function writeAndRead(
  options: KillOptions,
  tally: Tally,
  children: Children,
): Promise<readonly string[]> {
  const { worker, folder, services, commands } = options;
  const reader = children.start(worker, ['read', folder]);
  await reader.line((line) => line === 'ready');
  await Promise.all([
    ...Array.from({ length: services }, (_, index) => serviceWriter(options, tally, children, `s${index}`)),
    ...Array.from({ length: commands }, (_, index) => commandWriter(options, tally, children, `c${index}`)),
  ]);
  reader.stop();
  const [code] = await reader.ended;
  if (code !== 0) throw new Error(`the reader ended with ${code}: ${reader.errors}`);
  return reader.lines;
}

interface Tally {
  kills: number;
  readonly acknowledged: string[];
}

/** One process after the other, each killed while it writes. */
async function serviceWriter(
  options: KillOptions,
  tally: Tally,
  children: Children,
  name: string,
): Promise<void> {
  const { worker, folder } = options;
  for (let life = 1; isGoingOn(tally, options); life++) {
    const child = children.start(worker, ['write', folder, `${name}.${life}`, '1000000']);
    await child.line((line) => line === 'ready');
    await sleep(randomLife(tally, options));
    await child.kill();
    tally.kills++;
    complain(child);
    for (const line of child.lines) if (line.startsWith('done ')) tally.acknowledged.push(line.slice(5));
  }
}

/** One command after the other; one that comes to its end has acknowledged. */
async function commandWriter(
  options: KillOptions,
  tally: Tally,
  children: Children,
  name: string,
): Promise<void> {
  const { cli, folder } = options;
  for (let life = 1; isGoingOn(tally, options); life++) {
    const task = `${name} ${life}`;
    const child = children.start(cli, ['--cwd', folder, 'set', 'wf-001', 'task', task]);
    const timer = setTimeout(() => child.signal('SIGKILL'), randomLife(tally, options));
    const [code, signal] = await child.ended;
    clearTimeout(timer);
    if (signal === 'SIGKILL') tally.kills++;
    else if (code === 0) tally.acknowledged.push(task);
    else throw new Error(`a command ended with ${code}: ${child.errors}`);
  }
}

/** What a writer said before it was killed must have been nothing. */
function complain(child: Child): void {
  const unexpected = child.errors.split('\n').filter((line) => line !== '');
  if (unexpected.length > 0) throw new Error(`a writer failed: ${child.errors}`);
}
