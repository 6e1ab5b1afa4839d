/** Meters Copilot CLI and the same harness in VS Code: one folder a session, which may hold the lock of its process. */

import { basename, dirname, join } from 'node:path';
import { copilotCli } from '../../../core/agents/copilot-cli/agent.ts';
import { copilotCliReader, isCopilotCliRecord } from '../../../core/agents/copilot-cli/transcript.ts';
import { asFields, asText } from '../../../core/json-fields.ts';
import { percentWithOutput } from '../../../core/meter/reading.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSession, MeteredAgent, WatchFolder } from '../agent.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { FirstLines, namesIn, sessionsOfFiles } from '../session-files.ts';
import { windowOnly } from '../window-only.ts';
import { copilotCliFolder } from './folder.ts';
import { readTodos } from './todos.ts';

const { id: ID } = copilotCli;
const EVENTS = 'events.jsonl';
/** Maximum number of sessions whose first line is read, newest first, and of those that are watched. */
const MAX_HEADS = 256;
const MAX_WATCHED = 4;

const heads = new FirstLines();

export const copilotCliAgent: MeteredAgent = {
  id: ID,
  recognizes: isCopilotCliRecord,
  readerOf: () => copilotCliReader,
  sessionIdOf: (transcript) => (basename(transcript) === EVENTS ? basename(dirname(transcript)) : null),
  percentOf: percentWithOutput,
  readTodos,

  readWindowing: windowOnly,

  async listSessions(environment, folder) {
    return { sessions: await ofFolder(environment, folder), elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  // Their events are in the session's own file.
  listSubagents: () => Promise.resolve([]),

  async findProcess(environment, sessionId) {
    if (!/^[\w-]+$/.test(sessionId)) return null;
    const pids = await lockedBy(join(copilotCliFolder(environment), sessionId));
    return pids.find((pid) => environment.isProcessAlive(pid)) ?? null;
  },

  async listWatchFolders(environment, folder) {
    const own = (await ofFolder(environment, folder)).slice(0, MAX_WATCHED);
    return [
      { path: copilotCliFolder(environment), concerns: () => true, isUrgent: false },
      ...own.map(({ transcript }): WatchFolder => ({
        path: dirname(transcript),
        concerns: (name) => name === EVENTS || isLock(name),
        isUrgent: true,
      })),
    ];
  },
};

/** The folder's sessions, newest first. */
async function ofFolder(environment: MeterEnvironment, folder: string): Promise<readonly ListedSession[]> {
  const isHere = within(await spellingsOf(folder), environment);
  const names = await namesIn(copilotCliFolder(environment));
  const files = names.map((name) => ({
    sessionId: name,
    transcript: join(copilotCliFolder(environment), name, EVENTS),
    isConfirmed: true,
  }));
  const listed = await sessionsOfFiles(ID, files);
  const newest = listed.toSorted((one, other) => other.activityAt - one.activityAt).slice(0, MAX_HEADS);
  const own: ListedSession[] = [];
  for (const session of newest) {
    const data = asFields((await heads.of(session.transcript))?.data);
    const cwd = asText(asFields(data?.context)?.cwd);
    if (cwd !== null && isHere(cwd)) own.push(await withProcess(environment, session));
  }
  return own;
}

/** A lock names its process. One that a process left behind that is gone ends the session. */
async function withProcess(environment: MeterEnvironment, session: ListedSession): Promise<ListedSession> {
  const pids = await lockedBy(dirname(session.transcript));
  const pid = pids.find((one) => environment.isProcessAlive(one)) ?? null;
  return { ...session, pid, hasEnded: pids.length > 0 && pid === null };
}

async function lockedBy(folder: string): Promise<readonly number[]> {
  return (await namesIn(folder)).filter(isLock).map((name) => Number(name.split('.')[1]));
}

function isLock(name: string): boolean {
  return /^inuse\.[1-9]\d{0,9}\.lock$/.test(name);
}
