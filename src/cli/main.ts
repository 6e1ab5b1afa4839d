#!/usr/bin/env node
/** Entry point of the command line `ninefold`. Reads the process's environment once and passes it on. */

import { homedir } from 'node:os';

import { faultText } from '../core/text/fault-text.ts';
import { errorCode } from '../node/files/system-error.ts';
import type * as whole from './command-line.ts';
import { hookArguments, isHookCall } from './hooks/hook-arguments.ts';
import type * as quick from './quick.ts';
import { BundleLoader } from './bundle-loader.ts';
import { readVersion } from './version.ts';
import { writeAtOnce } from './write-at-once.ts';

const argv = process.argv.slice(2);

// For this process alone: what it starts may be VS Code itself.
delete process.env.ELECTRON_RUN_AS_NODE;

/** One of so many processes looks whether more was compiled than is kept: the first call may have ended early. */
const RENEWED_EACH = 16;

/** Events that nearly always have an answer or something to save. The others mostly need only the quick bundle. */
const NEVER_QUIET: ReadonlySet<string> = new Set(['SessionStart', 'SessionEnd', 'PreCompact', 'PostCompact']);

/** Of the bundle. `import()` would first read the whole file for its exports. */
declare const require: (file: string) => unknown;

let isSaved = false;
let isUnsaid = false;
/** Stdout carries another command's output, whose exit code counts whether or not anyone reads it. */
let isRelayed = false;
let isListening = false;

const isHook = isHookCall(argv);
const bundles = new BundleLoader(__dirname, require, kindOfCall());

/** Calls of a kind run mostly the same functions. */
function kindOfCall(): string {
  if (isHook) return NEVER_QUIET.has(hookArguments(argv).event) ? 'event' : 'turn';
  return argv.includes('meter') ? 'meter' : 'command';
}

// Each loads only its own code: the agent waits for a hook at every prompt.
(isHook ? hook() : commandLine()).catch((error: unknown) => {
  // Only a bug in Ninefold gets here.
  writeError(`${faultText(error)}\n`);
  // On another exit code of a hook, an agent would show an error or stop.
  process.exitCode = isHook ? 0 : 70;
});

/** Handles faults of stdout and stderr. Not before they are needed: Node loads its streams with them. */
function listenToOutput(): void {
  if (isListening) return;
  isListening = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isRelayed) return;
    // The reader may have seen enough (`ninefold log | head`), which isn't a failure.
    if (error.code === 'EPIPE') process.exit(process.exitCode);
    // A full disk behind `>`: a saved change hasn't failed.
    isUnsaid = true;
    const kept = isSaved ? "the change is saved, don't repeat it" : 'nothing was changed';
    process.stderr.write(`ninefold: can't write the answer (${errorCode(error) ?? 'unknown'}); ${kept}\n`);
    process.exitCode = isSaved ? 0 : 1;
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    // No one reads it, so there's no one to tell.
    if (errorCode(error) !== 'EPIPE') process.exitCode ??= 1;
  });
}

function writeError(text: string): void {
  listenToOutput();
  process.stderr.write(text);
}

/** Writes a whole answer to stdout. */
function answer(text: string): void {
  const rest = writeAtOnce(1, text);
  if (rest.length === 0) return;
  listenToOutput();
  process.stdout.write(rest);
}

/** Loads the bundle of what is asked most often. */
function loadQuick(): typeof quick {
  return bundles.load('quick.js') as typeof quick;
}

/** Loads the bundle of everything else. */
function loadCommandLine(): typeof whole {
  return bundles.load('command-line.js') as typeof whole;
}

// Options of Node change what V8 makes of code, and would only replace what other calls use.
if (process.execArgv.length === 0 && (process.env.NODE_OPTIONS ?? '') === '')
  process.once('exit', () => bundles.keep(process.pid % RENEWED_EACH === 0));

/** Limit of stdin. An agent's status is a few KB; more, perhaps endless, input is discarded. */
const MAX_INPUT_BYTES = 16 * 1024 * 1024;

/** Reads stdin; returns an empty text if it exceeds the limit. */
async function boundedText(input: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of input) {
    parts.push(part as Buffer);
    bytes += (part as Buffer).length;
    if (bytes > MAX_INPUT_BYTES) return '';
  }
  return Buffer.concat(parts).toString('utf8');
}

async function commandLine(): Promise<void> {
  // The most frequent question of scripts, answered without loading a command.
  if (argv.length === 1 && argv[0] === '--version') {
    answer(`${readVersion()}\n`);
    return;
  }
  if (argv.includes('meter')) {
    const call = { argv, cwd: process.cwd(), environment: process.env, home: homedir() };
    const text = await loadQuick().answerMeter(call);
    if (text !== null) {
      answer(text);
      return;
    }
  }
  listenToOutput();
  const { isatty } = await import('node:tty');
  const exitCode = await loadCommandLine().runCommand({
    argv,
    cwd: process.cwd(),
    environment: process.env,
    home: homedir(),
    readInput: () => boundedText(process.stdin),
    isTerminal: isatty(0),
    writeOut: (text) => process.stdout.write(text),
    writeError,
    relay,
    noteSaved: () => (isSaved = true),
    startLater,
  });
  if (!isUnsaid) process.exitCode = exitCode;
}

function relay(bytes: Uint8Array, stream: 'out' | 'error'): Promise<void> | undefined {
  isRelayed = true;
  const output = stream === 'out' ? process.stdout : process.stderr;
  // Node calls back after a failure too.
  let written: () => void = () => undefined;
  const isDrained = output.write(bytes, () => written());
  return isDrained ? undefined : new Promise((done) => (written = done));
}

/** Loads what starts processes only then: every prompt waits for a hook to load. */
function startLater(args: readonly string[], folder: string): Promise<void> {
  return loadCommandLine().startCommand(args, folder);
}

async function hook(): Promise<void> {
  const system = {
    argv,
    cwd: currentFolder(),
    environment: process.env,
    home: homedir(),
    descriptor: 0,
    // Node makes its stream once it's asked for.
    get input() {
      return process.stdin;
    },
    // Counts from the start of this process. `performance` would load more than the answer needs.
    elapsed: () => process.uptime() * 1000,
    writeError,
    startLater,
  };
  const text = NEVER_QUIET.has(hookArguments(argv).event)
    ? await loadCommandLine().answerEvent(system)
    : await loadQuick().answerTurn(system, () => loadCommandLine().loadAnswers());
  // Doesn't wait for what is still running, such as a slow git.
  if (text === '') process.exit(0);
  listenToOutput();
  process.stdout.write(text, () => process.exit(0));
}

/** Returns the current folder; null if it was removed. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
