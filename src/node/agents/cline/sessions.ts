/** Meters Cline: its tasks, and the list of the folders in which they began. */

import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cline } from '../../../core/agents/cline/agent.ts';
import { clineReader, isClineRecord } from '../../../core/agents/cline/transcript.ts';
import { clineCompactsAt } from '../../../core/agents/cline/window.ts';
import { asFields, asList, asText, parseValue } from '../../../core/json-fields.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowWithoutSettings } from '../../../core/meter/window.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import { MAX_BYTES } from '../../files/file-kinds.ts';
import { ifReadable } from '../../files/optional-file.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { isAtOrBelow } from '../../../core/paths/paths.ts';
import { isOfFolder, spellingsOf } from '../folder-paths.ts';
import { clineFolders } from './folders.ts';
import { readSummaryShare } from './settings.ts';
import type { MeteredAgent, ListedSession, WatchFolder } from '../agent.ts';
import { lastChanges } from '../../files/last-changes.ts';

const { id: ID } = cline;
const HISTORY = 'taskHistory.json';
const MESSAGES = 'ui_messages.json';
/** Maximum number of a folder's newest tasks to read, and of folders to watch. */
const MAX_TASKS = 64;
const MAX_WATCHED = 4;

interface Task {
  readonly id: string;
  readonly cwd: string;
  readonly transcript: string;
}

export const clineAgent: MeteredAgent = {
  id: ID,
  recognizes: isClineRecord,
  readerOf: () => clineReader,
  sessionIdOf: (transcript) => (basename(transcript) === MESSAGES ? basename(dirname(transcript)) : null),
  percentOf: percentOfWindow,

  async readWindowing(environment) {
    const summaryShare = await readSummaryShare(clineFolders(environment));
    return (state, given) => {
      const window = windowWithoutSettings(state, given);
      return { window, compactsAt: window === null ? null : clineCompactsAt(window.window, summaryShare) };
    };
  },

  async listSessions(environment, folder) {
    const tasks = await tasksOf(environment, folder);
    const changes = await lastChanges(tasks.map(({ transcript }) => transcript));
    const sessions = tasks.flatMap(({ id, transcript }, at): ListedSession[] => {
      const change = changes[at] ?? null;
      if (change === null) return [];
      const { at: activityAt, isEmpty } = change;
      const known = { agent: ID, sessionId: id, transcript, hasTranscript: true, isConfirmed: true };
      return [{ ...known, isEmpty, activityAt, pid: null }];
    });
    return { sessions, elsewhere: [], compressed: 0 };
  },

  listSubagents: () => Promise.resolve([]),

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const roots = await Promise.all(
      clineFolders(environment).map(async (root) => ((await historyOf(root)) === null ? [] : [root])),
    );
    const tasks = (await tasksOf(environment, folder)).slice(0, MAX_WATCHED);
    return [
      ...roots.flat().map((root): WatchFolder => {
        return { path: join(root, 'state'), concerns: (name) => name === HISTORY, isUrgent: true };
      }),
      ...tasks.map(({ transcript }): WatchFolder => {
        return { path: dirname(transcript), concerns: (name) => name === MESSAGES, isUrgent: true };
      }),
    ];
  },
};

/** The tasks begun in a folder or below it, newest first. */
async function tasksOf(environment: MeterEnvironment, folder: string): Promise<readonly Task[]> {
  const spellings = await spellingsOf(folder);
  const isHere = ({ cwd }: Task): boolean =>
    spellings.some((spelling) => isAtOrBelow(cwd, spelling, environment.platform));
  const lists = await Promise.all(clineFolders(environment).map(historyOf));
  return lists
    .flatMap((list) => list ?? [])
    .filter(isHere)
    .slice(0, MAX_TASKS);
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
  const tasks = asList(list).flatMap((entry) => taskOf(root, entry));
  histories.set(path, { size: found.size, modifiedAt: found.mtimeMs, tasks: newestFirst(tasks) });
  return newestFirst(tasks);
}

function taskOf(root: string, entry: unknown): Task[] {
  const item = asFields(entry);
  const id = asText(item?.id);
  const cwd = asText(item?.cwdOnTaskInitialization) ?? asText(item?.shadowGitConfigWorkTree);
  if (id === null || cwd === null || !/^[A-Za-z0-9_-]+$/.test(id)) return [];
  return [{ id, cwd, transcript: join(root, 'tasks', id, MESSAGES) }];
}

/** Ids are timestamps. */
function newestFirst(tasks: readonly Task[]): readonly Task[] {
  return tasks.toSorted((one, other) => Number(other.id > one.id) - Number(other.id < one.id));
}
