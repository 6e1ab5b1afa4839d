/** Meters Cline: the tasks of its extension, and the sessions of its newer layout. */

import { basename, dirname } from 'node:path';
import { cline } from '../../../core/agents/cline/agent.ts';
import { clineSessionReader, isClineSession } from '../../../core/agents/cline/session.ts';
import { clineReader, isClineRecord } from '../../../core/agents/cline/transcript.ts';
import { clineCompactsAt } from '../../../core/agents/cline/window.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowWithoutSettings } from '../../../core/meter/window.ts';
import type { MeteredAgent, WatchFolder } from '../agent.ts';
import { isOfFolder } from '../folder-paths.ts';
import { clineFolders } from './folders.ts';
import {
  idOfNewer,
  isNewerTranscript,
  newerSessions,
  newerSessionsFolder,
  newerSubagents,
} from './newer-sessions.ts';
import { readSummaryShare } from './settings.ts';
import { conversationOf, MESSAGES, taskSessions, taskWatchFolders } from './tasks.ts';

const { id: ID } = cline;
/** Number of the newest sessions whose folders are watched. */
const MAX_WATCHED = 4;

export const clineAgent: MeteredAgent = {
  id: ID,
  recognizes: (value) => isClineRecord(value) || isClineSession(value),
  readerOf: (transcript) => (isNewerTranscript(transcript) ? clineSessionReader : clineReader),
  sessionIdOf(transcript) {
    if (isNewerTranscript(transcript)) return idOfNewer(transcript);
    return basename(transcript) === MESSAGES ? basename(dirname(transcript)) : null;
  },
  activityFileOf: conversationOf,
  percentOf: percentOfWindow,

  async readWindowing(environment) {
    const summaryShare = await readSummaryShare(clineFolders(environment));
    return (state, given) => {
      const window = windowWithoutSettings(state, given);
      return { window, compactsAt: window === null ? null : clineCompactsAt(window.window, summaryShare) };
    };
  },

  async listSessions(environment, folder) {
    const [tasks, sessions] = await Promise.all([
      taskSessions(ID, clineFolders(environment), environment, folder),
      newerSessions(ID, environment, folder),
    ]);
    return { sessions: [...tasks, ...sessions], elsewhere: [], compressed: 0 };
  },

  listSubagents: (_environment, _folder, sessions) =>
    newerSubagents(
      ID,
      sessions.filter(({ agent, transcript }) => agent === ID && isNewerTranscript(transcript)),
    ),

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const [tasks, sessions] = await Promise.all([
      taskWatchFolders(clineFolders(environment), environment, folder),
      newerSessions(ID, environment, folder),
    ]);
    return [
      ...tasks,
      { path: newerSessionsFolder(environment), concerns: () => true, isUrgent: true },
      ...sessions.slice(0, MAX_WATCHED).map(({ transcript }): WatchFolder => ({
        path: dirname(transcript),
        concerns: isNewerTranscript,
        isUrgent: true,
      })),
    ];
  },
};
