/**
 * Runs a command to its end, whatever it does: passes its output on as it comes, and doesn't wait for processes that
 * it leaves behind.
 */

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';

import { errorCode } from '../files/system-error.ts';
import { signalGroup, taskkill } from '../machine/end-process.ts';
import type { StartedProgram } from './command-program.ts';

/** Signals with which a terminal or an agent ends a process. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Time for a command to exit after it was told to end. */
const GRACE_MS = 5_000;
/**
 * Silence of this duration after the exit means that the output is complete, even if another process holds the pipe.
 */
const QUIET_MS = 300;
/** A process left behind may keep writing; it is read for this long. */
const LONGEST_AFTER_MS = 3_000;

export interface RunRequest extends StartedProgram {
  /** Absolute. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly input: 'inherit' | 'ignore';
  /** Ends the command, like a signal to this process. */
  readonly abort?: AbortSignal | undefined;
  /** Receives each chunk of output; the command waits while the promise is pending. */
  readonly onOutput: (bytes: Uint8Array, stream: OutputStream) => Promise<void> | undefined;
}

type OutputStream = 'out' | 'error';

export interface RunResult {
  /** The command's own; 128 + n if signal n killed it. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
  /** This process was told to end meanwhile, so the exit code says nothing about the check. */
  readonly isInterrupted: boolean;
}

/**
 * Runs a command.
 *
 * @returns the system's code if it couldn't be started
 */
export async function runCommand(request: RunRequest): Promise<RunResult | { readonly failure: string }> {
  const child = start(request);
  const ended = new Promise<Pick<RunResult, 'exitCode' | 'signal'>>((done) => {
    child.once('exit', (code, signal) => done({ signal, exitCode: exitCodeOf(code, signal) }));
  });
  const output = new OutputListener(child, request.onOutput);
  const failure = await new Promise<string | null>((done) => {
    child.once('spawn', () => done(null));
    child.once('error', (error) => done(errorCode(error) ?? error.message));
  });
  if (failure !== null) return { failure };
  const interruption = new Interruption(child, request);
  try {
    const result = await ended;
    await output.rest();
    return { ...result, isInterrupted: interruption.isTold };
  } finally {
    interruption.dispose();
  }
}

function start({ file, args, isVerbatim, cwd, environment, input }: RunRequest): ChildProcess {
  return spawn(file, [...args], {
    cwd,
    env: environment,
    stdio: [input, 'pipe', 'pipe'],
    // Its own process group, so that everything it started can be killed.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: isVerbatim,
  });
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}

/** Forwards the end of this process, and kills what ignores it. */
class Interruption {
  readonly #child: ChildProcess;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #abort: AbortSignal | undefined;
  readonly #told = (signal: NodeJS.Signals): void => this.#pass(signal);
  readonly #aborted = (): void => this.#pass('SIGTERM');
  readonly #gone = (): void => this.#end();
  #timer: NodeJS.Timeout | undefined;
  isTold = false;

  constructor(child: ChildProcess, { environment, abort }: RunRequest) {
    this.#child = child;
    this.#environment = environment;
    this.#abort = abort;
    abort?.addEventListener('abort', this.#aborted);
    if (abort?.aborted === true) this.#aborted();
    for (const signal of ENDING) process.on(signal, this.#told);
    // Leaves no unsupervised process behind.
    process.once('exit', this.#gone);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const signal of ENDING) process.off(signal, this.#told);
    process.off('exit', this.#gone);
    this.#abort?.removeEventListener('abort', this.#aborted);
    if (this.isTold) this.#end();
  }

  #pass(signal: NodeJS.Signals): void {
    const isAgain = this.isTold;
    this.isTold = true;
    if (isAgain || process.platform === 'win32') this.#end();
    else {
      signalGroup(this.#child.pid ?? 0, signal);
      this.#timer = setTimeout(() => this.#end(), GRACE_MS);
    }
  }

  /** Signals the command and everything that it started. */
  #end(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform !== 'win32') signalGroup(pid, 'SIGKILL');
    else if (this.#child.exitCode === null) {
      const { file, args } = taskkill(this.#environment, pid);
      execFile(file, [...args], { windowsHide: true }, () => undefined);
    }
  }
}

/** Reads both streams while they come, and the rest after the command's exit. */
class OutputListener {
  readonly #onOutput: RunRequest['onOutput'];
  readonly #open = new Set<Readable>();
  /** Chunks that the reader hasn't handled yet. */
  #waiting = 0;
  #lastAt = performance.now();
  #isOver = false;
  #allClosed: () => void = () => undefined;

  constructor({ stdout, stderr }: ChildProcess, onOutput: RunRequest['onOutput']) {
    this.#onOutput = onOutput;
    if (stdout !== null) this.#listen(stdout, 'out');
    if (stderr !== null) this.#listen(stderr, 'error');
  }

  /** Waits for the rest, but not for another process that holds a pipe open silently. */
  async rest(): Promise<void> {
    const endedAt = performance.now();
    const closed = new Promise<void>((done) => (this.#allClosed = done));
    while (this.#open.size > 0 && !this.#isQuiet(endedAt)) {
      const { promise, cancel } = pause(QUIET_MS / 3);
      await Promise.race([closed, promise]);
      cancel();
    }
    this.#isOver = true;
    for (const stream of this.#open) stream.destroy();
  }

  #listen(stream: Readable, name: OutputStream): void {
    this.#open.add(stream);
    stream.on('data', (bytes: Buffer) => {
      this.#lastAt = performance.now();
      const shown = this.#onOutput(bytes, name);
      if (shown !== undefined) void this.#waitFor(shown, stream);
    });
    // A broken pipe has no more output.
    stream.on('error', () => stream.destroy());
    stream.once('close', () => {
      this.#open.delete(stream);
      if (this.#open.size === 0) this.#allClosed();
    });
  }

  async #waitFor(shown: Promise<void>, stream: Readable): Promise<void> {
    this.#waiting += 1;
    stream.pause();
    await shown;
    this.#waiting -= 1;
    this.#lastAt = performance.now();
    if (!this.#isOver) stream.resume();
  }

  #isQuiet(endedAt: number): boolean {
    const now = performance.now();
    return this.#waiting === 0 && (now - this.#lastAt > QUIET_MS || now - endedAt > LONGEST_AFTER_MS);
  }
}

function pause(milliseconds: number): { readonly promise: Promise<void>; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<void>((done) => (timer = setTimeout(done, milliseconds)));
  return { promise, cancel: () => clearTimeout(timer) };
}
