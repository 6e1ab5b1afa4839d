/**
 * Reads what was done in a task of Cline's extension and of those that descend from it: `api_conversation_history.json`,
 * one document, the conversation as the model got it. Calls are blocks with an id, or text in older versions; a result
 * in text names its tool first. Success and exit codes are in the words of the result. Source: their 3.x versions.
 */

import { ActivityLog, asExitCode } from '../../activity/activity-log.ts';
import { type Activity, type ActivityFormat, NO_ACTIVITY } from '../../activity/activity.ts';
import { asFields, asList, asText, asTime, type Fields, parseObject, parseValue } from '../../json-fields.ts';
import { OpenCalls } from '../call-lines.ts';
import { todosInChecklist } from '../checklist.ts';
import { textsIn } from '../texts-in.ts';
import { endedCommand, writtenIn } from './task-results.ts';

/** Begins a result in text: the tool, and the path or the command. */
const HEADER = /^\[(\w+)(?: for '([\s\S]*?)'(?: and \d+ more files?)?|[^\]\n]*)\] Result:(?:\n|$)/;
/** What a person typed is inside one of these tags. */
const TYPED = /<(task|user_message|feedback|answer)>\n?([\s\S]*?)\n?<\/\1>/;
/** Tools whose result is what a person typed. */
const ASKING: ReadonlySet<string> = new Set([
  'act_mode_respond',
  'ask_followup_question',
  'attempt_completion',
  'plan_mode_respond',
]);
/** Begins a result that is what a person typed instead of a mere yes or no. */
const COMMENTED = /^The user (?:denied|approved) this operation and provided /;
const FOLDER = /^# Current (?:Workspace|Working) Directory \((.+)\) Files$/m;
/** Lists in a call that is text. */
const LISTED = /<(task_progress|todos)>\n?([\s\S]*?)\n?<\/\1>/g;

/** A call as far as it is known: one in text only by its result's header. */
interface TaskCall {
  readonly name: string;
  /** The path or the command. */
  readonly subject: string | null;
  readonly input: Fields;
}

export const taskHistoryActivity: ActivityFormat = {
  document(text) {
    const messages = parseValue(text);
    return messages === undefined ? NO_ACTIVITY : readTaskHistory(messages);
  },
};

/** Reads the whole document; null if it isn't a conversation. */
export function readTaskHistory(messages: unknown): Activity | null {
  if (!isTaskHistory(messages)) return null;
  const history = new TaskHistory();
  for (const message of asList(messages).map(asFields)) if (message !== null) history.take(message);
  return history.log.read();
}

function isTaskHistory(value: unknown): boolean {
  return Array.isArray(value) && asList(value).every((message) => asText(asFields(message)?.role) !== null);
}

class TaskHistory {
  readonly log = new ActivityLog();
  readonly #calls = new OpenCalls<TaskCall>();
  /** The list of the last call in text. */
  #listed = '';

  take(message: Fields): void {
    // A summary and a cut are recorded in a person's place.
    if (message.isSummary === true || message.isTruncationMarker === true) return;
    const { content } = message;
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : asList(content);
    if (message.role === 'assistant') for (const block of blocks) this.#takeCall(asFields(block));
    else if (message.role === 'user') this.#takeAnswers(blocks.map(asFields), asTime(message.ts));
  }

  #takeCall(block: Fields | null): void {
    if (block?.type === 'tool_use') {
      const input = asFields(block.input) ?? {};
      const subject = asText(input.command) ?? asText(input.path) ?? asText(input.file_path);
      this.#calls.begin(asText(block.id), { name: asText(block.name) ?? '', subject, input });
      this.#takeProgress(asText(input.task_progress));
    } else if (block?.type === 'text')
      for (const [, tag, list = ''] of (asText(block.text) ?? '').matchAll(LISTED)) {
        if (tag === 'todos') this.#listed = list;
        else this.#takeProgress(list);
      }
  }

  /** The list comes along with any call. */
  #takeProgress(list: string | null): void {
    const todos = todosInChecklist(list ?? '');
    if (todos.length > 0) this.log.todos = todos;
  }

  #takeAnswers(blocks: readonly (Fields | null)[], at: string | null): void {
    let awaiting: TaskCall | null = null;
    for (const block of blocks) {
      if (block?.type === 'tool_result') this.#takeResult(block, at);
      if (block?.type !== 'text') continue;
      const text = asText(block.text) ?? '';
      const [head = '', name, subject = null] = HEADER.exec(text) ?? [];
      const rest = text.slice(head.length);
      if (name !== undefined) awaiting = { name, subject, input: { todos: this.#listed } };
      if (awaiting === null) this.#takeTyped(text, at);
      // The header stands alone, or the result follows in the same text.
      else if (rest !== '') {
        this.#end(awaiting, rest, at);
        awaiting = null;
      }
    }
  }

  #takeResult({ tool_use_id: of, content }: Fields, at: string | null): void {
    const call = this.#calls.end(asText(of));
    if (call !== null) this.#end(call, textsIn(content).join('\n').replace(HEADER, ''), at);
  }

  #takeTyped(text: string, at: string | null): void {
    this.log.isOf(null, FOLDER.exec(text)?.[1]);
    const [, , typed] = TYPED.exec(text) ?? [];
    if (typed !== undefined) this.log.prompted([typed], at);
  }

  /** What a person adds to an approval precedes the result; with a refusal it is the result. */
  #end(call: TaskCall, told: string, at: string | null): void {
    const [line = ''] = told.split('\n', 1);
    const { status, feedback } = parseObject(line) ?? {};
    const isApproved = status === 'approved';
    const said = isApproved || status === 'denied' ? asText(feedback) : null;
    if (said !== null) this.log.prompted([said], at);
    const text = isApproved ? told.slice(line.length).trimStart() : told;
    if (ASKING.has(call.name) || COMMENTED.test(text)) this.#takeTyped(text, at);
    else if (call.name === 'execute_command') this.#endCommand(call, text, at);
    else if (call.name === 'update_todo_list') this.#takeList(call, text);
    else for (const path of writtenIn(call, text)) this.log.wrote(path, at);
  }

  #endCommand({ subject }: TaskCall, text: string, at: string | null): void {
    const end = endedCommand(text);
    if (subject === null || end === null) return;
    this.log.ran(subject, asExitCode(end.code), { cwd: end.cwd, at, output: end.output });
  }

  /** A person may change the list before it is taken. */
  #takeList({ input }: TaskCall, text: string): void {
    const changed = text.startsWith('User edits todo:\n') ? text : null;
    if (changed === null && !text.startsWith('Todo list updated')) return;
    this.log.todos = todosInChecklist(changed ?? asText(input.todos) ?? '');
  }
}
