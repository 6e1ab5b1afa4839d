/**
 * Reads what Droid did in a session. Calls are blocks of the assistant's messages, results blocks of the user's, linked
 * by id. Source: Droid 0.215 to 0.225.
 */

import { ActivityLog, asExitCode, asTodo, asTodoStatus } from '../../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader, AgentTodo } from '../../activity/activity.ts';
import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import { writtenByPatch } from '../patch.ts';
import { textParts } from '../text-parts.ts';

const MARKERS = ['"session_start"', '"message"'];
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

export const droidActivity: ActivityFormat = { lines: () => new DroidActivity() };

class DroidActivity implements ActivityReader {
  #log = new ActivityLog();
  /** Calls without a result, by id. */
  #open = new Map<string, Call>();
  /** Ids of answered calls and of prompts. */
  #seen = new Set<string>();

  concerns(bytes: string): boolean {
    return MARKERS.some((marker) => bytes.includes(marker));
  }

  feed(line: string): void {
    const fields = parseObject(line);
    if (fields?.type === 'session_start') this.#log.isOf(fields.id, fields.cwd);
    const message = fields?.type === 'message' ? asFields(fields.message) : null;
    if (fields === null || message === null) return;
    if (message.role === 'assistant') this.#takeCalls(message);
    else if (message.role === 'user') this.#takeUser(message, fields);
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): DroidActivity {
    const copy = new DroidActivity();
    copy.#log = this.#log.copy();
    copy.#open = new Map(this.#open);
    copy.#seen = new Set(this.#seen);
    return copy;
  }

  #takeCalls(message: Fields): void {
    for (const block of asList(message.content).map(asFields)) {
      const id = block?.type === 'tool_use' ? asText(block.id) : null;
      if (block === null || id === null || this.#seen.has(id)) continue;
      const call = TOOLS.get(block.name)?.(asFields(block.input) ?? {}, this.#log.cwd) ?? null;
      if (call !== null) this.#open.set(id, call);
    }
  }

  #takeUser(message: Fields, line: Fields): void {
    const blocks = asList(message.content).map(asFields);
    const results = blocks.filter((block) => block?.type === 'tool_result');
    for (const result of results) if (result !== null) this.#takeResult(result, line.timestamp);
    if (results.length === 0 && isOfPerson(message, line)) this.#takePrompt(message, line);
  }

  #takePrompt({ content }: Fields, { id, timestamp }: Fields): void {
    const key = `prompt ${asText(id) ?? JSON.stringify([timestamp, content])}`;
    if (this.#seen.has(key)) return;
    const typed = textParts(content)
      .map(withoutAdditions)
      .filter((part) => !INTERRUPTED.test(part.trim()));
    if (this.#log.prompted(typed, timestamp)) this.#seen.add(key);
  }

  #takeResult(result: Fields, at: unknown): void {
    const id = asText(result.tool_use_id);
    const call = id === null ? undefined : this.#open.get(id);
    if (id === null || call === undefined) return;
    this.#open.delete(id);
    this.#seen.add(id);
    const isError = result.is_error === true;
    if (call.kind === 'command') {
      this.#endCommand(call, textParts(result.content).join('\n'), { isError, at });
    } else if (!isError && call.kind === 'write') {
      for (const path of call.paths) this.#log.wrote(path, at);
    } else if (!isError && call.kind === 'todos') {
      this.#log.todos = call.todos;
    }
  }

  #endCommand(
    { command, cwd }: Call & { readonly kind: 'command' },
    output: string,
    { isError, at }: { readonly isError: boolean; readonly at: unknown },
  ): void {
    const told = EXIT_CODE.exec(output)?.[1] ?? (isError ? FAILURE.exec(output)?.[1] : undefined);
    const exitCode = asExitCode(told);
    // An error without a code was refused, interrupted, or killed.
    if (exitCode === null && (isError || UNENDED.test(output))) return;
    this.#log.ran(command, exitCode, { cwd, at, output });
  }
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
