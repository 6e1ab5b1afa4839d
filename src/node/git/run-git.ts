/**
 * Runs git; no other file starts it. A look runs nothing that a repository, its attributes or the environment name and
 * reaches no remote; what makes a task's worktree may use its filters and its remotes.
 */

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

import { errorCode, reasonOf } from '../files/system-error.ts';
import { findGit, forgetGit } from './find-git.ts';
import { readOnlyEnvironment, readOnlyOptions, taskGitEnvironment, taskOptions } from './git-environment.ts';
import { LIST_DRIVERS, driversOff } from './named-drivers.ts';
import type { DriverKind } from './named-drivers.ts';

/** A checkout of a large repository may take its time. */
const CHECKOUT_MS = 300_000;
/** And so may a look at a worktree that an agent has gone through. */
const LONG_LOOK_MS = 60_000;
const POLL_MS = 10_000;
const MAX_OUTPUT = 8 * 1024 * 1024;

export interface GitOptions {
  /** `GIT_DIR` and its like, of ours. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds after which git is ended; a minute where it is left out. */
  readonly timeLimit?: number;
  /** Bytes of output after which git is ended; no bound where it is left out. */
  readonly mostOutput?: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes the output as it comes, in the place of `stdout`; git is ended once it answers false. */
  readonly take?: (chunk: Buffer) => boolean;
}

export interface GitResult {
  /** Null where git is missing or was ended. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Commands that read no file of the worktree as git would store it, or store it as the worktree has it: no filter is asked. */
const WITHOUT_FILTERS: ReadonlySet<string | undefined> = new Set([
  'config',
  'diff-tree',
  'log',
  'ls-files',
  'ls-tree',
  'merge-file',
  'rev-list',
  'rev-parse',
  'symbolic-ref',
]);

/** What else may run a program or open the repository of a submodule, said by the command's own options. */
const COMMAND_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  diff: ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'diff-tree': ['--no-ext-diff', '--no-textconv'],
  log: ['--no-ext-diff', '--no-textconv'],
  // What a submodule has recorded is compared, what is in its folder isn't looked at.
  status: ['--ignore-submodules=dirty'],
};

/** Output of a look of git; undefined where git is missing, refuses, or has too much to say. */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await runGit(folder, args, { timeLimit: POLL_MS, mostOutput: MAX_OUTPUT });
  return code === 0 ? stdout.toString('utf8') : undefined;
}

/** A look of git: bytes out, exit code kept. */
export async function runGit(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  const [command = '', ...rest] = args;
  const needsList = !WITHOUT_FILTERS.has(command) && !(command === 'cat-file' && !rest.includes('--filters'));
  const off = needsList ? await offOf(folder, ['filter', 'hook'], options.variables) : {};
  if (off === undefined) return REFUSED;
  return start(folder, [...readOnlyOptions(off), command, ...(COMMAND_OPTIONS[command] ?? []), ...rest], {
    ...options,
    environment: readOnlyEnvironment,
  });
}

/** Git for what a person started: filters and remotes as the person has them, still no hook. */
export async function runGitForTask(folder: string, args: readonly string[]): Promise<GitResult> {
  const off = await offOf(folder, ['hook']);
  if (off === undefined) return REFUSED;
  const options = { environment: taskGitEnvironment, timeLimit: CHECKOUT_MS };
  return start(folder, [...taskOptions(off), ...args], options);
}

/** What git printed as names ended by NUL. */
export function namesOf(stdout: Buffer): readonly string[] {
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

const REFUSED: GitResult = {
  code: null,
  stdout: Buffer.alloc(0),
  stderr: "the name of a filter or hook in git's config can't be switched off",
};

/** Settings that switch the drivers of a repository off; undefined where they can't be told, or can't be. */
async function offOf(
  folder: string,
  kinds: readonly DriverKind[],
  variables?: GitOptions['variables'],
): Promise<Readonly<Record<string, string>> | undefined> {
  const listed = await start(folder, [...readOnlyOptions(), ...LIST_DRIVERS], {
    variables,
    timeLimit: POLL_MS,
    environment: readOnlyEnvironment,
  });
  if (listed.code === 1) return {};
  return listed.code === 0 ? driversOff(listed.stdout.toString('utf8'), kinds) : undefined;
}

interface StartOptions extends GitOptions {
  readonly environment: typeof readOnlyEnvironment;
}

async function start(folder: string, args: readonly string[], options: StartOptions): Promise<GitResult> {
  const program = await findGit(folder);
  if (program === undefined) return { code: null, stdout: Buffer.alloc(0), stderr: 'ENOENT' };
  const environment = options.environment(process.env, process.platform, program.path);
  try {
    const child = spawn(program.file, [...args], {
      cwd: folder,
      env: { ...environment, ...options.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    return await ended(child, options);
  } catch (error) {
    // What no process can be given: arguments that are too long, a path with a NUL in it.
    return { code: null, stdout: Buffer.alloc(0), stderr: reasonOf(error) };
  }
}

/** Gathers what git says. Whatever it may have started can't keep the answer back: once it is to end, it isn't waited for. */
function ended(
  child: ChildProcessByStdio<null, Readable, Readable>,
  options: GitOptions,
): Promise<GitResult> {
  const out: Buffer[] = [];
  const error: Buffer[] = [];
  let size = 0;
  return new Promise((done) => {
    const stop = (): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      finish(null, 'ended');
    };
    const timer = setTimeout(stop, options.timeLimit ?? LONG_LOOK_MS);
    options.signal?.addEventListener('abort', stop, { once: true });
    const finish = (code: number | null, reason: string): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', stop);
      done({ code, stdout: Buffer.concat(out), stderr: reason });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (options.take === undefined) out.push(chunk);
      const isWanted = options.take?.(chunk) ?? size <= (options.mostOutput ?? Number.POSITIVE_INFINITY);
      if (!isWanted) stop();
    });
    child.stderr.on('data', (chunk: Buffer) => error.push(chunk));
    child.on('error', (failure) => {
      forgetGit();
      finish(null, errorCode(failure) ?? failure.message);
    });
    if (options.signal?.aborted === true) stop();
    child.on('close', (code) => finish(code, Buffer.concat(error).toString('utf8').trim()));
  });
}
