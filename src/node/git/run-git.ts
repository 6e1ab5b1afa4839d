/**
 * Runs git; no other file starts it. A query runs nothing that a repository, its attributes, or the environment name,
 * and reaches no remote; making a task's worktree may use its filters and remotes.
 */

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

import { errorCode, reasonOf } from '../files/system-error.ts';
import { findGit, forgetGit } from './find-git.ts';
import { readOnlyEnvironment, readOnlyOptions, taskGitEnvironment, taskOptions } from './git-environment.ts';
import { LIST_DRIVERS, driversOff } from './named-drivers.ts';
import type { DriverKind } from './named-drivers.ts';

/** The checkout of a large repository may take long. */
const CHECKOUT_MS = 300_000;
/** So may a query of a worktree in which an agent worked. */
const LONG_LOOK_MS = 60_000;
const POLL_MS = 10_000;
const REST_MS = 60_000;
const MAX_OUTPUT = 8 * 1024 * 1024;

export interface GitOptions {
  /** Our `GIT_DIR` and the like. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds after which git is killed; defaults to a minute. */
  readonly timeLimit?: number;
  /** Bytes of output after which git is killed; unlimited by default. */
  readonly mostOutput?: number;
  readonly signal?: AbortSignal | undefined;
  /** Receives the output as it comes, instead of `stdout`; returning false kills git. */
  readonly take?: (chunk: Buffer) => boolean;
}

export interface GitResult {
  /** Null if git is missing or was killed. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Commands that don't convert between worktree and stored content, and so run no filter. */
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

/** Options of single commands against other ways to run a program or open a submodule's repository. */
const COMMAND_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  diff: ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'diff-tree': ['--no-ext-diff', '--no-textconv'],
  log: ['--no-ext-diff', '--no-textconv'],
  // Compares a submodule's recorded commit, without looking into its folder.
  status: ['--ignore-submodules=dirty'],
};

/** Until when each folder in which git didn't answer in time isn't asked again (milliseconds since the process began). */
const unanswered = new Map<string, number>();

/**
 * Returns the output of a git query; undefined if git is missing, fails, prints too much, or doesn't answer in ten
 * seconds. After that, the folder's next queries don't wait as well, for a minute.
 */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const started = performance.now();
  if (started < (unanswered.get(folder) ?? 0)) return undefined;
  const { code, stdout } = await runGit(folder, args, { timeLimit: POLL_MS, mostOutput: MAX_OUTPUT });
  const ended = performance.now();
  if (code === null && ended - started >= POLL_MS) unanswered.set(folder, ended + REST_MS);
  return code === 0 ? stdout.toString('utf8') : undefined;
}

/** Runs a git query with output as bytes and exit code. */
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

/** Runs git for something that a person started: with their filters and remotes, but without hooks. */
export async function runGitForTask(folder: string, args: readonly string[]): Promise<GitResult> {
  const off = await offOf(folder, ['hook']);
  if (off === undefined) return REFUSED;
  const options = { environment: taskGitEnvironment, timeLimit: CHECKOUT_MS };
  return start(folder, [...taskOptions(off), ...args], options);
}

/** Splits git's NUL-terminated names. */
export function namesOf(output: Buffer | string): readonly string[] {
  const text = typeof output === 'string' ? output : output.toString('utf8');
  return text.split('\0').filter((name) => name !== '');
}

const REFUSED: GitResult = {
  code: null,
  stdout: Buffer.alloc(0),
  stderr: "the name of a filter or hook in git's config can't be switched off",
};

/** Settings that disable a repository's drivers; undefined if they are unknown or can't be disabled. */
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
    // Can't be passed to a process: arguments that are too long, a path with NUL.
    return { code: null, stdout: Buffer.alloc(0), stderr: reasonOf(error) };
  }
}

/** Collects git's output. After the kill, doesn't wait for anything that git may have started. */
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
