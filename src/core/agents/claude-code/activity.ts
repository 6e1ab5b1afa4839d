/**
 * Reads what Claude Code did in a session. A tool call is in an assistant's line (`tool_use`), its result in a user's
 * line (`tool_result`), linked by an id; a call that was refused, interrupted, or sent to the background never
 * finished.
 */

import { asExitCode, asTodo, asTodoStatus, ActivityLog } from '../../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader, AgentTodo } from '../../activity/activity.ts';
import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import { topLevelText } from '../../text/top-level-text.ts';

/** A call without a result so far. */
type Call =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: string; readonly cwd: string | null }
  | { readonly kind: 'list'; readonly todos: readonly AgentTodo[] }
  | { readonly kind: 'task'; readonly todo: AgentTodo }
  | { readonly kind: 'change'; readonly task: string; readonly fields: Fields };

/** The result of a call. */
interface Outcome {
  readonly isError: boolean;
  readonly text: string;
  /** Structured result that Claude Code itself stores next to it. */
  readonly told: Fields | null;
  readonly at: unknown;
}

/** Tools whose input reveals an activity. */
const TOOLS: Readonly<Record<string, (input: Fields, cwd: string | null) => Call | null>> = {
  Write: ({ file_path: path }) => fileCall(path),
  Edit: ({ file_path: path }) => fileCall(path),
  MultiEdit: ({ file_path: path }) => fileCall(path),
  NotebookEdit: ({ notebook_path: path }) => fileCall(path),
  Bash: ({ command }, cwd) => {
    const text = asText(command);
    return text === null ? null : { kind: 'command', command: text, cwd };
  },
  TodoWrite: ({ todos }) => {
    if (!Array.isArray(todos)) return null;
    const lines = asList(todos).map(asFields);
    const listed = lines.map((line) => asTodo(line?.content, line?.status));
    return { kind: 'list', todos: listed.filter((todo) => todo !== null) };
  },
  TaskCreate: ({ subject, status }) => {
    const todo = asTodo(subject, status);
    return todo === null ? null : { kind: 'task', todo };
  },
  TaskUpdate: (fields) => {
    const task = asId(fields.taskId);
    return task === null ? null : { kind: 'change', task, fields };
  },
};

const NAMED = new RegExp(`"(?:${Object.keys(TOOLS).join('|')})"`);
/** Ends with a quote if the id has no escapes. */
const RESULT_ID = /"tool_use_id"\s*:\s*"([^"\\\u0080-\u00ff]*)(.)/g;
/** Types of lines that repeat others' messages: a sub-agent's, or those a person may return to. */
const REPEATING: ReadonlySet<string | null> = new Set(['progress', 'file-history-snapshot']);

/** Types of lines with a title; whoever gave it, the most deliberate first. */
const TITLES: readonly (readonly [type: string, key: string])[] = [
  ['custom-title', 'customTitle'],
  ['ai-title', 'aiTitle'],
  ['summary', 'summary'],
];
const TITLED = new RegExp(`"type"\\s*:\\s*"(?:${TITLES.map(([type]) => type).join('|')})"`);
/** A search for a plain text takes a fraction of the pattern's time. */
function mayTitle(bytes: string): boolean {
  return (bytes.includes('-title"') || bytes.includes('"summary"')) && TITLED.test(bytes);
}

/** Lines with a title are shorter. */
const LONGEST_TITLE_LINE = 4000;
/** Number of summaries ahead of the conversation to remember: older versions wrote those of other sessions there. */
const MOST_AHEAD = 4;
const ARGUMENTS = /<command-args>([\s\S]*?)<\/command-args>/;

const DETAILS = ',"toolUseResult":';
/** Shorter lines are parsed as fast as they are searched. */
const WORTH_A_CUT = 1000;
/** Required fields of a line with a result. */
const NEEDED = ['type', 'message', 'isSidechain', 'timestamp', 'cwd', 'sessionId'];
/** How messages begin that Claude Code writes in a person's place. */
const INTERRUPTION = '[Request interrupted';
/** How the result of a failed command begins. */
const EXIT_CODE = /^Exit code (-?\d+)/;
const CREATED = /Task #(\S+) created/;

export const claudeCodeActivity: ActivityFormat = { lines: () => new ClaudeCodeActivity() };

