/** The command line in this process: as quick as a call, with a home and an environment of its own. */

import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { runCommandLine } from '../../../src/cli/run.ts';

export interface Answer {
  /** 70 where a failure came through that nobody expected. */
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const UNEXPECTED = 70;
/** What is loaded from beside the bundle that asks for it. */
const BUNDLES = ['redactor.js', 'context.js', 'connect.js', 'tokenizer.js', 'o200k.ranks', 'cl100k.ranks'];

/** Runs `ninefold` in `folder` as a person would: without the variables of an agent that may run these tests. */
export async function runInProcess(folder: string, home: string, argv: readonly string[]): Promise<Answer> {
  bringBundles();
  let [out, error] = ['', ''];
  try {
    const code = await runCommandLine({
      argv,
      cwd: folder,
      environment: { PATH: process.env.PATH, HOME: home },
      home,
      readInput: () => Promise.resolve(''),
      isTerminal: false,
      writeOut: (text) => (out += text),
      writeError: (text) => (error += text),
    });
    return { code, out, error };
  } catch (unexpected) {
    const trace = unexpected instanceof Error ? (unexpected.stack ?? unexpected.message) : String(unexpected);
    return { code: UNEXPECTED, out, error: error + trace };
  }
}

function bringBundles(): void {
  for (const name of BUNDLES) {
    const beside = join(import.meta.dirname, name);
    if (existsSync(beside)) continue;
    // Whole at once: another process may run tests of the same folder.
    const copy = `${beside}.${process.pid}`;
    copyFileSync(resolve(process.env.NINEFOLD_DIST ?? 'dist', name), copy);
    renameSync(copy, beside);
  }
}
