/** Resolves the agent task of a command: from its row or a quick pick. */

import { CancellationError, l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { AgentTaskService } from '../../core/service/agent-task-service.ts';
import type { TaskState } from '../../core/tasks/task-state.ts';
import { taskPhrase } from '../../core/view/task-words.ts';
import { translate } from '../messages.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

interface TaskItem extends Choice {
  readonly id: string;
}

/**
 * Returns the id of the task: that of a row, the given text, or picked among tasks in `states`.
 *
 * @throws CancellationError if nothing is picked
 * @throws task-none-such if there is none to pick
 */
export async function taskIdOf(
  tasks: AgentTaskService,
  subject: unknown,
  states: readonly TaskState[],
): Promise<string> {
  const named = textOf(subject, 'task') ?? (typeof subject === 'string' ? subject : undefined);
  if (named !== undefined) return named;
  const items = (await tasks.list()).tasks
    .filter(({ state }) => states.includes(state))
    .map(({ id, title, state }): TaskItem => ({
      id,
      label: title,
      description: `${id} · ${translate(taskPhrase(state))}`,
    }))
    .reverse();
  if (items.length === 0) throw new NinefoldError('task-none-such');
  const placeHolder = l10n.t('Select an agent task');
  const chosen = await pickOne(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new CancellationError();
  return chosen.id;
}

/** Returns the task and path of a file's row. @throws task-none-such for anything else */
export function taskFileOf(subject: unknown): { readonly id: string; readonly path: string } {
  const [id, path] = [textOf(subject, 'task'), textOf(subject, 'path')];
  if (id === undefined || path === undefined) throw new NinefoldError('task-none-such');
  return { id, path };
}

function textOf(value: unknown, name: 'task' | 'path'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