class ClaudeCodeActivity implements ActivityReader {
  #log = new ActivityLog();
  /** Calls without a result, by id. */
  #open = new Map<string, Call>();
  /** Ids of answered calls and of prompts: a resumed file may repeat them. */
  #seen = new Set<string>();
  /** To-dos of the newer tools, by task id. */
  #tasks = new Map<string, AgentTodo>();
  /** Titles by type. */
  #titles = new Map<string, string>();
  /** Summaries before the first message, by the id of the message that they end with. */
  #ahead = new Map<string, string>();
  #hasBegun = false;

  concerns(bytes: string): boolean {
    if (bytes.length < LONGEST_TITLE_LINE && mayTitle(bytes)) return true;
    for (const leaf of this.#ahead.keys()) if (bytes.includes(leaf)) return true;
    const mayCall = bytes.includes('"tool_use"') && NAMED.test(bytes);
    return (mayCall || this.#mayAnswer(bytes)) && !REPEATING.has(topLevelText(bytes, 'type'));
  }

  /** Most results are files that were read, so check the id before parsing a long line. */
  #mayAnswer(bytes: string): boolean {
    if (!bytes.includes('"user"')) return false;
    const ids = [...bytes.matchAll(RESULT_ID)];
    return ids.length === 0 || ids.some(([, id = '', end]) => end !== '"' || this.#open.has(id));
  }

  feed(line: string): void {
    const fields = this.#withoutDetails(line) ?? parseObject(line);
    const message = asFields(fields?.message);
    if (fields === null || fields.isSidechain === true) return;
    if (message === null) {
      this.#takeTitle(fields);
      return;
    }
    this.#hasBegun = true;
    this.#meetLeaf(fields.uuid);
    const tells =
      (fields.type === 'assistant' && this.#takeCalls(fields, message)) ||
      (fields.type === 'user' && this.#takeAnswer(fields, message));
    if (tells) this.#log.isOf(fields.sessionId, fields.cwd);
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): ClaudeCodeActivity {
    const copy = new ClaudeCodeActivity();
    copy.#log = this.#log.copy();
    copy.#open = new Map(this.#open);
    copy.#seen = new Set(this.#seen);
    copy.#tasks = new Map(this.#tasks);
    copy.#titles = new Map(this.#titles);
    copy.#ahead = new Map(this.#ahead);
    copy.#hasBegun = this.#hasBegun;
    return copy;
  }

  #takeTitle(fields: Fields): void {
    const [type, key] = TITLES.find(([one]) => one === fields.type) ?? [];
    const title = key === undefined ? null : asText(fields[key]);
    if (type === undefined || title === null || title.trim() === '') return;
    const leaf = asText(fields.leafUuid);
    if (leaf === null || this.#hasBegun) this.#setTitle(type, title);
    else if (this.#ahead.size < MOST_AHEAD) this.#ahead.set(leaf, title);
  }

  /** A summary ahead is this session's if the message that it ends with is. */
  #meetLeaf(uuid: unknown): void {
    const title = typeof uuid === 'string' ? this.#ahead.get(uuid) : undefined;
    if (title !== undefined && !this.#titles.has('summary')) this.#setTitle('summary', title);
  }

  #setTitle(type: string, title: string): void {
    this.#titles.set(type, title);
    const best = TITLES.find(([one]) => this.#titles.has(one));
    this.#log.title = this.#titles.get(best?.[0] ?? type) ?? title;
  }

  /**
   * Parses a line up to the details that Claude Code stores next to a result, which contain the whole file before and
   * after an edit. A quoted key without backslashes is a key in the JSON itself; if it isn't one of the line's own,
   * the part before it doesn't parse.
   *
   * @returns null if the details matter, or a required field comes after them
   */
  #withoutDetails(line: string): Fields | null {
    const end = line.indexOf(DETAILS);
    if (end === -1 || line.length - end < WORTH_A_CUT) return null;
    const calls = [...line.slice(0, end).matchAll(RESULT_ID)].map(([, id = '']) => this.#open.get(id));
    if (!calls.every((call) => call?.kind === 'file')) return null;
    const fields = parseObject(`${line.slice(0, end)}}`);
    return fields !== null && NEEDED.every((name) => fields[name] !== undefined) ? fields : null;
  }

  /** @returns whether the line contained an activity */
  #takeCalls(fields: Fields, message: Fields): boolean {
    let tells = false;
    for (const block of asList(message.content).map(asFields)) {
      const id = block?.type === 'tool_use' ? asText(block.id) : null;
      const tool = asText(block?.name);
      if (id === null || tool === null || !Object.hasOwn(TOOLS, tool) || this.#seen.has(id)) continue;
      const call = TOOLS[tool]?.(asFields(block?.input) ?? {}, asText(fields.cwd)) ?? null;
      if (call === null) continue;
      this.#open.set(id, call);
      tells = true;
    }
    return tells;
  }

  /** @returns whether the line contained an activity */
  #takeAnswer(fields: Fields, message: Fields): boolean {
    const results = asList(message.content)
      .map(asFields)
      .filter((block) => block?.type === 'tool_result');
    let tells = results.length === 0 && this.#takePrompt(fields, message);
    for (const result of results) {
      const id = asText(result?.tool_use_id);
      const call = id === null ? undefined : this.#open.get(id);
      if (id === null || call === undefined) continue;
      this.#open.delete(id);
      this.#seen.add(id);
      const isError = result?.is_error === true;
      const told = asFields(fields.toolUseResult);
      this.#end(call, { isError, text: textIn(result?.content), told, at: fields.timestamp });
      tells = true;
    }
    return tells;
  }

  #end(call: Call, outcome: Outcome): void {
    if (call.kind === 'command') this.#endCommand(call, outcome);
    else if (!outcome.isError) this.#endOther(call, outcome);
  }

  #endOther(call: Exclude<Call, { readonly kind: 'command' }>, outcome: Outcome): void {
    if (call.kind === 'file') this.#log.wrote(call.path, outcome.at);
    else if (call.kind === 'list') this.#log.todos = call.todos;
    else if (outcome.told?.success !== false) this.#changeTasks(call, outcome);
  }

  #endCommand(
    { command, cwd }: Call & { readonly kind: 'command' },
    { isError, text, told, at }: Outcome,
  ): void {
    if (told?.interrupted === true || asId(told?.backgroundTaskId) !== null) return;
    const exitCode = isError ? asExitCode(EXIT_CODE.exec(text)?.[1]) : 0;
    if (exitCode !== null) this.#log.ran(command, exitCode, { cwd, at, output: text });
  }

  #changeTasks(call: Call & { readonly kind: 'task' | 'change' }, { text, told }: Outcome): void {
    if (call.kind === 'task') {
      const id = asId(asFields(told?.task)?.id) ?? CREATED.exec(text)?.[1];
      if (id === undefined) return;
      this.#tasks.set(id, call.todo);
    } else if (call.fields.status === 'deleted') {
      this.#tasks.delete(call.task);
    } else {
      const task = this.#tasks.get(call.task);
      if (task === undefined) return;
      const { subject, status } = call.fields;
      this.#tasks.set(call.task, {
        text: asText(subject) ?? task.text,
        status: asTodoStatus(status) ?? task.status,
      });
    }
    this.#log.todos = [...this.#tasks.values()];
  }

  #takePrompt(fields: Fields, { content }: Fields): boolean {
    if (fields.isMeta === true || fields.isCompactSummary === true) return false;
    const id = asText(fields.uuid);
    if (id !== null && this.#seen.has(id)) return false;
    const texts = textsIn(content).filter((text) => !text.trim().startsWith(INTERRUPTION));
    for (const text of texts) this.#log.requested(ARGUMENTS.exec(text)?.[1] ?? '');
    if (!this.#log.prompted(texts, fields.timestamp)) return false;
    if (id !== null) this.#seen.add(id);
    return true;
  }
}

function fileCall(path: unknown): Call | null {
  const text = asText(path);
  return text === null ? null : { kind: 'file', path: text };
}

function asId(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : asText(value);
}

/** The texts of a message: a string, or blocks, some of them texts. */
function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  const blocks = asList(content).map(asFields);
  return blocks.flatMap((block) => (block?.type === 'text' ? [asText(block.text) ?? ''] : []));
}

function textIn(content: unknown): string {
  return textsIn(content).join('\n');
}
