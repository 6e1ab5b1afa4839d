/**
 * Reads what OpenCode did in a session, from the parts of its messages: a call is one part, which is written again with
 * its result. Sub-agents have sessions of their own. Source: OpenCode 1.18, and a program made from it.
 */

import { ActivityLog, asTodo } from '../../activity/activity-log.ts';
import type { Activity, ActivityFormat, AgentTodo, PartsReader } from '../../activity/activity.ts';
import type { PartStep, StoredHead, StoredPart, StoredTodo } from '../../activity/stored-parts.ts';
import { asFields, asList, asText, asTime, type Fields, parseObject } from '../../json-fields.ts';
import { writtenByPatch } from '../patch.ts';

const NOTHING: PartStep = { kind: 'nothing' };
const OPEN: PartStep = { kind: 'open' };

/** A call that succeeded. */
interface Call {
  readonly input: Fields;
  readonly metadata: Fields;
  readonly output: string;
  readonly at: string | null;
}

const TOOLS: Readonly<Record<string, (call: Call) => PartStep>> = {
  write: writtenStep,
  edit: writtenStep,
  // Of older versions.
  multiedit: writtenStep,
  patch: patchStep,
  apply_patch: patchStep,
  bash: commandStep,
  todowrite: ({ input }) =>
    Array.isArray(input.todos) ? { kind: 'listed', todos: storedTodos(input.todos) } : NOTHING,
};

export const openCodeActivity: ActivityFormat = {
  parts: { stepOf, begin: () => new OpenCodeActivity() },
};

class OpenCodeActivity implements PartsReader {
  #log = new ActivityLog();
  #typed: string | null = null;
  #repeats = false;

  take(step: PartStep): void {
    if (step.kind === 'wrote') for (const path of step.paths) this.#log.wrote(path, step.at);
    else if (step.kind === 'ran') this.#log.ran(step.command, step.exitCode, step);
    else if (step.kind === 'listed') this.#log.todos = readTodos(step.todos);
    else if (step.kind === 'repeats') this.#repeats = true;
    else if (step.kind === 'typed') this.#takePrompt(step.text, step.at);
  }

  #takePrompt(text: string, at: string | null): void {
    const isRepeated = this.#repeats && text === this.#typed;
    this.#repeats = false;
    this.#typed = text;
    if (!isRepeated) this.#log.prompted([text], at);
  }

  read({ sessionId, cwd, title, todos }: StoredHead): Activity {
    const listed = readTodos(todos);
    const activity = this.#log.read();
    // A copy of a session has the calls, but no list of its own.
    return { ...activity, sessionId, cwd, title, todos: listed.length > 0 ? listed : activity.todos };
  }

  copy(): OpenCodeActivity {
    const copy = new OpenCodeActivity();
    copy.#log = this.#log.copy();
    copy.#typed = this.#typed;
    copy.#repeats = this.#repeats;
    return copy;
  }
}

function stepOf(part: StoredPart): PartStep {
  const fields = part.data === null ? null : parseObject(part.data);
  if (fields?.type === 'text') return textStep(fields, part);
  // Where the question itself was too long, it's asked again after the summary.
  if (fields?.type === 'compaction') return fields.overflow === true ? { kind: 'repeats' } : NOTHING;
  return fields?.type === 'tool' ? toolStep(fields) : NOTHING;
}

/** What a program adds to a question is marked as such. */
function textStep({ text, synthetic, ignored }: Fields, part: StoredPart): PartStep {
  const typed = asText(text);
  if (typed === null || synthetic === true || ignored === true || !part.isAsked()) return NOTHING;
  return { kind: 'typed', text: typed, at: part.at };
}

/** A call that was refused or broken off ends with an error. */
function toolStep({ tool, state: stored }: Fields): PartStep {
  const state = asFields(stored);
  const name = asText(tool) ?? '';
  const make = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (make === undefined || state === null || state.status === 'error') return NOTHING;
  if (state.status !== 'completed') return OPEN;
  const metadata = asFields(state.metadata) ?? {};
  return make({
    input: asFields(state.input) ?? {},
    metadata,
    output: asText(state.output) ?? asText(metadata.output) ?? '',
    at: asTime(asFields(state.time)?.end),
  });
}

function writtenStep({ input, at }: Call): PartStep {
  const path = asText(input.filePath);
  return path === null ? NOTHING : { kind: 'wrote', paths: [path], at };
}

function patchStep({ input, metadata, at }: Call): PartStep {
  const files = asList(metadata.files).map(asFields);
  const told = files.flatMap((file) =>
    file?.type === 'delete' ? [] : (asText(file?.movePath) ?? asText(file?.filePath) ?? []),
  );
  const paths = files.length > 0 ? told : writtenByPatch(asText(input.patchText) ?? '');
  return { kind: 'wrote', paths, at };
}

/** A command that was interrupted, or that a person ran, has no exit code. */
function commandStep({ input, metadata, output, at }: Call): PartStep {
  const [command, exitCode] = [asText(input.command), metadata.exit];
  if (command === null || typeof exitCode !== 'number' || !Number.isSafeInteger(exitCode)) return NOTHING;
  return { kind: 'ran', command, exitCode, cwd: asText(input.workdir), output, at };
}

function storedTodos(list: unknown): readonly StoredTodo[] {
  const lines = asList(list).map(asFields);
  return lines.map((line) => ({ text: line?.content, status: line?.status }));
}

function readTodos(todos: readonly StoredTodo[]): readonly AgentTodo[] {
  return todos.map(({ text, status }) => asTodo(text, status)).filter((todo) => todo !== null);
}
