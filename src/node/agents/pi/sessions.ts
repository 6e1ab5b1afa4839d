/** Meters Pi: its sessions, in one folder per project. */

import { basename, join } from 'node:path';
import { pi } from '../../../core/agents/pi/agent.ts';
import { isPiRecord, piReader } from '../../../core/agents/pi/transcript.ts';
import { asFields, asList, asText, asTokens, parseObject } from '../../../core/json-fields.ts';
import { percentWithOutput } from '../../../core/meter/reading.ts';
import { windowOfAnyModel } from '../../../core/meter/window.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { MeteredAgent, WatchFolder } from '../agent.ts';
import { isOfFolder, spellingsOf } from '../folder-paths.ts';
import { mayBeNamedAfter, namesIn, sessionsOfFiles } from '../session-files.ts';
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
    const folders = await projectsOf(environment, folder);
    const files = await Promise.all(
      folders.map(async (project) =>
        (await namesIn(project)).filter(isSession).map((name) => ({
          // The time of its start, then its id.
          sessionId: basename(name, EXTENSION).replace(/^[^_]*_/, ''),
          transcript: join(project, name),
          isConfirmed: false,
        })),
      ),
    );
    return { sessions: await sessionsOfFiles(ID, files.flat()), elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  listSubagents: () => Promise.resolve([]),

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const spellings = await spellingsOf(folder);
    const projects = await projectsOf(environment, folder);
    return [
      {
        path: sessionsFolder(environment),
        concerns: (name) => mayBeNamedAfter(name, spellings),
        isUrgent: true,
      },
      ...projects.map((path): WatchFolder => ({ path, concerns: isSession, isUrgent: true })),
    ];
  },
};

function isSession(name: string): boolean {
  return name.endsWith(EXTENSION);
}

function sessionsFolder(environment: MeterEnvironment): string {
  return join(piFolder(environment), 'sessions');
}

async function projectsOf(environment: MeterEnvironment, folder: string): Promise<readonly string[]> {
  const spellings = await spellingsOf(folder);
  const root = sessionsFolder(environment);
  const names = await namesIn(root);
  return names.filter((name) => mayBeNamedAfter(name, spellings)).map((name) => join(root, name));
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
