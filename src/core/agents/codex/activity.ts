/**
 * Reads what Codex did in a session. A call is in one `response_item`, its output in another, linked by `call_id`.
 * What a person typed is an event; the model's own input repeats it among instructions and is ignored.
 */

import { ActivityLog, asExitCode, asTodo } from '../../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader, AgentTodo } from '../../activity/activity.ts';
import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import { topLevelText } from '../../text/top-level-text.ts';
import { writtenByPatch } from '../patch.ts';

interface Command {
  readonly kind: 'command';
  readonly command: string;
  readonly cwd: string | null;
}

/** A call without an output so far. */
type Call =
  | Command
  | { readonly kind: 'patch'; readonly paths: readonly string[] }
  | { readonly kind: 'plan'; readonly todos: readonly AgentTodo[] }
  /** Polls a command that is still running. */
  | { readonly kind: 'poll'; readonly process: string };

type Input = (input: Fields, cwd: string | null) => Call | null;

const TOOLS: Readonly<Record<string, Input>> = {
  exec_command: ({ cmd, workdir }, cwd) => commandCall(asText(cmd), asText(workdir) ?? cwd),
  shell_command: ({ command, workdir }, cwd) => commandCall(asText(command), asText(workdir) ?? cwd),
  ['shell']: ({ command, workdir }, cwd) => argumentsCall(command, asText(workdir) ?? cwd),
  'container.exec': ({ command, workdir }, cwd) => argumentsCall(command, asText(workdir) ?? cwd),
  write_stdin: ({ session_id: process }) => ({ kind: 'poll', process: String(process) }),
  apply_patch: ({ input }) => patchCall(asText(input)),
  update_plan: ({ plan }) => {
    if (!Array.isArray(plan)) return null;
    const steps = asList(plan).map(asFields);
    const todos = steps.map((step) => asTodo(step?.step, step?.status));
    return { kind: 'plan', todos: todos.filter((todo) => todo !== null) };
  },
};

const NAMED = new RegExp(`"(?:${[...Object.keys(TOOLS), 'local_shell_call'].join('|')})"`);
/** Every relevant line contains one of these. */
const MARKERS = ['"call_id"', '"user_message"', '"session_meta"', '"turn_context"'];
/** Ends with a quote if the id has no escapes. */
const CALL_ID = /"call_id"\s*:\s*"([^"\\\u0080-\u00ff]*)(.)/;
/** Precedes the command's own output. */
const OUTPUT = /^Output:$/m;
const EXIT_CODE = /(?:\bexited with code |^Exit code: )(-?\d+)/m;
const RUNS_ON = /^Process running with session ID (\d+)/m;

export const codexActivity: ActivityFormat = { lines: () => new CodexActivity() };

class CodexActivity implements ActivityReader {
  #log = new ActivityLog();
  #isIdentified = false;
  /** Calls without an output, by id. */
  #open = new Map<string, Call>();
  /** Ids of answered calls, and prompts with their time. */
  #seen = new Set<string>();
  /** Commands that are still running, by process number. */
  #running = new Map<string, Command>();

  concerns(bytes: string): boolean {
    if (!MARKERS.some((marker) => bytes.includes(marker))) return false;
    const type = topLevelText(bytes, 'type');
    // Repeats what it compacted.
    if (type === 'compacted') return false;
    if (type !== 'response_item' || !bytes.includes('_output"'))
      return type !== 'response_item' || NAMED.test(bytes);
    const [, id = '', end] = CALL_ID.exec(bytes) ?? [];
    return end !== '"' || this.#open.has(id) || NAMED.test(bytes);
  }

  feed(line: string): void {
    const fields = parseObject(line);
    const payload = asFields(fields?.payload);
    if (fields === null || payload === null) return;
    if (fields.type === 'session_meta') this.#takeHead(payload);
    else if (fields.type === 'turn_context') this.#log.isOf(null, payload.cwd);
    else if (fields.type === 'event_msg') this.#takeEvent(payload, fields.timestamp);
    else if (fields.type === 'response_item') this.#takeItem(payload, fields.timestamp);
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): CodexActivity {
    const copy = new CodexActivity();
    copy.#log = this.#log.copy();
    copy.#isIdentified = this.#isIdentified;
    copy.#open = new Map(this.#open);
    copy.#seen = new Set(this.#seen);
    copy.#running = new Map(this.#running);
    return copy;
  }

  /** Only the first one is the session's own: a fork continues with a copy of its parent's lines. */
  #takeHead(payload: Fields): void {
    if (this.#isIdentified) return;
    this.#isIdentified = true;
    this.#log.isOf(asText(payload.id) ?? payload.session_id, payload.cwd);
  }

