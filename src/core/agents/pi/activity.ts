/**
 * Reads what Pi did in a session. Calls are in the model's message, each result in a message of its own. What was done
 * on a branch that the session left was done all the same. Source: Pi 0.73 and 1.6.
 */

import { type ActivityLog, asExitCode } from '../../activity/activity-log.ts';
import { asFields, asList, asText, type Fields } from '../../json-fields.ts';
import { callLines, type Kept, type OpenCalls } from '../call-lines.ts';
import { textsIn } from '../texts-in.ts';

const WRITERS: ReadonlySet<string> = new Set(['write', 'edit']);
const SHELLS: ReadonlySet<string> = new Set(['bash', 'powershell']);
/** Ends the output of a command that failed; one that was aborted or took too long ends otherwise. */
const FAILED = /(?:^|\n)Command exited with code (-?\d+)\s*$/;
/** What a skill's command sends in its place, and what was typed after it. */
const SKILL = /^<skill name="[^"]*"[^>]*>\n[\s\S]*?\n<\/skill>(?:\n\n([\s\S]+))?$/;

export const piActivity = callLines({ markers: ['"session"', '"message"'], begin: () => ({}), take });

function take(fields: Fields, { log, calls }: Kept): void {
  if (fields.type === 'session') log.isOf(fields.id, fields.cwd);
  const message = fields.type === 'message' ? asFields(fields.message) : null;
  if (message?.role === 'user') takePrompt(message, fields, log, calls);
  if (message?.role === 'assistant') takeCalls(message, calls);
  if (message?.role === 'toolResult') takeResult(message, fields.timestamp, log, calls);
}

function takePrompt(message: Fields, { id, timestamp }: Fields, log: ActivityLog, calls: OpenCalls): void {
  if (!calls.isNew(asText(id))) return;
  const parts = textsIn(message.content);
  const skill = SKILL.exec(parts[0] ?? '');
  if (skill === null) log.prompted(parts, timestamp);
  else log.requested(skill[1] ?? '');
}

function takeCalls({ content }: Fields, calls: OpenCalls): void {
  for (const part of asList(content).map(asFields)) {
    const name = part?.type === 'toolCall' ? asText(part.name) : null;
    if (name !== null) calls.begin(asText(part?.id), { name, input: asFields(part?.arguments) ?? {} });
  }
}

function takeResult(result: Fields, at: unknown, log: ActivityLog, calls: OpenCalls): void {
  const call = calls.end(asText(result.toolCallId));
  if (call === null) return;
  const { name, input } = call;
  const path = WRITERS.has(name) && result.isError !== true ? asText(input.path ?? input.file_path) : null;
  if (path !== null) log.wrote(path, at);
  const command = SHELLS.has(name) ? asText(input.command) : null;
  if (command === null) return;
  const output = textsIn(result.content).join('\n');
  const exitCode = result.isError === true ? asExitCode(FAILED.exec(output)?.[1]) : 0;
  if (exitCode !== null) log.ran(command, exitCode, { cwd: log.cwd, at, output });
}
