/**
 * Reads what Kimi Code's main agent did in a session. Calls and results are events of its loop, linked by id; each
 * sub-agent has a log of its own. What an undo takes back was still done. Source: Kimi Code 2.1.
 */

import { type ActivityLog, asExitCode, asTodo } from '../../activity/activity-log.ts';
import { asFields, asList, asText, asTime, type Fields } from '../../json-fields.ts';
import { callLines, type Kept } from '../call-lines.ts';
import { textParts } from '../texts-in.ts';

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

interface Notes {
  /** The log's own agent; null if no line has told it yet. */
  agent: string | null;
}

export const kimiCodeActivity = callLines({
  markers: MARKERS,
  begin: (): Notes => ({ agent: null }),
  take(fields, kept: Kept<Notes, Call>) {
    if (!isOwn(fields, kept.notes)) return;
    const { type } = fields;
    if (type === 'profile.bind') kept.log.isOf(null, asFields(fields.environmentDisclosure)?.cwd);
    else if (type === 'turn.prompt' || type === 'turn.steer') takePrompt(fields, kept);
    else if (type === 'tools.update_store') takeStore(fields, kept);
    else if (type === EVENT) takeEvent(asFields(fields.event) ?? {}, asTime(fields.time), kept);
  },
});

function isOwn({ agentId }: Fields, notes: Notes): boolean {
  const agent = asText(agentId);
  notes.agent ??= agent;
  return agent === null || agent === notes.agent;
}

function takePrompt(fields: Fields, { log, calls }: Kept<Notes, Call>): void {
  const origin = asFields(fields.origin);
  // Versions without an origin have prompts of persons only.
  if (fields.origin !== undefined && origin?.kind !== 'user') return;
  const id = asText(fields.promptId) ?? asText(fields.messageId);
  if (!calls.isNew(id ?? JSON.stringify([fields.time, fields.input]))) return;
  // The texts of the skills that the prompt names precede it.
  const typed = textParts(fields.input).slice(asList(origin?.skillActivations).length);
  log.prompted(typed, asTime(fields.time));
}

function takeStore({ key, value }: Fields, { log }: Kept<Notes, Call>): void {
  if (key !== 'todo' || !Array.isArray(value)) return;
  const todos = asList(value)
    .map(asFields)
    .map((item) => asTodo(item?.title, item?.status === 'done' ? 'completed' : item?.status));
  log.todos = todos.filter((todo) => todo !== null);
}

function takeEvent(event: Fields, at: string | null, { log, calls }: Kept<Notes, Call>): void {
  const id = asText(event.toolCallId);
  if (event.type === 'tool.call') {
    const cwd = asText(asFields(event.display)?.cwd);
    calls.begin(id, { name: event.name, input: asFields(event.args) ?? {}, cwd });
  } else if (event.type === 'tool.result') {
    const call = calls.end(id);
    if (call !== null) end(call, asFields(event.result) ?? {}, at, log);
  }
}

function end({ name, input, cwd }: Call, result: Fields, at: string | null, log: ActivityLog): void {
  const isError = result.isError === true;
  const path = WRITERS.has(name) && !isError ? asText(input.path) : null;
  if (path !== null) log.wrote(path, at);
  const command = name === 'Bash' && input.run_in_background !== true ? asText(input.command) : null;
  if (command === null) return;
  const output = textParts(result.output).join('\n');
  if (!isError && BACKGROUND.test(output)) return;
  const exitCode = isError ? asExitCode(FAILED.exec(output)?.[1]) : 0;
  // An error without a code was refused, interrupted, or killed.
  if (exitCode === null) return;
  log.ran(command, exitCode, { cwd: cwd ?? asText(input.cwd) ?? log.cwd, at, output });
}
