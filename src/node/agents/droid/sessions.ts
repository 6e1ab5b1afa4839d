/** Meters Droid: its sessions, in one folder per project, each with a settings file that has its figures. */

import { basename, dirname } from 'node:path';
import { droid } from '../../../core/agents/droid/agent.ts';
import {
  droidCall,
  droidParentOf,
  droidPercent,
  droidReader,
  isDroidRecord,
} from '../../../core/agents/droid/transcript.ts';
import { asText } from '../../../core/json-fields.ts';
import type { TranscriptState } from '../../../core/meter/transcript-reader.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSubagent, MeteredAgent } from '../agent.ts';
import { isOfFolder } from '../folder-paths.ts';
import {
  filesIn,
  FirstLines,
  foldersNamedAfter,
  sessionsOfFiles,
  subagentsOfFiles,
  watchNamedAfter,
} from '../session-files.ts';
import { windowOnly } from '../window-only.ts';
import { droidFolder } from './folder.ts';

const { id: ID } = droid;
const EXTENSION = '.jsonl';
const SETTINGS = '.settings.json';

const heads = new FirstLines();

export const droidAgent: MeteredAgent = {
  id: ID,
  recognizes: isDroidRecord,
  readerOf: () => droidReader,
  companion: { filesOf: (transcript) => [settingsOf(transcript)], complete },
  percentOf: droidPercent,

  readWindowing: windowOnly,

  async listSessions(environment, folder) {
    const files = await transcriptsOf(environment, folder);
    const known = await Promise.all(files.map(async (path) => ({ path, head: await heads.of(path) })));
    const parents = new Set(known.map(({ head }) => droidParentOf(head)));
    const mains = known
      .filter(({ head }) => asText(head?.callingSessionId) === null)
      .map(({ path }) => {
        const sessionId = idOf(path);
        // A session that was compressed goes on as its child.
        return { sessionId, transcript: path, isConfirmed: false, hasEnded: parents.has(sessionId) };
      });
    return { sessions: await sessionsOfFiles(ID, mains), elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  async listSubagents(environment, folder): Promise<readonly ListedSubagent[]> {
    const files = await transcriptsOf(environment, folder);
    const known = await Promise.all(files.map(async (path) => ({ path, head: await heads.of(path) })));
    const called = known.flatMap(({ path, head }) => {
      const parentSessionId = asText(head?.callingSessionId);
      return parentSessionId === null ? [] : [{ parentSessionId, sessionId: idOf(path), transcript: path }];
    });
    return subagentsOfFiles(ID, called);
  },

  findProcess: () => Promise.resolve(null),

  listWatchFolders: (environment, folder) =>
    watchNamedAfter(droidFolder(environment), folder, (path) => ({
      path,
      concerns: (name) => name.endsWith(EXTENSION) || name.endsWith(SETTINGS),
    })),
};

async function transcriptsOf(environment: MeterEnvironment, folder: string): Promise<readonly string[]> {
  const projects = await foldersNamedAfter(droidFolder(environment), folder);
  return (await Promise.all(projects.map((project) => filesIn(project, EXTENSION)))).flat();
}

function idOf(transcript: string): string {
  return basename(transcript, EXTENSION);
}

function settingsOf(transcript: string): string {
  return `${transcript.slice(0, -EXTENSION.length)}${SETTINGS}`;
}

/** The settings have the last call's figures, which a compression overwrites with its own: then nothing is known. */
async function complete(transcript: string, state: TranscriptState): Promise<TranscriptState> {
  if (state.call === null) return state;
  const text = await tryReadForeignText(settingsOf(transcript), 'fields');
  const found = text === null ? null : droidCall(text);
  if (found === null || (await wasCompressed(transcript))) return state;
  const call = { ...state.call, ...found };
  return { ...state, call, mostTokens: Math.max(state.mostTokens, found.tokens ?? 0) };
}

async function wasCompressed(transcript: string): Promise<boolean> {
  const siblings = await filesIn(dirname(transcript), EXTENSION);
  for (const path of siblings) if (droidParentOf(await heads.of(path)) === idOf(transcript)) return true;
  return false;
}
