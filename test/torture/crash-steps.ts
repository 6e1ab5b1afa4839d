/** A change is cut off at every single step it takes on disk, one after the other. */

import { open } from '../unit/support/folders.ts';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { withChildren } from './child.ts';
import type { Children } from './child.ts';
import { revisionsOf } from './reader.ts';

export interface CrashSteps {
  /** How many steps a change has. */
  readonly steps: number;
  /** How many of them it was cut off at. */
  readonly crashes: number;
  /** Of these, how often the change was saved all the same. */
  readonly saved: number;
  /** What mustn't be, with the step. */
  readonly wrong: readonly string[];
}

const PERSON = { kind: 'person' } as const;
const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';

/**
 * @param worker program of the workers
 * @param folder with workflow `wf-001`; each crash leaves it to the next
 * @param every so many steps one is tried
 */
export async function crashSteps(worker: string, folder: string, every = 1): Promise<CrashSteps> {
  const wrong: string[] = [];
  let [crashes, saved] = [0, 0];
  for (let step = 1; ; step += every) {
    // Every other time a writer before had died in the middle of a line.
    if (crashes % 2 === 1) appendFileSync(join(folder, JOURNAL), '{"v":1,"id":"01');
    const before = await revisionNow(folder);
    const isDone = await withChildren((children) => crashAt(worker, folder, step, children));
    if (isDone) return { steps: step - 1, crashes, saved, wrong };
    crashes++;
    try {
      const after = await revisionNow(folder);
      if (after !== before && after !== before + 1) wrong.push(`step ${step}: ${after} after ${before}`);
      if (after === before + 1) saved++;
      for (const [file, revision] of await revisionsOf(folder)) {
        if (revision > after) wrong.push(`step ${step}: ${file} says ${revision} of ${after}`);
      }
      await goOn(folder, after, step);
    } catch (error) {
      wrong.push(`step ${step}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      return { steps: step, crashes, saved, wrong };
    }
  }
}

/** @returns whether the change came to its end */
async function crashAt(worker: string, folder: string, step: number, children: Children): Promise<boolean> {
  const child = children.start(worker, ['crash', folder, `${step}`, `Cut off at ${step}`]);
  const [code, signal] = await child.ended;
  // Windows knows no signals: a process that is killed ends with 1.
  const isKilled = process.platform === 'win32' ? code === 1 && child.errors === '' : signal === 'SIGKILL';
  if (!isKilled && code !== 0) throw new Error(`step ${step}: ${child.errors}`);
  return code === 0;
}

/** The next writer is let in at once, writes everything anew, and leaves nothing of the one before. */
async function goOn(folder: string, revision: number, step: number): Promise<void> {
  const { service } = await open(folder);
  const task = `Gone on after ${step}`;
  const { state, exportFailure } = await service.execute({ kind: 'setTask', task }, PERSON, 'wf-001');
  if (exportFailure !== null) throw exportFailure;
  if (state.revision !== revision + 1) throw new Error(`${state.revision} after ${revision}`);
  for (const [file, exported] of await revisionsOf(folder)) {
    if (exported !== state.revision) throw new Error(`${file} says ${exported} of ${state.revision}`);
  }
  const names = readdirSync(join(folder, '.claude'), { recursive: true, encoding: 'utf8' });
  const remains = names.filter((name) => /\.tmp$|\.lock$|\.takeover$/.test(name));
  if (remains.length > 0) throw new Error(`left behind: ${remains.join(', ')}`);
}

async function revisionNow(folder: string): Promise<number> {
  const { service } = await open(folder);
  return (await service.state('wf-001')).revision;
}
