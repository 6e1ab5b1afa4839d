/** To-do lists that models write as a Markdown checklist. */

import type { AgentTodo } from '../activity/activity.ts';

const LIST_LINE = /^\s*(?:(?:[-*+]|\d+[.)])[ \t]*)?\[[ \t]*([ xX\-~/])[ \t]*\][ \t]*(.*)$/;

/**
 * Reads a checklist; `[-]`, `[~]`, and `[/]` are in progress. Other lines are skipped.
 *
 * @example todosInChecklist('- [x] Add a cart') // [{ text: 'Add a cart', status: 'completed' }]
 */
export function todosInChecklist(list: string): readonly AgentTodo[] {
  return list.split('\n').flatMap((line): readonly AgentTodo[] => {
    const [, mark = '', said = ''] = LIST_LINE.exec(line.trimEnd()) ?? [];
    if (said === '') return [];
    if (mark === ' ') return [{ text: said, status: 'pending' }];
    return [{ text: said, status: mark.toLowerCase() === 'x' ? 'completed' : 'in_progress' }];
  });
}
