/** Collects what an agent did, in the order of its transcript. */

import { checksInLine } from '../checks/check-sites.ts';
import { UNKNOWN_PROJECT } from '../checks/check-run.ts';
import { outputVerdict } from '../checks/output-verdict.ts';
import { asText } from '../json-fields.ts';
import { TODO_STATUSES } from './activity.ts';
import type { Activity, AgentTodo, GivenPrompt, RanCommand, TodoStatus, WrittenFile } from './activity.ts';

/** Maximum code points of a prompt. */
const LONGEST_PROMPT = 200;
/** A prompt of fewer words ("go on", "yes") doesn't name a task. */
const FEWEST_WORDS = 3;
/** All agents' formats of a time are shorter. */
const LONGEST_TIME = 40;

/** How text begins that a program writes in a person's place: `<command-name>`, `<environment_context>`. */
const TAG = /^<[a-z][\w-]*[\s>/]/i;

interface CommandEnd {
  readonly cwd: string | null;
  readonly at: unknown;
  readonly output: string;
}

export class ActivityLog {
  #sessionId: string | null = null;
  #cwd: string | null = null;
  todos: readonly AgentTodo[] = [];
  /** The agent's own title of the session. */
  title: string | null = null;
  #request: string | null = null;
  readonly #files = new Map<string, WrittenFile>();
  readonly #commands: RanCommand[] = [];
  readonly #prompts: GivenPrompt[] = [];

  get cwd(): string | null {
    return this.#cwd;
  }

  /** Sets session and folder of the last line; a value that isn't a text changes nothing. */
  isOf(sessionId: unknown, cwd: unknown): void {
    this.#sessionId = asText(sessionId) ?? this.#sessionId;
    this.#cwd = asText(cwd) ?? this.#cwd;
  }

  /** Records a write of a file. */
  wrote(path: string, at: unknown): void {
    const edits = (this.#files.get(path)?.edits ?? 0) + 1;
    this.#files.set(path, { path, edits, at: asInstant(at) ?? this.#files.get(path)?.at ?? null });
  }

  /** Records a finished command. @param output of both streams, as far as it is told */
  ran(command: string, exitCode: number | null, { cwd, at, output }: CommandEnd): void {
    const verdict = checksInLine(command, UNKNOWN_PROJECT).sites.length > 0 ? outputVerdict(output) : null;
    this.#commands.push({
      command,
      exitCode,
      at: asInstant(at),
      ...(cwd === null ? {} : { cwd }),
      ...(verdict === null ? {} : { verdict }),
    });
  }

  /**
   * Records what a person typed, in parts: a part that begins with a tag comes from a program, such as the files open
   * in an editor.
   *
   * @returns false if nothing typed by a person remains
   */
  prompted(parts: readonly string[], at: unknown): boolean {
    const typed = parts.map((part) => part.trim()).filter((part) => !TAG.test(part));
    const text = cutPrompt(typed.join('\n'));
    if (text !== '') this.#prompts.push({ text, at: asInstant(at) });
    return text !== '';
  }

  /** Records what follows a slash command: the first that says something in {@link FEWEST_WORDS} words, else the first. */
  requested(argumentText: string): void {
    const text = cutPrompt(argumentText);
    if (text === '') return;
    if (this.#request === null || (!saysSomething(this.#request) && saysSomething(text)))
      this.#request = text;
  }

  read(): Activity {
    return {
      sessionId: this.#sessionId,
      cwd: this.#cwd,
      title: this.title,
      request: this.#request,
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
    copy.title = this.title;
    copy.#request = this.#request;
    for (const [path, file] of this.#files) copy.#files.set(path, file);
    for (const command of this.#commands) copy.#commands.push(command);
    for (const prompt of this.#prompts) copy.#prompts.push(prompt);
    return copy;
  }
}

/** Tests whether a text has enough words to say what a session is about. */
export function saysSomething(text: string): boolean {
  return text.trim().split(/\s+/).length >= FEWEST_WORDS;
}

/** Trimmed, and cut at {@link LONGEST_PROMPT} code points. */
function cutPrompt(text: string): string {
  // A code point has at most two units, so the rest of a long text doesn't matter.
  const beginning = text.trim().slice(0, 2 * LONGEST_PROMPT);
  return Array.from(beginning).slice(0, LONGEST_PROMPT).join('');
}

/** Returns a valid ISO 8601 time; null for anything else. */
function asInstant(value: unknown): string | null {
  const text = asText(value);
  return text === null || text.length > LONGEST_TIME || Number.isNaN(Date.parse(text)) ? null : text;
}

/** Makes a line of a to-do list; one with an unknown status counts as open, and one without a text is null. */
export function asTodo(text: unknown, status: unknown): AgentTodo | null {
  const said = asText(text);
  return said === null ? null : { text: said, status: asTodoStatus(status) ?? 'pending' };
}

export function asTodoStatus(value: unknown): TodoStatus | null {
  return TODO_STATUSES.find((status) => status === value) ?? null;
}

/** Parses an exit code from digits; null if there is none. */
export function asExitCode(digits: string | undefined): number | null {
  const code = digits === undefined ? NaN : Number(digits);
  return Number.isSafeInteger(code) ? code : null;
}
