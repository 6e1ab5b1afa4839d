/** Tasks in the layout of Cline's extension and of its descendants: a folder each, and a list of where they began. */

import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asFields, asList, asText, type Fields, parseObject, parseValue } from '../../../core/json-fields.ts';
import { MAX_BYTES } from '../../files/file-kinds.ts';
import { ifReadable } from '../../files/optional-file.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSession, WatchFolder } from '../agent.ts';
import { beginningOf } from '../first-line.ts';
import { spellingsOf, within } from '../folder-paths.ts';
import { namesIn, sessionsOfFiles } from '../session-files.ts';

export const MESSAGES = 'ui_messages.json';
/** Beside the messages: the conversation as the model got it. */
const CONVERSATION = 'api_conversation_history.json';
const HISTORY = 'taskHistory.json';
/** Maximum number of a folder's newest tasks to read, and of folders to watch. */
const MAX_TASKS = 64;
const MAX_WATCHED = 4;
/** Bytes of a task's messages that contain its first request, with the folder in it. */
const BEGINNING = 64 * 1024;

/** Returns the file that tells what was done in a task; the transcript itself if it isn't one in its place. */
export function conversationOf(transcript: string): string {
  return basename(transcript) === MESSAGES ? join(dirname(transcript), CONVERSATION) : transcript;
}

interface Task {
  readonly id: string;
  readonly cwd: string;
  readonly transcript: string;
}

/** Lists the sessions of the tasks begun in a folder or below it. */
export async function taskSessions(
  agent: string,
  roots: readonly string[],
  environment: MeterEnvironment,
  folder: string,
): Promise<readonly ListedSession[]> {
  const tasks = await tasksOf(roots, environment, folder);
  return sessionsOfFiles(
    agent,
    tasks.map(({ id, transcript }) => ({ sessionId: id, transcript, isConfirmed: true })),
  );
}

/** Lists the folders in which a change may mean another task of the folder, or another message. */
export async function taskWatchFolders(
  roots: readonly string[],
  environment: MeterEnvironment,
  folder: string,
): Promise<readonly WatchFolder[]> {
  const known = await Promise.all(roots.map(async (root) => ((await tasksIn(root)) === null ? [] : [root])));
  const tasks = (await tasksOf(roots, environment, folder)).slice(0, MAX_WATCHED);
  return [
    ...known.flat().flatMap((root): WatchFolder[] => [
      { path: join(root, 'state'), concerns: (name) => name === HISTORY, isUrgent: true },
      { path: join(root, 'tasks'), concerns: isPlainId, isUrgent: true },
    ]),
    ...tasks.map(({ transcript }): WatchFolder => {
      return { path: dirname(transcript), concerns: (name) => name === MESSAGES, isUrgent: true };
    }),
  ];
}

/** The tasks begun in a folder or below it, newest first. */
async function tasksOf(
  roots: readonly string[],
  environment: MeterEnvironment,
  folder: string,
): Promise<readonly Task[]> {
  const isHere = within(await spellingsOf(folder), environment);
  const lists = await Promise.all(roots.map(tasksIn));
  return lists
    .flatMap((list) => list ?? [])
    .filter(({ cwd }) => isHere(cwd))
    .slice(0, MAX_TASKS);
}

/** From the list if there is one, else from what each task says of itself; null if there is neither. */
async function tasksIn(root: string): Promise<readonly Task[] | null> {
  return (await historyOf(root)) ?? (await unlistedTasks(root));
}

interface History {
  readonly size: number;
  readonly modifiedAt: number;
  readonly tasks: readonly Task[];
}

/** Cached lists: they contain every task's text, and change with every message. */
const histories = new Map<string, History>();

/** Null if there is none. */
async function historyOf(root: string): Promise<readonly Task[] | null> {
  const path = join(root, 'state', HISTORY);
  const found = await ifReadable(stat(path));
  if (found === null || found.size > MAX_BYTES.chat) return null;
  const known = histories.get(path);
  if (known?.size === found.size && known.modifiedAt === found.mtimeMs) return known.tasks;
  const list = parseValue((await tryReadForeignText(path, 'chat')) ?? '');
  // Half written: keep the previous result.
  if (!Array.isArray(list)) return known?.tasks ?? null;
  const tasks = newestFirst(asList(list).flatMap((entry) => taskOf(root, asFields(entry))));
  histories.set(path, { size: found.size, modifiedAt: found.mtimeMs, tasks });
  return tasks;
}

function taskOf(root: string, item: Fields | null): Task[] {
  const id = asText(item?.id);
  const cwd =
    asText(item?.cwdOnTaskInitialization) ?? asText(item?.shadowGitConfigWorkTree) ?? asText(item?.workspace);
  if (id === null || cwd === null || !isPlainId(id)) return [];
  return [{ id, cwd, transcript: join(root, 'tasks', id, MESSAGES) }];
}

function isPlainId(name: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name);
}

/** The folder in which a task began never changes. */
const origins = new Map<string, string>();

async function unlistedTasks(root: string): Promise<readonly Task[] | null> {
  const ids = (await namesIn(join(root, 'tasks'))).filter(isPlainId).toSorted().reverse();
  const tasks: Task[] = [];
  for (const id of ids.slice(0, MAX_TASKS)) {
    const transcript = join(root, 'tasks', id, MESSAGES);
    const cwd = origins.get(transcript) ?? (await originOf(transcript));
    if (cwd === null) continue;
    origins.set(transcript, cwd);
    tasks.push({ id, cwd, transcript });
  }
  return ids.length === 0 ? null : tasks;
}

/** How the first request, as a text within a text, names the folder. */
const NAMED = /# Current (?:Workspace|Working) Directory \(((?:[^()"\\]|\\{2})+)\)/;

async function originOf(transcript: string): Promise<string | null> {
  const item = parseObject(
    (await tryReadForeignText(join(dirname(transcript), 'history_item.json'), 'fields')) ?? '',
  );
  const workspace = asText(item?.workspace) ?? asText(item?.cwdOnTaskInitialization);
  if (workspace !== null) return workspace;
  const messages = (await ifReadable(beginningOf(transcript, BEGINNING))) ?? '';
  const named = NAMED.exec(messages)?.[1];
  return named === undefined ? null : named.replaceAll(/\\+/g, '\\');
}

/** Ids are timestamps. */
function newestFirst(tasks: readonly Task[]): readonly Task[] {
  return tasks.toSorted((one, other) => Number(other.id > one.id) - Number(other.id < one.id));
}