  #takeEvent(payload: Fields, at: unknown): void {
    if (payload.type === 'user_message') this.#takePrompt(asText(payload.message), at);
    const id = asText(payload.call_id);
    // For a patch passed as a shell command, only this tells whether it was applied.
    const call = payload.type === 'patch_apply_end' && id !== null ? this.#open.get(id) : undefined;
    if (id === null || call?.kind !== 'patch' || typeof payload.success !== 'boolean') return;
    this.#close(id);
    if (payload.success) for (const path of call.paths) this.#log.wrote(path, at);
  }

  #takePrompt(text: string | null, at: unknown): void {
    const key = JSON.stringify([at, text]);
    if (text === null || this.#seen.has(key)) return;
    if (this.#log.prompted([text], at)) this.#seen.add(key);
  }

  #takeItem(payload: Fields, at: unknown): void {
    const id = asText(payload.call_id);
    if (id === null || this.#seen.has(id)) return;
    const known = this.#open.get(id);
    if (payload.output !== undefined) {
      if (known === undefined) return;
      this.#close(id);
      this.#end(known, payload.output, at);
      return;
    }
    const call = callOf(payload, this.#log.cwd);
    if (call !== null) this.#open.set(id, call);
  }

  #close(id: string): void {
    this.#open.delete(id);
    this.#seen.add(id);
  }

  #end(call: Call, output: unknown, at: unknown): void {
    const text = textOf(output);
    if (call.kind === 'plan') {
      if (/^plan updated/i.test(text)) this.#log.todos = call.todos;
    } else if (call.kind === 'patch') {
      const exitCode = exitCodeOf(text);
      const isTaken = exitCode === null ? text.startsWith('Success') : exitCode === 0;
      if (isTaken) for (const path of call.paths) this.#log.wrote(path, at);
    } else {
      this.#endCommand(call, text, at);
    }
  }

  #endCommand(call: Call & { readonly kind: 'command' | 'poll' }, text: string, at: unknown): void {
    const command = call.kind === 'poll' ? this.#running.get(call.process) : call;
    if (command === undefined) return;
    const process = call.kind === 'poll' ? call.process : RUNS_ON.exec(headOf(text))?.[1];
    const exitCode = exitCodeOf(text);
    if (process !== undefined && exitCode === null) this.#running.set(process, command);
    if (exitCode === null) return;
    if (process !== undefined) this.#running.delete(process);
    this.#log.ran(command.command, exitCode, { cwd: command.cwd, at, output: outputOf(text) });
  }
}

function callOf(payload: Fields, cwd: string | null): Call | null {
  if (payload.type === 'local_shell_call') {
    const action = asFields(payload.action);
    return argumentsCall(action?.command, asText(action?.working_directory) ?? cwd);
  }
  const tool = asText(payload.name) ?? '';
  const make = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
  if (payload.type === 'custom_tool_call') return make?.({ input: payload.input }, cwd) ?? null;
  if (payload.type !== 'function_call') return null;
  const input = parseObject(asText(payload.arguments) ?? '');
  return input === null ? null : (make?.(input, cwd) ?? null);
}

/** Codex itself intercepts a patch passed to the shell, and never runs it. */
function commandCall(command: string | null, cwd: string | null): Call | null {
  if (command === null) return null;
  return /^\s*(?:cd\s[^\n]*&&\s*)?apply_?patch\b/.test(command)
    ? patchCall(command)
    : { kind: 'command', command, cwd };
}

/** A program and its arguments; for a shell, its script. */
function argumentsCall(list: unknown, cwd: string | null): Call | null {
  const words = asList(list).filter((word) => typeof word === 'string');
  const [program = '', option = '', script] = words;
  const isScript = /(?:^|[\\/])(?:ba|z|da|k)?sh$/.test(program) && /^-l?c$/.test(option);
  if (isScript && script !== undefined) return commandCall(script, cwd);
  return commandCall(asText(words.join(' ')), cwd);
}

function patchCall(text: string | null): Call | null {
  return text === null ? null : { kind: 'patch', paths: writtenByPatch(text) };
}

/** An output is a text, or parts, some of them texts. */
function textOf(output: unknown): string {
  if (typeof output === 'string') return output;
  const parts = Array.isArray(output) ? asList(output).map(asFields) : [];
  const content = asFields(output)?.content;
  return typeof content === 'string' ? content : parts.map((part) => asText(part?.text) ?? '').join('\n');
}

/**
 * Returns the exit code in a field or the head of an output; null if there is none, as for a refused or running
 * command.
 */
function exitCodeOf(text: string): number | null {
  const told = text.startsWith('{') ? asFields(parseObject(text)?.metadata)?.exit_code : undefined;
  if (typeof told === 'number' && Number.isSafeInteger(told)) return told;
  return asExitCode(EXIT_CODE.exec(headOf(text))?.[1]);
}

/** An older version wraps the output in JSON. */
function outputOf(text: string): string {
  return (text.startsWith('{') ? asText(parseObject(text)?.output) : null) ?? text;
}

function headOf(text: string): string {
  return text.slice(0, OUTPUT.exec(text)?.index ?? text.length);
}
