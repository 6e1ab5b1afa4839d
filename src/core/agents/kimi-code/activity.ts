/**
 * Reads what Kimi Code's main agent did in a session. Calls and results are events of its loop, linked by id; each
 * sub-agent has a log of its own. What an undo takes back was still done. Source: Kimi Code 2.1.
 */

import { ActivityLog, asExitCode, asTodo } from '../../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader } from '../../activity/activity.ts';
import { asFields, asList, asText, asTime, type Fields, parseObject } from '../../json-fields.ts';
import { textParts } from '../text-parts.ts';

const EVENT = 'context.append_loop_event';
/** Every relevant line contains one of these. */
const MARKERS = [
  '"profile.bind"',
  '"turn.prompt"',
  '"turn.steer"',
  '"tools.update_store"',
  '"tool.call"',
  '"tool.result"',
];
const WRITERS: ReadonlySet<unknown> = new Set(['Write', 'Edit']);
/** Ends the output of a command that failed; more follows only if the output is also in a file. */
const FAILED =
  /(?:^|\n)Command failed with exit code: (-?\d+)\.(?:\n(?:task_id|output_size_bytes|next_step): [^\n]*)*\s*$/;
/** Begins the result of a command that was sent to the background, by the agent, a person, or a time limit. */
const BACKGROUND = /^task_id: [^\n]*\npid: /;

interface Call {
  readonly name: unknown;
  readonly input: Fields;
  readonly cwd: string | null;
}

export const kimiCodeActivity: ActivityFormat = { lines: () => new KimiCodeActivity() };

class KimiCodeActivity implements ActivityReader {
  #log = new ActivityLog();
  /** The log's own agent; null if no line has told it yet. */
  #agent: string | null = null;
  /** Calls without a result, by id. */
  #open = new Map<string, Call>();
  /** Ids of answered calls and of prompts. */
  #seen = new Set<string>();

  concerns(bytes: string): boolean {
    return MARKERS.some((marker) => bytes.includes(marker));
  }

  feed(line: string): void {
    const fields = parseObject(line);
    if (fields === null || !this.#isOwn(fields)) return;
    const { type } = fields;
    if (type === 'profile.bind') this.#log.isOf(null, asFields(fields.environmentDisclosure)?.cwd);
    else if (type === 'turn.prompt' || type === 'turn.steer') this.#takePrompt(fields);
    else if (type === 'tools.update_store') this.#takeStore(fields);
    else if (type === EVENT) this.#takeEvent(asFields(fields.event) ?? {}, asTime(fields.time));
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): KimiCodeActivity {
    const copy = new KimiCodeActivity();
    copy.#log = this.#log.copy();
    copy.#agent = this.#agent;
    copy.#open = new Map(this.#open);
    copy.#seen = new Set(this.#seen);
    return copy;
  }

  #isOwn({ agentId }: Fields): boolean {
    const agent = asText(agentId);
    this.#agent ??= agent;
    return agent === null || agent === this.#agent;
  }

  #takePrompt(fields: Fields): void {
    const origin = asFields(fields.origin);
    // Versions without an origin have prompts of persons only.
    if (fields.origin !== undefined && origin?.kind !== 'user') return;
    const id = asText(fields.promptId) ?? asText(fields.messageId);
    const key = `prompt ${id ?? JSON.stringify([fields.time, fields.input])}`;
    if (this.#seen.has(key)) return;
    // The texts of the skills that the prompt names precede it.
    const typed = textParts(fields.input).slice(asList(origin?.skillActivations).length);
    if (this.#log.prompted(typed, asTime(fields.time))) this.#seen.add(key);
  }

  #takeStore({ key, value }: Fields): void {
    if (key !== 'todo' || !Array.isArray(value)) return;
    const todos = asList(value)
      .map(asFields)
      .map((item) => asTodo(item?.title, item?.status === 'done' ? 'completed' : item?.status));
    this.#log.todos = todos.filter((todo) => todo !== null);
  }

  #takeEvent(event: Fields, at: string | null): void {
    const id = asText(event.toolCallId);
    if (id === null || this.#seen.has(id)) return;
    if (event.type === 'tool.call') {
      const cwd = asText(asFields(event.display)?.cwd);
      this.#open.set(id, { name: event.name, input: asFields(event.args) ?? {}, cwd });
    } else if (event.type === 'tool.result') {
      const call = this.#open.get(id);
      this.#open.delete(id);
      this.#seen.add(id);
      if (call !== undefined) this.#end(call, asFields(event.result) ?? {}, at);
    }
  }

  #end({ name, input, cwd }: Call, result: Fields, at: string | null): void {
    const isError = result.isError === true;
    const path = WRITERS.has(name) && !isError ? asText(input.path) : null;
    if (path !== null) this.#log.wrote(path, at);
    const command = name === 'Bash' && input.run_in_background !== true ? asText(input.command) : null;
    if (command === null) return;
    const output = textParts(result.output).join('\n');
    if (!isError && BACKGROUND.test(output)) return;
    const exitCode = isError ? asExitCode(FAILED.exec(output)?.[1]) : 0;
    // An error without a code was refused, interrupted, or killed.
    if (exitCode === null) return;
    this.#log.ran(command, exitCode, { cwd: cwd ?? asText(input.cwd) ?? this.#log.cwd, at, output });
  }
}
