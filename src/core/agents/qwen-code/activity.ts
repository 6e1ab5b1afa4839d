/**
 * Reads what Qwen Code did in a session. Calls are in the model's message, each result in a line of its own: newer
 * versions tell a command's end in fields, older ones in its text. Source: Qwen Code 0.15 and 0.24.
 */

import { type ActivityLog, asExitCode, asTodo } from '../../activity/activity-log.ts';
import { asFields, asList, asText, type Fields } from '../../json-fields.ts';
import { callLines, type Kept, type OpenCall, type OpenCalls } from '../call-lines.ts';
import { exitCodeOf } from '../shell-result.ts';
import { textsIn } from '../texts-in.ts';

const WRITERS: ReadonlySet<string> = new Set(['write_file', 'edit', 'replace', 'notebook_edit']);
const BRIDGE = 'tool_call';
/** Lines of type `user` that a person typed; the others are sent by a timer, a notification, or a goal. */
const TYPED: ReadonlySet<unknown> = new Set([undefined, 'mid_turn_user_message']);
/** Precedes files that the person named. */
const REFERENCED = /^\s*--- Content from referenced files ---/;
/** Ends of a command that it reached by itself. */
const ENDED: ReadonlySet<unknown> = new Set(['completed', 'failed']);
/** A long output is cut in its middle, and what precedes it may be gone. */
const CODE_AT_END = /\nExit Code: (-?\d+)\nSignal: [^\n]*(?:\n[A-Z][^\n]*: [^\n]*)*\s*$/;

interface Notes {
  /** The next prompt is sent by a command, not typed. */
  isNextSent: boolean;
}

export const qwenCodeActivity = callLines({
  markers: ['"user"', '"assistant"', '"tool_result"', '"slash_command"'],
  begin: (): Notes => ({ isNextSent: false }),
  take(fields, { log, calls, notes }: Kept<Notes>) {
    if (fields.isSidechain === true || (fields.agentId ?? null) !== null) return;
    log.isOf(fields.sessionId, fields.cwd);
    if (fields.subtype === 'slash_command') takeCommand(fields, { log, calls, notes });
    if (fields.type === 'user') takePrompt(fields, { log, calls, notes });
    if (fields.type === 'assistant') takeCalls(fields, calls);
    if (fields.type === 'tool_result') takeResult(fields, log, calls);
  },
});

/** A command that sends its own prompt is recorded before that. */
function takeCommand(fields: Fields, { log, calls, notes }: Kept<Notes>): void {
  const { phase, rawCommand, sentToModel } = asFields(fields.systemPayload) ?? {};
  if (phase !== 'invocation' || sentToModel !== true || !calls.isNew(asText(fields.uuid))) return;
  notes.isNextSent = true;
  log.requested((asText(rawCommand) ?? '').replace(/^\S+\s*/, ''));
}

function takePrompt(fields: Fields, { log, calls, notes }: Kept<Notes>): void {
  const { provenance = 'real_user', isMeta } = fields;
  if (provenance !== 'real_user' || !TYPED.has(fields.subtype) || isMeta === true) return;
  if (!calls.isNew(asText(fields.uuid))) return;
  const isSent = notes.isNextSent;
  notes.isNextSent = false;
  if (isSent) return;
  const shown = asText(asFields(fields.systemPayload)?.displayText);
  const parts = shown === null ? textsIn(asFields(fields.message)?.parts) : [shown];
  const end = parts.findIndex((part) => REFERENCED.test(part));
  log.prompted(end < 0 ? parts : parts.slice(0, end), fields.timestamp);
}

function takeCalls({ message }: Fields, calls: OpenCalls): void {
  for (const part of asList(asFields(message)?.parts).map(asFields)) {
    const call = asFields(part?.functionCall);
    const made = callIn(call?.name, call?.args);
    if (made !== null) calls.begin(asText(call?.id), made);
  }
}

/** A tool that the model wasn't told of is called through another one. */
function callIn(name: unknown, args: unknown): OpenCall | null {
  const input = asFields(args) ?? {};
  if (name === BRIDGE) return callIn(input.name === BRIDGE ? null : input.name, input.arguments);
  const own = asText(name);
  return own === null ? null : { name: own, input };
}

function takeResult(fields: Fields, log: ActivityLog, calls: OpenCalls): void {
  const result = asFields(fields.toolCallResult);
  const responses = asList(asFields(fields.message)?.parts).map((part) =>
    asFields(asFields(part)?.functionResponse),
  );
  const [response = null] = responses;
  const call = calls.end(asText(result?.callId) ?? asText(response?.id));
  if (call === null) return;
  const answer = asFields(response?.response);
  const status = asText(result?.status) ?? (answer?.error === undefined ? 'success' : 'error');
  const display = asFields(result?.resultDisplay);
  const at = fields.timestamp;
  if (call.name === 'run_shell_command' && status !== 'cancelled')
    endCommand(call, { display, text: asText(answer?.output) ?? asText(answer?.error) ?? '', at }, log);
  if (status !== 'success') return;
  const path = WRITERS.has(call.name)
    ? (asText(call.input.file_path) ?? asText(call.input.notebook_path) ?? asText(display?.filePath))
    : null;
  if (path !== null) log.wrote(path, at);
  if (call.name === 'todo_write') takeTodos(call, display, log);
}

/** The result has the list as it was taken; older versions have it in the call only. */
function takeTodos({ input }: OpenCall, display: Fields | null, log: ActivityLog): void {
  const list = display?.type === 'todo_list' ? display.todos : input.todos;
  if (!Array.isArray(list)) return;
  const todos = asList(list).map(asFields);
  log.todos = todos.map((todo) => asTodo(todo?.content, todo?.status)).filter((todo) => todo !== null);
}

interface CommandResult {
  readonly display: Fields | null;
  readonly text: string;
  readonly at: unknown;
}

function endCommand({ input }: OpenCall, { display, text, at }: CommandResult, log: ActivityLog): void {
  const command = asText(input.command);
  if (command === null || input.is_background === true) return;
  const isTold = display?.type === 'shell_result';
  const exitCode = isTold ? codeIn(display) : (exitCodeOf(text) ?? asExitCode(CODE_AT_END.exec(text)?.[1]));
  if (exitCode === null) return;
  const cwd = asText(display?.directory) ?? asText(input.directory) ?? log.cwd;
  log.ran(command, exitCode, { cwd, at, output: asText(display?.output) ?? text });
}

/** Null for a command that was cancelled, timed out, or was killed. */
function codeIn({ outcome, exitCode }: Fields): number | null {
  return ENDED.has(outcome ?? 'completed') && Number.isSafeInteger(exitCode) ? Number(exitCode) : null;
}
