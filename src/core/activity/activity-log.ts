/** Collects what an agent did, in the order in which its transcript tells it. */

import { asText } from '../json-fields.ts';
import { TODO_STATUSES } from './activity.ts';
import type { Activity, AgentTodo, GivenPrompt, RanCommand, TodoStatus, WrittenFile } from './activity.ts';

/** Code points of a prompt that are kept. */
const LONGEST_PROMPT = 200;
/** The longest form of a time that any agent writes is shorter. */
const LONGEST_TIME = 40;

/** Begins a text that a program put in a person's place: `<command-name>`, `<environment_context>`. */
const TAG = /^<[a-z][\w-]*[\s>/]/i;

export class ActivityLog {
  #sessionId: string | null = null;
  #cwd: string | null = null;
  todos: readonly AgentTodo[] = [];
  readonly #files = new Map<string, WrittenFile>();
  readonly #commands: RanCommand[] = [];
  readonly #prompts: GivenPrompt[] = [];

  get cwd(): string | null {
    return this.#cwd;
  }

  /** Whose line was read last and where; what is no text changes nothing. */
  isOf(sessionId: unknown, cwd: unknown): void {
    this.#sessionId = asText(sessionId) ?? this.#sessionId;
    this.#cwd = asText(cwd) ?? this.#cwd;
  }

  /** A file was written once more. */
  wrote(path: string, at: unknown): void {
    const edits = (this.#files.get(path)?.edits ?? 0) + 1;
    this.#files.set(path, { path, edits, at: asInstant(at) ?? this.#files.get(path)?.at ?? null });
  }

  /** A command ran to an end. */
  ran(command: string, exitCode: number | null, { cwd, at }: { cwd: string | null; at: unknown }): void {
    const ended = { command, exitCode, at: asInstant(at) };
    this.#commands.push(cwd === null ? ended : { ...ended, cwd });
  }

  /**
   * A person typed something, in parts: what begins with a tag is a program's, such as what an editor has open.
   *
   * @returns false where nothing is left that a person typed
   */
  prompted(parts: readonly string[], at: unknown): boolean {
    const typed = parts.map((part) => part.trim()).filter((part) => !TAG.test(part));
    const text = cutPrompt(typed.join('\n'));
    if (text !== '') this.#prompts.push({ text, at: asInstant(at) });
    return text !== '';
  }

  read(): Activity {
    return {
      sessionId: this.#sessionId,
      cwd: this.#cwd,
      files: [...this.#files.values()],
      commands: [...this.#commands],
      todos: this.todos,
      prompts: [...this.#prompts],
    };
  }

  copy(): ActivityLog {
    const copy = new ActivityLog();
    copy.#sessionId = this.#sessionId;
    copy.#cwd = this.#cwd;
    copy.todos = this.todos;
    for (const [path, file] of this.#files) copy.#files.set(path, file);
    for (const command of this.#commands) copy.#commands.push(command);
    for (const prompt of this.#prompts) copy.#prompts.push(prompt);
    return copy;
  }
}

/** Trimmed, and cut at {@link LONGEST_PROMPT} code points. */
function cutPrompt(text: string): string {
  // A code point has two units at most, so no more of a long text has to be looked at.
  const beginning = text.trim().slice(0, 2 * LONGEST_PROMPT);
  return Array.from(beginning).slice(0, LONGEST_PROMPT).join('');
}

/** A time that can be read as one (ISO 8601); null for everything else. */
function asInstant(value: unknown): string | null {
  const text = asText(value);
  return text === null || text.length > LONGEST_TIME || Number.isNaN(Date.parse(text)) ? null : text;
}

/** A line of a to-do list; a status that isn't known leaves it open, and a text that isn't one is none. */
export function asTodo(text: unknown, status: unknown): AgentTodo | null {
  const said = asText(text);
  return said === null ? null : { text: said, status: asTodoStatus(status) ?? 'pending' };
}

export function asTodoStatus(value: unknown): TodoStatus | null {
  return TODO_STATUSES.find((status) => status === value) ?? null;
}

/** An exit code out of digits; null for what is none. */
export function asExitCode(digits: string | undefined): number | null {
  const code = digits === undefined ? NaN : Number(digits);
  return Number.isSafeInteger(code) ? code : null;
}
