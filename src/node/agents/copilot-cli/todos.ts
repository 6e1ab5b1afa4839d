/** Copilot CLI's to-do list: a table that the model writes to, in a database beside the session's events. */

import { dirname, join } from 'node:path';
import { asTodo } from '../../../core/activity/activity-log.ts';
import type { AgentTodo } from '../../../core/activity/activity.ts';
import { newestRows } from '../../../core/sqlite/query.ts';
import { askDatabase } from '../../sqlite/database.ts';

/** Maximum number of lines, and of bytes of one. */
const MAX_TODOS = 1000;
const LONGEST = 4096;

/** Reads a session's list, in the order of its lines; null if it has none, or none that can be read now. */
export async function readTodos(transcript: string): Promise<readonly AgentTodo[] | null> {
  const answer = await askDatabase(join(dirname(transcript), 'session.db'), ({ pages, schema }) => {
    const todos: AgentTodo[] = [];
    const wanted = { table: 'todos', columns: ['title', 'status'], longest: LONGEST };
    for (const { title, status } of newestRows(pages, schema, wanted)) {
      const todo = asTodo(title, status === 'done' ? 'completed' : status);
      if (todo !== null) todos.push(todo);
      if (todos.length >= MAX_TODOS) break;
    }
    return todos.reverse();
  });
  return answer === null || answer.value.length === 0 ? null : answer.value;
}
