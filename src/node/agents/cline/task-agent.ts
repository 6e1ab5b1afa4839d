/** An extension that descends from Cline: its tasks have the same format, in a folder of its own. */

import { basename, dirname, join } from 'node:path';
import { clineReader, isClineRecord } from '../../../core/agents/cline/transcript.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { MeteredAgent } from '../agent.ts';
import { editorUserFolders } from '../editor-folders.ts';
import { isOfFolder } from '../folder-paths.ts';
import { windowOnly } from '../window-only.ts';
import { conversationOf, MESSAGES, taskSessions, taskWatchFolders } from './tasks.ts';

/** @param extension its id, which names its folder in every editor */
export function taskAgent(id: string, extension: string): MeteredAgent {
  const rootsOf = (environment: MeterEnvironment): readonly string[] =>
    editorUserFolders(environment).map((user) => join(user, 'globalStorage', extension));
  return {
    id,
    // Only the place tells whose it is.
    recognizes: (value, transcript) => transcript.includes(extension) && isClineRecord(value),
    readerOf: () => clineReader,
    sessionIdOf: (transcript) => (basename(transcript) === MESSAGES ? basename(dirname(transcript)) : null),
    activityFileOf: conversationOf,
    percentOf: percentOfWindow,

    // Where it condenses is a setting that VS Code keeps in a database of its own.
    readWindowing: windowOnly,

    async listSessions(environment, folder) {
      const sessions = await taskSessions(id, rootsOf(environment), environment, folder);
      return { sessions, elsewhere: [], compressed: 0 };
    },

    listSubagents: () => Promise.resolve([]),

    isOfFolder,

    findProcess: () => Promise.resolve(null),

    listWatchFolders: (environment, folder) => taskWatchFolders(rootsOf(environment), environment, folder),
  };
}
