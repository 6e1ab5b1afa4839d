/** The command line in this process: as fast as a call, with its own home and environment. */

import { strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { runCommandLine } from '../../../src/cli/run.ts';
import { acceptRulesOf } from './accepted.ts';
import { copyBundles } from './dist-files.ts';
import { newFolder, writeFiles } from './folders.ts';

export interface Answer {
  /** 70 for an unexpected failure. */
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const UNEXPECTED = 70;
/** What is loaded from the folder of the requesting bundle, with its parts. */
const BUNDLES = ['redactor', 'context', 'connect', 'tokenizer', 'o200k', 'cl100k'];

/**
 * Runs `ninefold` in `folder` like a person would: without the variables of an agent that may run these tests.
 *
 * @param env additional variables
 */
export async function runInProcess(
  folder: string,
  home: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Answer> {
  bringBundles();
  let [out, error] = ['', ''];
  try {
    const code = await runCommandLine({
      argv,
      cwd: folder,
      environment: { PATH: process.env.PATH, HOME: home, ...env },
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

/** Copies the bundles that `require` loads to the folder of the test that runs commands. */
export function bringBundles(): void {
  copyBundles(BUNDLES, import.meta.dirname);
}

/** A terminal whose commands run in this process: for their output and files, not for how they start. */
export class InProcessTerminal {
  readonly folder: string;
  readonly home: string;
  /** Variables in addition to `PATH`. */
  readonly environment: NodeJS.ProcessEnv;

  constructor(folder: string, environment: NodeJS.ProcessEnv = {}) {
    this.folder = folder;
    this.home = environment.HOME ?? newFolder();
    this.environment = environment;
  }

  run(args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv } = {}): Promise<Answer> {
    return runInProcess(this.folder, this.home, args, { ...this.environment, ...options.env });
  }

  /**
   * Runs a command that must succeed.
   *
   * @returns its output
   */
  async done(...args: readonly string[]): Promise<string> {
    const { code, out, error } = await this.run(args);
    strictEqual(code, 0, `${args.join(' ')}: ${error}`);
    return out;
  }

  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.done(...args, '--json'));
  }

  /** Writes the folder's rules, and accepts them for a person. */
  trusts(rules: Readonly<Record<string, unknown>>): void {
    writeFiles(this.folder, { '.claude/ninefold.json': JSON.stringify(rules) });
    acceptRulesOf(join(this.folder, '.claude'), this.home);
  }
}
