/**
 * Reads what Copilot CLI did in a session. A call begins and ends in events of their own; a sub-agent's events name it.
 * The to-do list is in a database of the session, and only older versions' events have it. Source: Copilot CLI 1.0.102.
 */

import { type ActivityLog, asExitCode } from '../../activity/activity-log.ts';
import { asFields, asList, asText, type Fields } from '../../json-fields.ts';
import { callLines, type Kept, type OpenCall, type OpenCalls } from '../call-lines.ts';
import { todosInChecklist } from '../checklist.ts';
import { writtenByPatch } from '../patch.ts';

const SHELLS: ReadonlySet<string> = new Set(['bash', 'powershell', 'local_shell']);
/** Older versions don't list the files that a call wrote. */
const WRITERS: ReadonlySet<string> = new Set(['create', 'edit', 'write', 'str_replace']);
/** Tools of older versions that only look, by the command in their input. */
const VIEW = 'view';
const REMOVED: ReadonlySet<unknown> = new Set(['delete', 'remove']);
/** Ends a command's output in versions without its exit code in a field. */
const EXIT_CODE = /<(?:shellId: \S+ completed|exited) with exit code (-?\d+)>\s*$/;

/** Result of a command that takes longer than the model wanted to wait: another call has its end. */
const RUNNING = /^<command with shellId: \S+ is still running /m;
/** Names a command's shell: another command may get the same. */
const SHELL = /^<(?:command [a-z ]+)?shellId: ([^\s>]+)/m;
const SHELL_READERS: ReadonlySet<string> = new Set(['read_bash', 'read_powershell']);

interface Notes {
  /** Commands that still run, by the id of their shell. */
  running: Readonly<Record<string, string>>;
}

export const copilotCliActivity = callLines({
  markers: ['"session.', '"user.message"', '"tool.execution_'],
  begin: (): Notes => ({ running: {} }),
  take(fields, { log, calls, notes }: Kept<Notes>) {
    const data = asFields(fields.data);
    const isSubagent = (fields.agentId ?? null) !== null || (data?.parentToolCallId ?? null) !== null;
    if (data === null || isSubagent) return;
    const { type, timestamp } = fields;
    if (type === 'session.start' || type === 'session.resume')
      log.isOf(data.sessionId, asFields(data.context)?.cwd);
    if (type === 'session.context_changed') log.isOf(null, data.cwd);
    if (type === 'user.message') takePrompt(fields, data, log, calls);
    if (type === 'tool.execution_start') takeCall(data, calls);
    if (type === 'tool.execution_complete') takeResult(data, timestamp, { log, calls, notes });
  },
});

/** A message with a source comes from a skill, a schedule, a notification, or another agent. */
function takePrompt(event: Fields, data: Fields, log: ActivityLog, calls: OpenCalls): void {
  const isTyped = (data.source ?? 'user') === 'user' && data.isAutopilotContinuation !== true;
  const text = isTyped ? asText(data.content) : null;
  if (text !== null && calls.isNew(asText(event.id))) log.prompted([text], event.timestamp);
}

/** An input that isn't JSON is a text, such as a patch. */
function takeCall(data: Fields, calls: OpenCalls): void {
  const name = asText(data.toolName);
  const text = asText(data.arguments);
  const input = asFields(data.arguments) ?? (text === null ? {} : { input: text });
  if (name !== null) calls.begin(asText(data.toolCallId), { name, input });
}

function takeResult(data: Fields, at: unknown, { log, calls, notes }: Kept<Notes>): void {
  const call = calls.end(asText(data.toolCallId));
  // What a person ran with `!` isn't the agent's.
  if (call === null || data.isUserRequested === true) return;
  const end = { ...endOf(data), cwd: log.cwd, at };
  if (SHELLS.has(call.name)) endCommand(call, end, log, notes);
  if (SHELL_READERS.has(call.name)) endRunning(asText(call.input.shellId) ?? '', end, log, notes);
  if (data.success !== true) return;
  for (const path of pathsOf(call, data)) log.wrote(path, at);
  const list = call.name === 'update_todo' ? asText(call.input.todos) : null;
  if (list !== null) log.todos = todosInChecklist(list);
}

interface ShellEnd {
  /** Null while the command runs, and if it isn't told. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly cwd: string | null;
  readonly at: unknown;
}

function endOf(data: Fields): Pick<ShellEnd, 'exitCode' | 'output'> {
  const output = asText(asFields(data.result)?.content) ?? '';
  const told = asFields(data.shellExecution)?.exitCode;
  return {
    output,
    exitCode: Number.isSafeInteger(told) ? Number(told) : asExitCode(EXIT_CODE.exec(output)?.[1]),
  };
}

function endCommand({ input }: OpenCall, end: ShellEnd, log: ActivityLog, notes: Notes): void {
  const command = asText(input.command);
  if (command === null) return;
  if (end.exitCode !== null) log.ran(command, end.exitCode, end);
  const [, shell] = SHELL.exec(end.output) ?? [];
  if (shell === undefined) return;
  const others = without(notes.running, shell);
  notes.running = RUNNING.test(end.output) ? { ...others, [shell]: command } : others;
}

/** A command's end may be read more than once. */
function endRunning(shellId: string, end: ShellEnd, log: ActivityLog, notes: Notes): void {
  const command = notes.running[shellId];
  if (command === undefined || end.exitCode === null) return;
  log.ran(command, end.exitCode, end);
  notes.running = without(notes.running, shellId);
}

function without(running: Notes['running'], shellId: string): Notes['running'] {
  return Object.fromEntries(Object.entries(running).filter(([other]) => other !== shellId));
}

/** Each file once, because a call is one write of it. */
function pathsOf({ name, input }: OpenCall, { fileEdits }: Fields): ReadonlySet<string> {
  const paths = Array.isArray(fileEdits)
    ? asList(fileEdits).map((edit) => {
        const { kind, path } = asFields(edit) ?? {};
        return REMOVED.has(kind) ? null : asText(path);
      })
    : writtenBy(name, input);
  return new Set(paths.filter((path) => path !== null));
}

function writtenBy(name: string, input: Fields): readonly (string | null)[] {
  if (name === 'apply_patch') return writtenByPatch(asText(input.input) ?? asText(input.patch) ?? '');
  const isEditor = name === 'str_replace_editor' && input.command !== VIEW;
  return isEditor || WRITERS.has(name) ? [asText(input.path)] : [];
}
