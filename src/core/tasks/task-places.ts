/** Where a task's agent works. */

export const TASK_PLACES = ['worktree', 'workspace'] as const;
export type TaskPlace = (typeof TASK_PLACES)[number];
