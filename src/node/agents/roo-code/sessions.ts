/** Meters Roo Code: its tasks, in the format of the extension from which it descends. */

import { basename, dirname } from 'node:path';
import { isClineRecord, clineReader } from '../../../core/agents/cline/transcript.ts';
import { rooCode } from '../../../core/agents/roo-code/agent.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowOfAnyModel } from '../../../core/meter/window.ts';
import type { MeteredAgent } from '../agent.ts';
import { MESSAGES, taskSessions, taskWatchFolders } from '../cline/tasks.ts';
import { isOfFolder } from '../folder-paths.ts';
import { EXTENSION_ID, rooCodeFolders } from './folders.ts';

const { id: ID } = rooCode;

export const rooCodeAgent: MeteredAgent = {
  id: ID,
  // The same format as that of others: only the place tells whose it is.
  recognizes: (value, transcript) => transcript.includes(EXTENSION_ID) && isClineRecord(value),
  readerOf: () => clineReader,
  sessionIdOf: (transcript) => (basename(transcript) === MESSAGES ? basename(dirname(transcript)) : null),
  percentOf: percentOfWindow,

  // Where it condenses is a setting that VS Code keeps in a database of its own.
  readWindowing: () =>
    Promise.resolve((state, given) => ({ window: windowOfAnyModel(state, given), compactsAt: null })),

  async listSessions(environment, folder) {
    const sessions = await taskSessions(ID, rooCodeFolders(environment), environment, folder);
    return { sessions, elsewhere: [], compressed: 0 };
  },

  listSubagents: () => Promise.resolve([]),

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  listWatchFolders: (environment, folder) =>
    taskWatchFolders(rooCodeFolders(environment), environment, folder),
};
