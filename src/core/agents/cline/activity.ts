/**
 * Reads what Cline did in a session of its newer layout: one document with the messages. Calls are blocks of the
 * assistant's messages, results blocks of the user's, linked by id; a result tells of each operation of its call. The
 * extension's tasks are read from another document. Source: Cline CLI 3.0.
 */

import { ActivityLog, asExitCode } from '../../activity/activity-log.ts';
import { NO_ACTIVITY } from '../../activity/activity.ts';
import type { Activity, ActivityFormat } from '../../activity/activity.ts';
import { asFields, asList, asText, asTime, type Fields, parseValue } from '../../json-fields.ts';
import { OpenCalls } from '../call-lines.ts';
import { writtenByPatch } from '../patch.ts';
import { textParts } from '../texts-in.ts';
import { isClineSession } from './session.ts';
import { readTaskHistory } from './task-history.ts';

/** The error of a command that ended with a code other than 0: one that timed out or was stopped has none. */
const EXIT_CODE = /^Command exited with code (-?\d+)$/;
/** Begins the result of a command that was sent to the background. */
const BACKGROUND = '[Command is still running.';
/** Ends a query that Cline cut: the call has the whole command. */
const CUT = / \.\.\. \[command truncated: \d+ more chars; full command is in the tool call input\]$/;
/** Messages that Cline writes in a person's place have one of these kinds. */
const OWN_KINDS: ReadonlySet<unknown> = new Set([
  'auto_compaction',
  'compaction',
  'compaction_budget_emergency',
  'compaction_summary',
  'completion_reminder',
  'loop_detection_notice',
  'manual_compaction',
  'mistake_stop_notice',
  'recovery_notice',
]);
/** Other such messages begin with one of these. */
const OWN_TEXT = /^(?:\[TASK RESUMPTION\]|The user approved switching to act mode\.)/;

interface Call {
  readonly name: unknown;
  readonly input: unknown;
}

export const clineActivity: ActivityFormat = {
  document(text) {
    const session = parseValue(text);
    if (session === undefined) return NO_ACTIVITY;
    if (!isClineSession(session)) return readTaskHistory(session);
    const { sessionId, messages } = asFields(session) ?? {};
    const reader = new ClineActivity();
    for (const message of asList(messages).map(asFields)) if (message !== null) reader.take(message);
    return reader.read(sessionId);
  },
};

class ClineActivity {
  readonly #log = new ActivityLog();
  readonly #calls = new OpenCalls<Call>();

  read(sessionId: unknown): Activity {
    this.#log.isOf(sessionId, null);
    return this.#log.read();
  }

  take(message: Fields): void {
    const blocks = asList(message.content).map(asFields);
    const at = asTime(message.ts);
    if (message.role === 'assistant') {
      for (const block of blocks)
        if (block?.type === 'tool_use')
          this.#calls.begin(asText(block.id), { name: block.name, input: block.input });
    } else if (message.role === 'user') {
      const results = blocks.filter((block) => block?.type === 'tool_result');
      for (const result of results) if (result !== null) this.#takeResult(result, at);
      if (results.length === 0) this.#takePrompt(message, at);
    }
  }

  #takeResult({ tool_use_id: of, content }: Fields, at: string | null): void {
    const call = this.#calls.end(asText(of));
    if (call === null) return;
    const operations = operationsIn(content);
    if (call.name === 'run_commands') {
      this.#endCommands(commandsIn(call.input), operations, at);
      return;
    }
    const paths = operations.some(({ success }) => success === true) ? writtenBy(call) : [];
    for (const path of paths) this.#log.wrote(path, at);
  }

  #endCommands(given: readonly string[], operations: readonly Fields[], at: string | null): void {
    for (const [index, { query, result, error, success }] of operations.entries()) {
      const told = asText(query);
      const own = given.length === operations.length ? given[index] : undefined;
      const command = told === null || CUT.test(told) ? (own ?? wholeOf(told, given)) : told;
      const output = textParts(result).join('\n');
      const exitCode = success === true ? 0 : asExitCode(EXIT_CODE.exec(asText(error) ?? '')?.[1]);
      // A failed one without a code was refused, stopped, or never started.
      if (command === null || exitCode === null || output.startsWith(BACKGROUND)) continue;
      this.#log.ran(command, exitCode, { cwd: null, at, output });
    }
  }

  #takePrompt({ id, content, metadata, ts }: Fields, at: string | null): void {
    const { kind, displayRole } = asFields(metadata) ?? {};
    const isOwn = OWN_KINDS.has(kind) || (displayRole !== undefined && displayRole !== 'user');
    if (isOwn || !this.#calls.isNew(asText(id) ?? JSON.stringify([ts, content]))) return;
    const parts = textParts(content);
    for (const part of parts) this.#log.requested(inside(part, 'user_command') ?? '');
    const typed = parts.map((part) => inside(part, 'user_input') ?? part);
    this.#log.prompted(
      typed.filter((part) => !OWN_TEXT.test(part.trim())),
      at,
    );
  }
}

/** A result is a list of operations, or one in JSON, as a text or a part with a text. */
function operationsIn(content: unknown): readonly Fields[] {
  const value = typeof content === 'string' ? parseValue(content) : content;
  const list = Array.isArray(value) ? asList(value) : [value];
  return list.flatMap((item) => {
    const fields = asFields(item);
    if (fields === null) return [];
    return fields.type === 'text' && typeof fields.text === 'string' && fields.success === undefined
      ? operationsIn(parseValue(fields.text))
      : [fields];
  });
}

/** What is inside the tag that Cline puts around what a person typed; null if there is none. */
function inside(text: string, tag: string): string | null {
  const start = text.indexOf(`<${tag}`);
  const from = start === -1 ? -1 : text.indexOf('>', start);
  const to = text.lastIndexOf(`</${tag}>`);
  return from === -1 || to < from ? null : text.slice(from + 1, to);
}

function writtenBy({ name, input }: Call): readonly string[] {
  const fields = asFields(input);
  if (name === 'apply_patch') return writtenByPatch(asText(input) ?? asText(fields?.input) ?? '');
  const path = name === 'editor' ? asText(fields?.path) : null;
  return path === null ? [] : [path];
}

/** A command is a line for the shell, or a program with its arguments; a single one may stand outside a list. */
function commandsIn(input: unknown): readonly string[] {
  const fields = asFields(input);
  const given = fields?.commands ?? fields?.command ?? fields?.cmd ?? input;
  return (Array.isArray(given) ? asList(given) : [given]).flatMap((one) => {
    const words = asFields(one);
    const args = asList(words?.args).filter((word) => typeof word === 'string');
    return asText(one) ?? asText([asText(words?.command) ?? '', ...args].join(' ').trim()) ?? [];
  });
}

/** Finds the command that a query shows the beginning of; null if it isn't clear which. */
function wholeOf(query: string | null, given: readonly string[]): string | null {
  if (query === null) return null;
  const beginning = query.replace(CUT, '');
  const [found, other] = given.filter((command) => command.startsWith(beginning));
  return found === undefined || other !== undefined ? beginning : found;
}
