/** An agent that keeps its sessions in a database of OpenCode's layout, and its settings in files of its own name. */

import { basename, dirname } from 'node:path';
import { openCodeCompactsAt } from '../../../core/agents/opencode/window.ts';
import { percentWithOutput } from '../../../core/meter/reading.ts';
import { EMPTY_TRANSCRIPT } from '../../../core/meter/transcript-reader.ts';
import { windowOfAnyModel } from '../../../core/meter/window.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { databaseFiles } from '../../sqlite/database.ts';
import type { ListedSession, ListedSubagent, MeteredAgent, WatchFolder, Windowing } from '../agent.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { readOpenCodeSettings } from './settings.ts';
import { listSessionRows, openCodeStore, transcriptOf } from './store.ts';

/** @param pathOf where its database is, whether or not it exists */
export function databaseAgent(id: string, pathOf: (environment: MeterEnvironment) => string): MeteredAgent {
  const databaseOf = (environment: MeterEnvironment): AgentDatabase => ({
    agent: id,
    path: pathOf(environment),
  });
  return {
    id,
    // It writes no transcript of lines.
    recognizes: () => false,
    readerOf: () => ({ form: 'document', read: () => EMPTY_TRANSCRIPT }),
    store: openCodeStore,
    percentOf: percentWithOutput,
    readWindowing: (environment, folder) => databaseWindowing(environment, folder, id),

    async listSessions(environment, folder) {
      const sessions = await databaseSessions(databaseOf(environment), environment, folder);
      return { sessions, elsewhere: [], compressed: 0 };
    },

    listSubagents: (environment, _folder, sessions) => databaseSubagents(databaseOf(environment), sessions),

    isOfFolder,

    findProcess: () => Promise.resolve(null),

    listWatchFolders: (environment) => Promise.resolve([databaseWatch(databaseOf(environment))]),
  };
}

/** An agent's database. */
interface AgentDatabase {
  readonly agent: string;
  readonly path: string;
}

/** Lists the sessions begun in a folder or below it. Those that another one started are sub-agents. */
async function databaseSessions(
  { agent, path }: AgentDatabase,
  environment: MeterEnvironment,
  folder: string,
): Promise<readonly ListedSession[]> {
  const isHere = within(await spellingsOf(folder), environment);
  const rows = await listSessionRows(path);
  return rows
    .filter(({ parentId, cwd }) => parentId === null && isHere(cwd))
    .map(({ id, updatedAt, isArchived }) => ({
      agent,
      sessionId: id,
      transcript: transcriptOf(path, id),
      hasTranscript: true,
      isEmpty: false,
      activityAt: updatedAt,
      pid: null,
      hasEnded: isArchived,
      isConfirmed: true,
    }));
}

/** Lists what these sessions started. */
async function databaseSubagents(
  { agent, path }: AgentDatabase,
  sessions: readonly ListedSession[],
): Promise<readonly ListedSubagent[]> {
  const parents = new Set(sessions.filter((one) => one.agent === agent).map(({ sessionId }) => sessionId));
  return (await listSessionRows(path)).flatMap(({ id, parentId, updatedAt }): ListedSubagent[] =>
    parentId === null || !parents.has(parentId)
      ? []
      : [
          {
            agent,
            parentSessionId: parentId,
            sessionId: id,
            transcript: transcriptOf(path, id),
            activityAt: updatedAt,
          },
        ],
  );
}

function databaseWatch({ path }: AgentDatabase): WatchFolder {
  const names = databaseFiles(path).map((file) => basename(file));
  // Every part of every answer is written, in whatever folder: the followed session is read at once, others soon.
  return { path: dirname(path), concerns: (name) => names.includes(name), isUrgent: false };
}

async function databaseWindowing(
  environment: MeterEnvironment,
  folder: string | null,
  name: string,
): Promise<Windowing> {
  const settings = await readOpenCodeSettings(environment, folder, name);
  return (state, given) => {
    const limit = settings.limits.get(state.model ?? '') ?? null;
    const window = windowOfAnyModel(state, given, limit?.context ?? null);
    const compactsAt = limit === null ? null : openCodeCompactsAt(limit, settings);
    return { window, compactsAt, countsOutput: true };
  };
}
