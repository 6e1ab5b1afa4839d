/** `ninefold hook EVENT` as Claude Code calls it: JSON on stdin, the answer on stdout. */

import { strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';

import { assistantLine, transcriptPath, userLine } from '../../harness/sample-transcript.mjs';
import { newFolder } from '../support/folders.ts';
import { hookInProcess } from '../support/hook-in-process.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { variablesFor } from '../support/platform.ts';

const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');
export const SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
/** A window of 200K that is compacted at 167K: levels at 150K, 157K and 163K. */
const MODEL = 'claude-opus-4-5-20251101';

interface HookAnswered {
  readonly systemMessage?: string;
  readonly hookSpecificOutput?: { readonly hookEventName: string; readonly additionalContext: string };
}

export interface HookRun {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
  /** Empty where the hook said nothing. */
  readonly answer: HookAnswered;
}

interface CallOptions {
  /** Written to stdin as it is, in place of the event's JSON; null writes nothing. */
  readonly text?: string | null;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

interface ProcessOptions extends CallOptions {
  /** Leaves stdin open. */
  readonly isOpen?: boolean;
  /** Removes the folder in which it is called, right before. */
  readonly isPlaceRemoved?: boolean;
}

/** The clock of a hook in this process: there is a minute more than it is given, however busy the machine is. */
const A_MINUTE_EARLY = -60_000;

/** A session of Claude Code in a folder, with a home of its own. */
export class HookedAgent {
  readonly folder: string;
  readonly home: string;
  readonly transcript: string;
  /** What its hooks started in the background: arguments and folder. */
  readonly started: (readonly string[])[] = [];
  readonly #session: { readonly sessionId: string; readonly workspace: string; readonly model: string };

  constructor(folder: string, home: string, sessionId = SESSION) {
    this.folder = folder;
    this.home = home;
    this.#session = { sessionId, workspace: folder, model: MODEL };
    this.transcript = transcriptPath(home, this.#session);
  }

  /** Its transcript, with so many tokens of context in use. */
  reach(tokens: number): void {
    mkdirSync(dirname(this.transcript), { recursive: true });
    const lines = [userLine(this.#session, 'Build the sign-in'), assistantLine(this.#session, tokens)];
    writeFileSync(this.transcript, lines.join(''), { flag: 'a' });
  }

  /** What Claude Code writes to the stdin of a hook. */
  inputOf(event: string, fields: Readonly<Record<string, unknown>> = {}): string {
    return JSON.stringify({
      session_id: this.#session.sessionId,
      transcript_path: this.transcript,
      cwd: this.folder,
      permission_mode: 'default',
      hook_event_name: event,
      ...fields,
    });
  }

  /** Fires an event in this process. Whatever comes of it has to be a valid answer. */
  async fire(
    event: string,
    fields: Readonly<Record<string, unknown>> = {},
    options: CallOptions = {},
  ): Promise<HookRun> {
    const { text = this.inputOf(event, fields), cwd = this.folder, env } = options;
    let error = '';
    const out = await hookInProcess({
      argv: ['hook', event],
      cwd,
      environment: this.#environment(env),
      home: this.home,
      input: Readable.from(text === null ? [] : [Buffer.from(text)]),
      elapsed: () => A_MINUTE_EARLY,
      writeError: (more) => (error += more),
      startLater: (args, folder) => {
        this.started.push([...args, folder]);
        return Promise.resolve();
      },
    });
    return { code: 0, out, error, answer: answerIn(event, out) };
  }

  /** Fires an event as Claude Code does, in a process of its own, which has to end with 0. */
  async fireProcess(
    event: string,
    fields: Readonly<Record<string, unknown>> = {},
    options: ProcessOptions = {},
  ): Promise<HookRun> {
    const { text = this.inputOf(event, fields) } = options;
    const run = await this.#call(event, { ...options, text });
    strictEqual(run.code, 0, run.error);
    return run;
  }

  /** Starts a session and gives what it was told. */
  async told(fields: Readonly<Record<string, unknown>> = { source: 'startup' }): Promise<string> {
    const { answer } = await this.fire('SessionStart', fields);
    return answer.hookSpecificOutput?.additionalContext ?? '';
  }

  #environment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    // A loaded machine takes longer than Claude Code gives an end by default.
    const patient = { CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS: '20000' };
    return { ...variablesFor(this.home), CLAUDECODE: '1', ...patient, ...env };
  }

  #call(event: string, options: ProcessOptions): Promise<HookRun> {
    const { text, isOpen, cwd = this.folder, env } = options;
    const command = [process.execPath, CLI, 'hook', event];
    const [program = '', ...rest] =
      options.isPlaceRemoved === true ? ['sh', '-c', 'rmdir "$PWD" && exec "$0" "$@"', ...command] : command;
    const child = spawn(program, rest, { cwd, env: this.#environment(env) });
    // A hook that doesn't want all of its input closes it.
    child.stdin.on('error', () => undefined);
    if (text != null) child.stdin.write(text);
    if (isOpen !== true) child.stdin.end();
    const out: Buffer[] = [];
    const error: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => error.push(part));
    return new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => {
        child.stdin.destroy();
        const said = Buffer.concat(out).toString('utf8');
        const answer = answerIn(event, said);
        done({ code, out: said, error: Buffer.concat(error).toString('utf8'), answer });
      });
    });
  }
}

/** What PreCompact says is no JSON but a sentence for the summary. */
function answerIn(event: string, out: string): HookAnswered {
  return out === '' || event === 'PreCompact' ? {} : (JSON.parse(out) as HookAnswered);
}

/** Absolute path in the state of a folder. */
export function statePath(folder: string, path: string): string {
  return join(folder, '.claude', path);
}

export interface RecordedLine {
  readonly type: string;
  readonly actor: { readonly kind: string; readonly session?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** What hooks recorded with the workflow `wf-001`. */
export function recordedByHooks(folder: string): readonly RecordedLine[] {
  return readFileSync(statePath(folder, 'state/workflows/wf-001.journal.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedLine)
    .filter(({ actor }) => actor.kind === 'hook');
}

/** A folder in which a workflow was begun by a person, and a session of Claude Code in it. */
export async function begun(): Promise<{
  readonly agent: HookedAgent;
  readonly person: InProcessTerminal;
}> {
  const folder = newFolder();
  const person = new InProcessTerminal(folder);
  await person.done('init', 'wf-001', 'Sign in', '--task', 'Sign in with a passkey');
  return { agent: new HookedAgent(folder, newFolder()), person };
}
