/** Meters Kimi Code: its sessions, by the index that names the folder of each. */

import { basename, dirname, join } from 'node:path';
import { kimiCode } from '../../../core/agents/kimi-code/agent.ts';
import { isKimiCodeRecord, kimiCodeReader } from '../../../core/agents/kimi-code/transcript.ts';
import { asText, parseObject } from '../../../core/json-fields.ts';
import { percentWithOutput } from '../../../core/meter/reading.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSession, ListedSubagent, MeteredAgent, WatchFolder } from '../agent.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { namesIn, type SessionFile, sessionsOfFiles, subagentsOfFiles } from '../session-files.ts';
import { windowOnly } from '../window-only.ts';
import { kimiCodeFolder } from './folder.ts';

const { id: ID } = kimiCode;
const INDEX = 'session_index.jsonl';
const WIRE = 'wire.jsonl';
const MAIN = 'main';
/** Number of the newest sessions whose folders are watched. */
const MAX_WATCHED = 4;

export const kimiCodeAgent: MeteredAgent = {
  id: ID,
  recognizes: isKimiCodeRecord,
  readerOf: () => kimiCodeReader,
  sessionIdOf: (transcript) =>
    basename(transcript) === WIRE ? basename(dirname(dirname(dirname(transcript)))) : null,
  percentOf: percentWithOutput,

  readWindowing: windowOnly,

  async listSessions(environment, folder) {
    const files = await indexed(environment, folder);
    return { sessions: await sessionsOfFiles(ID, files), elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  async listSubagents(_environment, _folder, sessions) {
    const parents = sessions.filter(({ agent }) => agent === ID);
    return (await Promise.all(parents.map(subagentsOf))).flat();
  },

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const files = await indexed(environment, folder);
    const sessions = (await sessionsOfFiles(ID, files))
      .toSorted((one, other) => other.activityAt - one.activityAt)
      .slice(0, MAX_WATCHED);
    return [
      { path: kimiCodeFolder(environment), concerns: (name) => name === INDEX, isUrgent: true },
      ...sessions.map(({ transcript }): WatchFolder => ({
        path: dirname(transcript),
        concerns: (name) => name === WIRE,
        isUrgent: true,
      })),
    ];
  },
};

/** Sessions of the folder or of one below it; each line of the index adds or moves one. */
async function indexed(environment: MeterEnvironment, folder: string): Promise<readonly SessionFile[]> {
  const isHere = within(await spellingsOf(folder), environment);
  const text = (await tryReadForeignText(join(kimiCodeFolder(environment), INDEX), 'chat')) ?? '';
  const found = new Map<string, SessionFile | null>();
  for (const line of text.split('\n')) {
    const fields = parseObject(line);
    const [sessionId, path, cwd] = [fields?.sessionId, fields?.sessionDir, fields?.workDir].map(asText);
    if (sessionId == null || path == null || cwd == null) continue;
    found.set(sessionId, isHere(cwd) ? fileOf(environment, sessionId, path) : null);
  }
  return [...found.values()].filter((file) => file !== null);
}

/** Only the last two names of its folder count: the home may have another place by now. */
function fileOf(environment: MeterEnvironment, sessionId: string, path: string): SessionFile | null {
  const [project, session] = path
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .slice(-2);
  if (project === undefined || session === undefined || [project, session].includes('..')) return null;
  const folder = join(kimiCodeFolder(environment), 'sessions', project, session);
  return { sessionId, transcript: join(folder, 'agents', MAIN, WIRE), isConfirmed: true };
}

/** Beside the main agent's folder. */
async function subagentsOf({ transcript, sessionId }: ListedSession): Promise<readonly ListedSubagent[]> {
  const agents = dirname(dirname(transcript));
  const names = (await namesIn(agents)).filter((name) => name !== MAIN);
  return subagentsOfFiles(
    ID,
    names.map((name) => ({
      parentSessionId: sessionId,
      sessionId: name,
      transcript: join(agents, name, WIRE),
    })),
  );
}
