/** Agent tasks of folders as rows. Pure; the host translates phrases. */

import { shortTokens } from '../meter/format-tokens.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { TaskFileDiff } from '../service/task-diff.ts';
import type { TaskView } from '../service/task-view.ts';
import type { TaskState } from '../tasks/task-state.ts';
import { fileRow } from './task-file-rows.ts';
import { taskPhrase } from './task-words.ts';
import type { TaskRow } from './task-row.ts';

export interface TaskFacts {
  readonly task: TaskView;
  /** Its files compared with the workspace; null while it runs, because they keep changing. */
  readonly files: readonly TaskFileDiff[] | null;
  /** Tokens in its agent's context window; null if the agent leaves no transcript. */
  readonly tokens: number | null;
}

export interface FolderTaskFacts {
  /** Key of the folder in the window. */
  readonly key: string;
  readonly name: string;
  readonly tasks: readonly TaskFacts[];
}

/** Creates the rows of tasks, newest first, grouped by folder if there are several. */
export function taskRows(folders: readonly FolderTaskFacts[]): readonly TaskRow[] {
  const filled = folders.filter(({ tasks }) => tasks.length > 0);
  const [only, ...more] = filled;
  if (only === undefined) return [];
  return more.length === 0 ? rowsOf(only, null) : filled.map(folderRow);
}

function folderRow(folder: FolderTaskFacts): TaskRow {
  const id = `folder ${folder.key}`;
  return {
    kind: 'taskFolder',
    id,
    parent: null,
    folder: folder.key,
    task: null,
    path: null,
    can: [],
    label: folder.name,
    description: [],
    spoken: [taskPhrase('folder-spoken', { name: folder.name })],
    tooltip: [],
    icon: 'root-folder',
    color: null,
    children: rowsOf(folder, id),
  };
}

function rowsOf(folder: FolderTaskFacts, parent: string | null): readonly TaskRow[] {
  return [...folder.tasks].reverse().map((facts) => taskRow(folder.key, facts, parent));
}

const ICONS: Readonly<Record<TaskState, readonly [icon: string, color: string | null]>> = {
  open: ['circle-large-outline', null],
  running: ['loading~spin', null],
  finished: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  merged: ['git-merge', 'descriptionForeground'],
  discarded: ['trash', 'descriptionForeground'],
};

/** Actions by state; `accept` only if there's something to merge. */
const ACTIONS: Readonly<Record<TaskState, readonly string[]>> = {
  open: ['run', 'discard'],
  running: ['cancel'],
  finished: ['accept', 'rerun', 'discard'],
  failed: ['accept', 'run', 'discard'],
  merged: ['accept'],
  discarded: [],
};

function taskRow(folder: string, { task, files, tokens }: TaskFacts, parent: string | null): TaskRow {
  const id = `task ${folder} ${task.id}`;
  const isThere = files?.some(({ state, isLanded, isRejected }) => isOpen(state) && !isLanded && !isRejected);
  const details = detailsOf(task, tokens);
  const [icon, color] = ICONS[task.state];
  return {
    kind: 'task',
    id,
    parent,
    folder,
    task: task.id,
    path: null,
    can: ACTIONS[task.state].filter((action) => action !== 'accept' || isThere === true),
    label: task.title,
    description: details,
    spoken: [taskPhrase('task-spoken', { title: task.title }), ...details],
    tooltip: tooltipOf(task),
    icon,
    color,
    children: [...textRows(folder, id, task), ...fileRows(folder, id, task, files)],
  };
}

function isOpen(state: TaskFileDiff['state']): boolean {
  return state === 'clean' || state === 'conflict';
}

function detailsOf({ state, elapsed, outputs, merged }: TaskView, tokens: number | null): readonly Phrase[] {
  const count = state === 'merged' ? merged.length : outputs.length;
  return [
    taskPhrase(state),
    ...(elapsed === null ? [] : [elapsedPhrase(elapsed)]),
    ...(count === 0 ? [] : [count === 1 ? taskPhrase('file') : taskPhrase('files', { count })]),
    ...(tokens === null ? [] : [taskPhrase('tokens', { tokens: shortTokens(tokens) })]),
  ];
}

function elapsedPhrase(milliseconds: number): Phrase {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return taskPhrase('seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return taskPhrase('minutes', { count: minutes });
  return taskPhrase('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function tooltipOf({ agent, place, commit, declared, failure, isLanding }: TaskView): readonly Phrase[] {
  return [
    ...(failure === null ? [] : [taskPhrase('failure', { reason: failure })]),
    ...(isLanding ? [taskPhrase('cut-off')] : []),
    ...(agent === '' ? [] : [taskPhrase('agent', { agent })]),
    taskPhrase(place === 'worktree' ? 'in-worktree' : 'in-workspace'),
    ...(commit === null ? [] : [taskPhrase('base-commit', { commit: commit.slice(0, 8) })]),
    ...(declared.length === 0 ? [] : [taskPhrase('may-write', { files: declared.join(', ') })]),
  ];
}

/** Rows for a task's description, log, and report. */
function textRows(folder: string, parent: string, task: TaskView): readonly TaskRow[] {
  const texts = [
    ['task-file', 'tasklist', task.taskFile],
    ['log', 'output', task.log],
    ['report', 'note', task.report],
  ] as const;
  return texts.flatMap(([word, icon, path]): readonly TaskRow[] => {
    if (path === null) return [];
    const label = taskPhrase(word);
    const description =
      word === 'log' && task.failure !== null ? [taskPhrase('why', { reason: task.failure })] : [];
    return [
      {
        kind: 'taskText',
        id: `${parent} ${word}`,
        parent,
        folder,
        task: task.id,
        path,
        can: [],
        label,
        description,
        spoken: [label, ...description],
        tooltip: [],
        icon,
        color: null,
        children: [],
      },
    ];
  });
}

function fileRows(
  folder: string,
  parent: string,
  task: TaskView,
  files: readonly TaskFileDiff[] | null,
): readonly TaskRow[] {
  const place = { folder, parent, task: task.id };
  return files === null
    ? task.outputs.map((output) => fileRow(place, { ...output, state: 'written' }))
    : files.map((file) => fileRow(place, file));
}
