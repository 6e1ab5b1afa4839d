/**
 * What a session's transcript and git tell about its work, reduced to what a handoff says. Texts are others': quote
 * them, and redact them first.
 */

import { saysSomething } from '../activity/activity-log.ts';
import type { AgentTodo, SessionActivity } from '../activity/activity.ts';
import { lastChecks } from '../activity/last-checks.ts';
import type { LastCheck } from '../activity/last-checks.ts';
import { openTodos } from '../activity/observed-work.ts';
import { writtenInFolder } from '../activity/written-files.ts';
import type { Redactor } from '../redaction/redact-state.ts';
import { redactRows, redactText } from '../redaction/redact-state.ts';
import type { FolderPlace, GitWork } from '../service/ports.ts';

export interface Observed {
  /** Agent id; null if unknown. */
  readonly agent: string | null;
  readonly sessionId: string | null;
  /** What the session is about; null if nothing says so. */
  readonly task: string | null;
  /** Relative to the folder: what the agent wrote, most edited first, then what git has as changed since the start. */
  readonly files: readonly string[];
  /** Each check's last run, oldest first. */
  readonly checks: readonly LastCheck[];
  /** The agent's to-dos that aren't done. */
  readonly todos: readonly AgentTodo[];
  /** What the person asked last; null if nothing. */
  readonly lastPrompt: string | null;
}

/** Reduces an activity and what git says about the same time. */
export function observedOf(activity: SessionActivity, work: GitWork | null, place: FolderPlace): Observed {
  const { agent, sessionId, prompts } = activity;
  const written = writtenInFolder(activity, place);
  return {
    agent,
    sessionId,
    task: taskOf(activity),
    files: [...new Set([...written.map(({ path }) => path), ...(work?.changed ?? [])])],
    checks: lastChecks(activity.commands),
    todos: openTodos(activity),
    lastPrompt: prompts.at(-1)?.text ?? null,
  };
}

/** The agent's title, else the first prompt that says something, else a slash command's arguments, else any prompt. */
export function taskOf({
  title,
  request,
  prompts,
}: Pick<SessionActivity, 'title' | 'request' | 'prompts'>): string | null {
  const said = prompts.find(({ text }) => saysSomething(text))?.text;
  return title ?? said ?? request ?? prompts[0]?.text ?? null;
}

/** Returns when a session began, by the first time in its activity; null if it names none. */
export function beginningOf({ prompts, files, commands }: SessionActivity): string | null {
  const times = [prompts[0]?.at, commands[0]?.at, ...files.map(({ at }) => at)];
  const known = times.filter((at) => at !== null && at !== undefined);
  return known.reduce<string | null>(
    (first, at) => (first === null || Date.parse(at) < Date.parse(first) ? at : first),
    null,
  );
}

/** Removes secrets from what is quoted; paths and ids stay. */
export async function redactObserved(redactor: Redactor, observed: Observed): Promise<Observed> {
  const text = (given: string | null): Promise<string | null> =>
    given === null ? Promise.resolve(null) : redactText(redactor, given);
  return {
    ...observed,
    task: await text(observed.task),
    checks: await redactRows(redactor, observed.checks, ['command']),
    todos: await redactRows(redactor, observed.todos, ['text']),
    lastPrompt: await text(observed.lastPrompt),
  };
}
