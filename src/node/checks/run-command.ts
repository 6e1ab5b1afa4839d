/** Runs a command to its end, whatever it does: its output goes on as it comes, and nothing that it leaves behind is waited for. */

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';

import { errorCode } from '../files/system-error.ts';
import { signalGroup, taskkill } from '../machine/end-process.ts';
import type { StartedProgram } from './command-program.ts';

/** Signals by which a terminal or an agent ends what runs. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long a command has to end by itself once it was told to. */
const GRACE_MS = 5_000;
/** After its end: silence for so long means that all of its output is there, though somebody may still hold the pipe. */
const QUIET_MS = 300;
/** What it left running may write on and on; so long it is listened to. */
const LONGEST_AFTER_MS = 3_000;

export interface RunRequest extends StartedProgram {
  /** Absolute. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly input: 'inherit' | 'ignore';
  /** Told each piece of output; the command waits while the promise is pending. */
  /** Ends the command, as a signal to this process does. */
  readonly abort?: AbortSignal | undefined;
  readonly onOutput: (bytes: Uint8Array, stream: OutputStream) => Promise<void> | undefined;
}

type OutputStream = 'out' | 'error';

export interface RunResult {
  /** The command's own; 128 + n where signal n ended it. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
  /** This process was told to end meanwhile: how the command ended says nothing of what it checks. */
  readonly isInterrupted: boolean;
}

/** @returns the system's code where it could not be started */
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
    // A group of its own: it can be ended with all that it started.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: isVerbatim,
  });
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}

/** Passes on that this process is to end, and ends what doesn't listen. */
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
    // Nothing is left that nobody watches.
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

  /** The command and all that it started. */
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

/** Both streams, while they come and for what is still in them after the command's end. */
class OutputListener {
  readonly #onOutput: RunRequest['onOutput'];
  readonly #open = new Set<Readable>();
  /** Pieces that whoever reads is behind with. */
  #waiting = 0;
  #lastAt = performance.now();
  #isOver = false;
  #allClosed: () => void = () => undefined;

  constructor({ stdout, stderr }: ChildProcess, onOutput: RunRequest['onOutput']) {
    this.#onOutput = onOutput;
    if (stdout !== null) this.#listen(stdout, 'out');
    if (stderr !== null) this.#listen(stderr, 'error');
  }

  /** Waits for the rest; whoever else holds a pipe open is left alone once it is silent. */
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
    // A pipe that breaks has nothing more to say.
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
