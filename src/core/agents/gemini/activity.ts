/**
 * Reads what Gemini CLI did in a session. Calls are in the message of the model that made them, with result and
 * state; a message is written again under its id with every change. What a rewind takes back was still done.
 */

import { ActivityLog, asTodo } from '../../activity/activity-log.ts';
import { NO_ACTIVITY } from '../../activity/activity.ts';
import type { Activity, ActivityFormat, ActivityReader } from '../../activity/activity.ts';
import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import { textsIn } from '../texts-in.ts';
import { exitCodeOf } from '../shell-result.ts';

/** Every relevant line contains one of these. */
const MARKERS = ['"sessionId"', '"user"', '"toolCalls"', '"messages"', '"directories"'];
const WRITERS: ReadonlySet<unknown> = new Set(['write_file', 'replace']);
/** Gemini CLI's own commands; `?` asks for help. */
const OWN_COMMAND = /^(?:\/[a-z][\w:-]*(?=\s|$)|\?$)/i;

export const geminiActivity: ActivityFormat = {
  lines: () => new GeminiActivity(),
  document(text) {
    const fields = parseObject(text);
    if (fields === null) return NO_ACTIVITY;
    const reader = new GeminiActivity();
    reader.take(fields);
    return reader.read();
  },
};

class GeminiActivity implements ActivityReader {
  #log = new ActivityLog();
  /** Ids of finished calls and of prompts, and what was typed. */
  #seen = new Set<string>();

  concerns(bytes: string): boolean {
    return MARKERS.some((marker) => bytes.includes(marker));
  }

  feed(line: string): void {
    const fields = parseObject(line);
    if (fields !== null) this.take(fields);
  }

  /** Takes a message, a head, a change of a head, or a whole document. */
  take(fields: Fields): void {
    if (asText(fields.id) === null) this.#takeHead(fields);
    else this.#takeMessage(fields, false);
  }

  #takeHead(fields: Fields): void {
    const change = asFields(fields.$set);
    const head = change ?? fields;
    this.#log.isOf(head.sessionId, asList(head.directories)[0]);
    // A rewritten chat repeats what was typed, partly under other ids.
    for (const message of asList(head.messages).map(asFields))
      if (message !== null) this.#takeMessage(message, change !== null);
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): GeminiActivity {
    const copy = new GeminiActivity();
    copy.#log = this.#log.copy();
    copy.#seen = new Set(this.#seen);
    return copy;
  }

  #takeMessage(message: Fields, isAnew: boolean): void {
    if (message.type === 'user') this.#takePrompt(message, isAnew);
    for (const call of asList(message.toolCalls).map(asFields)) if (call !== null) this.#takeCall(call);
  }

  #takePrompt(message: Fields, isAnew: boolean): void {
    const parts = textsIn(message.displayContent ?? message.content);
    const text = parts.join('\n').trim();
    const keys = [asText(message.id), `typed ${text}`].filter((key) => key !== null);
    const [id] = keys;
    if (OWN_COMMAND.test(text) || (id !== undefined && this.#seen.has(id))) return;
    if (isAnew && keys.some((key) => this.#seen.has(key))) return;
    if (this.#log.prompted(parts, message.timestamp)) for (const key of keys) this.#seen.add(key);
  }

  #takeCall(call: Fields): void {
    const id = asText(call.id);
    const { status, name, timestamp } = call;
    if (id === null || this.#seen.has(id) || (status !== 'success' && status !== 'error')) return;
    this.#seen.add(id);
    const input = asFields(call.args) ?? {};
    if (name === 'run_shell_command') this.#endCommand(input, outputOf(call), timestamp);
    if (status !== 'success') return;
    const path = WRITERS.has(name) ? asText(input.file_path) : null;
    if (path !== null) this.#log.wrote(path, timestamp);
    if (name !== 'write_todos' || !Array.isArray(input.todos)) return;
    const lines = asList(input.todos).map(asFields);
    const todos = lines.map((line) => asTodo(line?.description, line?.status));
    this.#log.todos = todos.filter((todo) => todo !== null);
  }

  #endCommand(input: Fields, output: string, at: unknown): void {
    const command = asText(input.command);
    const exitCode = exitCodeOf(output);
    if (command === null || exitCode === null) return;
    const cwd = asText(input.dir_path) ?? asText(input.directory) ?? this.#log.cwd;
    this.#log.ran(command, exitCode, { cwd, at, output });
  }
}

function outputOf({ result }: Fields): string {
  const responses = asList(result).map((part) => asFields(asFields(part)?.functionResponse)?.response);
  return responses.map((response) => asText(asFields(response)?.output) ?? '').join('\n');
}
