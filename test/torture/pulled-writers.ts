/**
 * Two windows and a command line write shared state while git commits and pulls there, and another clone pushes all the
 * time: git never reports a conflict, every acknowledged change is in both clones once, and both show the same state.
 */

import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { git, open } from '../unit/support/folders.ts';
import { shareFolder } from '../unit/support/shared-folder.ts';
import type { Child } from './child.ts';
import { withChildren } from './child.ts';
import { tasksOf } from './many-updates.ts';

const ID = 'wf-001';

export interface PulledWriters {
  readonly acknowledged: number;
  readonly pulls: number;
  readonly wrong: readonly string[];
  readonly seconds: number;
}

export interface PullOptions {
  /** Program of the workers. */
  readonly worker: string;
  /** `ninefold`. */
  readonly cli: string;
  readonly folder: string;
  /** Of each of the windows, here and in the other clone. */
  readonly updates: number;
  /** Of the command line. */
  readonly commands: number;
}

export async function pulledWriters(options: PullOptions): Promise<PulledWriters> {
  const { folder, worker, updates } = options;
  const started = performance.now();
  const [here, there] = await cloned(folder);
  const steps: string[] = [];
  let pulls = 0;
  const tasks = await withChildren(async (children) => {
    const start = (place: string, name: string): Child =>
      children.start(worker, ['write', place, name, `${updates}`]);
    const writers = [start(here, 'a'), start(here, 'b'), start(there, 'c')];
    const ended = Promise.all([...writers.map(endWell), commands(options, here, steps)]);
    const progress = { isOver: false };
    const counted = Promise.all([exchange(here, progress), exchange(there, progress)]);
    await ended;
    progress.isOver = true;
    pulls = (await counted).reduce((sum, count) => sum + count, 0);
    return writers.flatMap(({ lines }) => doneOf(lines));
  });
  for (const place of [here, there, here]) meet(place);
  const wrong = [...(await missing(here, tasks, steps)), ...(await missing(there, tasks, steps))];
  if (!isDeepStrictEqual(await stateOf(here), await stateOf(there))) wrong.push('the clones differ');
  const seconds = (performance.now() - started) / 1000;
  return { acknowledged: tasks.length + steps.length, pulls, wrong, seconds };
}

/** Two clones of a bare repository. */
async function cloned(folder: string): Promise<readonly [string, string]> {
  const places = ['bare', 'here', 'there'].map((name) => join(folder, name));
  for (const place of places) mkdirSync(place);
  const [bare = '', here = '', there = ''] = places;
  git(bare, 'clone', '-q', '--bare', await shareFolder(), '.');
  for (const place of [here, there]) git(place, 'clone', '-q', bare, '.');
  return [here, there];
}

function doneOf(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('done ')).map((line) => line.slice(5));
}

async function endWell(child: Child): Promise<void> {
  const [code] = await child.ended;
  if (code !== 0) throw new Error(`a writer ended with ${code}: ${child.errors}`);
}

async function commands(
  { cli, commands: count }: PullOptions,
  folder: string,
  done: string[],
): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const text = `step ${number}`;
    await promisify(execFile)(process.execPath, [cli, 'next', 'add', text], { cwd: folder });
    done.push(text);
  }
}

/** Commits, pulls, and pushes until everybody is done. @returns how often it pulled */
async function exchange(folder: string, progress: { readonly isOver: boolean }): Promise<number> {
  let pulls = 0;
  while (!progress.isOver) {
    meet(folder);
    pulls++;
    await new Promise(setImmediate);
  }
  return pulls;
}

function meet(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'events');
  git(folder, 'pull', '-q', '--no-rebase', '--no-edit');
  git(folder, 'push', '-q');
}

async function stateOf(folder: string): Promise<unknown> {
  return (await open(folder)).service.state(ID);
}

async function missing(
  folder: string,
  tasks: readonly string[],
  steps: readonly string[],
): Promise<readonly string[]> {
  const found = await tasksOf(folder);
  const { nextSteps } = await (await open(folder)).service.state(ID);
  const texts = nextSteps.map(({ text }) => text);
  const once = (all: readonly string[], wanted: readonly string[]): readonly string[] =>
    wanted.filter((one) => all.filter((other) => other === one).length !== 1);
  return [...once(found, tasks), ...once(texts, steps)].map(
    (text) => `${folder}: '${text}' isn't there once`,
  );
}
