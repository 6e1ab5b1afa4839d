/** Meters Pi: its sessions, in one folder per project. */

import { basename, join } from 'node:path';
import { pi } from '../../../core/agents/pi/agent.ts';
import { isPiRecord, piReader } from '../../../core/agents/pi/transcript.ts';
import { asFields, asList, asText, asTokens, parseObject } from '../../../core/json-fields.ts';
import { percentWithOutput } from '../../../core/meter/reading.ts';
import { windowOfAnyModel } from '../../../core/meter/window.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { MeteredAgent } from '../agent.ts';
import { isOfFolder } from '../folder-paths.ts';
import { filesIn, foldersNamedAfter, sessionsOfFiles, watchNamedAfter } from '../session-files.ts';
import { piFolder } from './folder.ts';

const { id: ID } = pi;
const EXTENSION = '.jsonl';

export const piAgent: MeteredAgent = {
  id: ID,
  recognizes: isPiRecord,
  readerOf: () => piReader,
  percentOf: percentWithOutput,

  async readWindowing(environment) {
    const windows = await configuredWindows(environment);
    return (state, given) => ({
      window: windowOfAnyModel(state, given, windows.get(state.model ?? '') ?? null),
      compactsAt: null,
    });
  },

  async listSessions(environment, folder) {
    const projects = await foldersNamedAfter(sessionsFolder(environment), folder);
    const transcripts = (await Promise.all(projects.map((project) => filesIn(project, EXTENSION)))).flat();
    const files = transcripts.map((transcript) => ({
      // The time of its start, then its id.
      sessionId: basename(transcript, EXTENSION).replace(/^[^_]*_/, ''),
      transcript,
      isConfirmed: false,
    }));
    return { sessions: await sessionsOfFiles(ID, files), elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  listSubagents: () => Promise.resolve([]),

  findProcess: () => Promise.resolve(null),

  listWatchFolders: (environment, folder) =>
    watchNamedAfter(sessionsFolder(environment), folder, (path) => ({
      path,
      concerns: (name) => name.endsWith(EXTENSION),
    })),
};

function sessionsFolder(environment: MeterEnvironment): string {
  return join(piFolder(environment), 'sessions');
}

/** Windows of the user's own models; those of a model that two providers have with different ones are unknown. */
async function configuredWindows(environment: MeterEnvironment): Promise<ReadonlyMap<string, number>> {
  const text = await tryReadForeignText(join(piFolder(environment), 'models.json'), 'fields');
  const providers = Object.values(asFields(parseObject(text ?? '')?.providers) ?? {}).map(asFields);
  const windows = new Map<string, number>();
  for (const model of providers.flatMap((provider) => asList(provider?.models).map(asFields))) {
    const id = asText(model?.id);
    const window = asTokens(model?.contextWindow);
    if (id === null || window === 0) continue;
    windows.set(id, windows.has(id) && windows.get(id) !== window ? 0 : window);
  }
  return new Map([...windows].filter(([, window]) => window > 0));
}
