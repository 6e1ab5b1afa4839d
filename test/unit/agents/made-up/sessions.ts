/** Where it keeps its sessions: one file each, `~/.abacus/{session}.jsonl`. */

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { percentOfWindow } from '../../../../src/core/meter/reading.ts';
import { windowWithoutSettings } from '../../../../src/core/meter/window.ts';
import type { MeteredAgent } from '../../../../src/node/agents/agent.ts';
import { isOfFolder } from '../../../../src/node/agents/folder-paths.ts';
import { lastChanges } from '../../../../src/node/files/last-changes.ts';
import { abacus } from './agent.ts';
import { abacusReader, isAbacusRecord } from './transcript.ts';

const ENDING = '.jsonl';

export const abacusAgent: MeteredAgent = {
  id: abacus.id,
  recognizes: isAbacusRecord,
  readerOf: () => abacusReader,
  percentOf: percentOfWindow,
  readWindowing: () =>
    Promise.resolve((state, given) => ({ window: windowWithoutSettings(state, given), compactsAt: null })),
  async listSessions({ home }) {
    const folder = join(home, '.abacus');
    const files = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
    const changes = await lastChanges(files.map((name) => join(folder, name)));
    const sessions = files.map((name, index) => ({
      agent: abacus.id,
      sessionId: basename(name, ENDING),
      transcript: join(folder, name),
      hasTranscript: true,
      isEmpty: changes[index]?.isEmpty ?? true,
      activityAt: changes[index]?.at ?? 0,
      pid: null,
      isConfirmed: false,
    }));
    return { sessions, elsewhere: [], compressed: 0 };
  },
  isOfFolder,
  listSubagents: () => Promise.resolve([]),
  findProcess: () => Promise.resolve(null),
  listWatchFolders: ({ home }) =>
    Promise.resolve([
      { path: join(home, '.abacus'), concerns: (name) => name.endsWith(ENDING), isUrgent: true },
    ]),
};
