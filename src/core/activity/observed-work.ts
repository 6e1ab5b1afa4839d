/**
 * What a workflow may take over from a session: the files that the agent wrote and its open to-dos. An offer, never a
 * fact: nothing of it is recorded until a person, or the rule `deliverables`, takes it.
 */

import type { FolderPlace } from '../service/ports.ts';
import { clip, oneLine } from '../text/foreign-text.ts';
import { LONGEST } from '../workflow/limits.ts';
import type { Activity, AgentTodo, WrittenFile } from './activity.ts';
import { writtenInFolder } from './written-files.ts';

export interface ObservedWork {
  /** Relative to the workspace folder. */
  readonly files: readonly Pick<WrittenFile, 'path' | 'at'>[];
  /** Not done yet, each on one line. */
  readonly todos: readonly AgentTodo[];
}

/** More files than these aren't offered: nobody takes them one by one. */
const MOST_FILES = 200;
const MOST_TODOS = 50;

const DONE: ReadonlySet<AgentTodo['status']> = new Set(['completed', 'cancelled']);

/**
 * Reduces an activity to what can be offered.
 *
 * @param root the state root, relative to the folder, whose files are nobody's deliverables; null if it is elsewhere
 */
export function observedWork(
  activity: Pick<Activity, 'files' | 'cwd' | 'todos'>,
  place: FolderPlace,
  root: string | null,
): ObservedWork {
  const isOwn = (path: string): boolean => root !== null && root !== '' && path.startsWith(`${root}/`);
  const files = writtenInFolder(activity, place)
    .filter(({ path }) => path.length <= LONGEST.path && !isOwn(path))
    .slice(0, MOST_FILES)
    .map(({ path, at }) => ({ path, at }));
  const todos = openTodos(activity)
    .slice(0, MOST_TODOS)
    .map(({ text, status }) => ({ text: clip(oneLine(text), LONGEST.line), status }));
  return { files, todos };
}

/** Returns the to-dos that aren't done. */
export function openTodos({ todos }: Pick<Activity, 'todos'>): readonly AgentTodo[] {
  return todos.filter(({ status }) => !DONE.has(status));
}
