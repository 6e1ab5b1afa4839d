/**
 * Reads what Droid did in a session. Calls are blocks of the assistant's messages, results blocks of the user's, linked
 * by id. Source: Droid 0.215 to 0.225.
 */

import { type ActivityLog, asExitCode, asTodo, asTodoStatus } from '../../activity/activity-log.ts';
import type { AgentTodo } from '../../activity/activity.ts';
import { asFields, asList, asText, type Fields } from '../../json-fields.ts';
import { callLines, type Kept } from '../call-lines.ts';
import { writtenByPatch } from '../patch.ts';
import { textParts } from '../texts-in.ts';

/** What Droid adds to a person's text. */
const ADDED = [
  ['<system-reminder>', '</system-reminder>'],
  ['<system-notification>', '</system-notification>'],
] as const;
const INTERRUPTED = /^\[?Request interrupted/;
/** Ends the result of a command that ended by itself. */
const EXIT_CODE = /(?:^|\n)\[Process exited with code (-?\d+)\]\s*$/;
/** Begins it, if the command failed. */
const FAILURE = /^(?:Error: )?Command failed \(exit code: (-?\d+)\)/;
/** What didn't run to an end, though it isn't reported as an error. */
const UNENDED =
  /^(?:Command timed out after|Background process |Tool execution was interrupted|Request interrupted)/;
/** An item of a list that is written as text. */
const LISTED = /^(?:(?:\d+[.)]|[-*])\s*)?\[([a-z_]+)\]\s*(\S.*)$/;

type Call =
  | { readonly kind: 'command'; readonly command: string; readonly cwd: string | null }
  | { readonly kind: 'write'; readonly paths: readonly string[] }
  | { readonly kind: 'todos'; readonly todos: readonly AgentTodo[] };

type Input = (input: Fields, cwd: string | null) => Call | null;

const write: Input = ({ file_path: named }) => {
  const path = asText(named);
  return path === null ? null : { kind: 'write', paths: [path] };
};

const TOOLS: ReadonlyMap<unknown, Input> = new Map<string, Input>([
  ['Create', write],
  ['Edit', write],
  ['MultiEdit', write],
  [
    'ApplyPatch',
    (input, cwd) => {
      const patch = asText(input.input) ?? asText(input.patch);
      const paths = patch === null ? [] : writtenByPatch(patch);
      return paths.length === 0 ? write(input, cwd) : { kind: 'write', paths };
    },
  ],
  [
    'Execute',
    (input, cwd) => {
      const command = asText(input.command);
      return command === null || input.fireAndForget === true ? null : { kind: 'command', command, cwd };
    },
  ],
  ['TodoWrite', ({ todos }) => ({ kind: 'todos', todos: todosIn(todos) })],
]);

export const droidActivity = callLines({
  markers: ['"session_start"', '"message"'],
  begin: () => ({}),
  take(fields, kept: Kept<object, Call>) {
    if (fields.type === 'session_start') kept.log.isOf(fields.id, fields.cwd);
    const message = fields.type === 'message' ? asFields(fields.message) : null;
    if (message?.role === 'assistant') takeCalls(message, kept);
    else if (message?.role === 'user') takeUser(message, fields, kept);
  },
});

function takeCalls(message: Fields, { log, calls }: Kept<object, Call>): void {
  for (const block of asList(message.content).map(asFields)) {
    if (block?.type !== 'tool_use') continue;
    const call = TOOLS.get(block.name)?.(asFields(block.input) ?? {}, log.cwd) ?? null;
    if (call !== null) calls.begin(asText(block.id), call);
  }
}

function takeUser(message: Fields, line: Fields, kept: Kept<object, Call>): void {
  const blocks = asList(message.content).map(asFields);
  const results = blocks.filter((block) => block?.type === 'tool_result');
  for (const result of results) if (result !== null) takeResult(result, line.timestamp, kept);
  if (results.length === 0 && isOfPerson(message, line)) takePrompt(message, line, kept);
}

function takePrompt(
  { content }: Fields,
  { id, timestamp }: Fields,
  { log, calls }: Kept<object, Call>,
): void {
  if (!calls.isNew(asText(id) ?? JSON.stringify([timestamp, content]))) return;
  const typed = textParts(content)
    .map(withoutAdditions)
    .filter((part) => !INTERRUPTED.test(part.trim()));
  log.prompted(typed, timestamp);
}

function takeResult(result: Fields, at: unknown, { log, calls }: Kept<object, Call>): void {
  const call = calls.end(asText(result.tool_use_id));
  const isError = result.is_error === true;
  if (call?.kind === 'command') {
    endCommand(call, textParts(result.content).join('\n'), { isError, at }, log);
  } else if (!isError && call?.kind === 'write') {
    for (const path of call.paths) log.wrote(path, at);
  } else if (!isError && call?.kind === 'todos') {
    log.todos = call.todos;
  }
}

function endCommand(
  { command, cwd }: Call & { readonly kind: 'command' },
  output: string,
  { isError, at }: { readonly isError: boolean; readonly at: unknown },
  log: ActivityLog,
): void {
  const told = EXIT_CODE.exec(output)?.[1] ?? (isError ? FAILURE.exec(output)?.[1] : undefined);
  const exitCode = asExitCode(told);
  // An error without a code was refused, interrupted, or killed.
  if (exitCode === null && (isError || UNENDED.test(output))) return;
  log.ran(command, exitCode, { cwd, at, output });
}

/** Tests whether a user's message isn't hidden, as those that Droid writes itself are. */
function isOfPerson(message: Fields, line: Fields): boolean {
  return ![message, line].some(
    ({ visibility, hiddenFromUserViews }) => visibility === 'llm_only' || hiddenFromUserViews === true,
  );
}

function withoutAdditions(text: string): string {
  return ADDED.reduce(without, text);
}

function without(text: string, [begin, end]: readonly [string, string]): string {
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(begin, from);
    const stop = start === -1 ? -1 : text.indexOf(end, start);
    if (stop === -1) break;
    kept.push(text.slice(from, start));
    from = stop + end.length;
  }
  return kept.join('') + text.slice(from);
}

/** Either a list of items, or text with an item on each line. */
function todosIn(todos: unknown): readonly AgentTodo[] {
  const items =
    typeof todos === 'string'
      ? todos.split('\n').map((line) => {
          const [, status, text] = LISTED.exec(line.trim()) ?? [];
          return asTodoStatus(status) === null ? null : asTodo(text, status);
        })
      : asList(todos).map((item) => asTodo(asFields(item)?.content, asFields(item)?.status));
  return items.filter((todo) => todo !== null);
}
