/** Meters Qwen Code: its chats, in one folder per project, with a record of the process that wrote each. */

import { basename, dirname, join } from 'node:path';
import { qwenCode } from '../../../core/agents/qwen-code/agent.ts';
import { parseQwenCodeStatusLine } from '../../../core/agents/qwen-code/status-line.ts';
import { isQwenCodeRecord, qwenCodeReader } from '../../../core/agents/qwen-code/transcript.ts';
import { qwenCodeCompactsAt } from '../../../core/agents/qwen-code/window.ts';
import { parseObject } from '../../../core/json-fields.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowOfAnyModel } from '../../../core/meter/window.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSession, ListedSubagent, MeteredAgent } from '../agent.ts';
import { isOfFolder } from '../folder-paths.ts';
import {
  filesIn,
  foldersNamedAfter,
  sessionsOfFiles,
  subagentsOfFiles,
  watchNamedAfter,
} from '../session-files.ts';
import { qwenCodeFolder } from './folder.ts';

const { id: ID } = qwenCode;
const EXTENSION = '.jsonl';

export const qwenCodeAgent: MeteredAgent = {
  id: ID,
  recognizes: isQwenCodeRecord,
  readerOf: () => qwenCodeReader,
  percentOf: percentOfWindow,
  parseStatusLine: parseQwenCodeStatusLine,

  readWindowing: () =>
    Promise.resolve((state, given) => {
      const window = windowOfAnyModel(state, given);
      return { window, compactsAt: window === null ? null : qwenCodeCompactsAt(window.window) };
    }),

  async listSessions(environment, folder) {
    const chats = (await foldersNamedAfter(qwenCodeFolder(environment), folder)).map(chatsOf);
    const transcripts = (await Promise.all(chats.map((chat) => filesIn(chat, EXTENSION)))).flat();
    const files = transcripts.map((transcript) => ({
      sessionId: basename(transcript, EXTENSION),
      transcript,
      isConfirmed: false,
    }));
    const sessions = await sessionsOfFiles(ID, files);
    return {
      sessions: await Promise.all(sessions.map((session) => withProcess(environment, session))),
      elsewhere: [],
      compressed: 0,
    };
  },

  isOfFolder,

  async listSubagents(_environment, _folder, sessions) {
    const parents = sessions.filter(({ agent }) => agent === ID);
    return (await Promise.all(parents.map(subagentsOf))).flat();
  },

  findProcess: () => Promise.resolve(null),

  listWatchFolders: (environment, folder) =>
    watchNamedAfter(qwenCodeFolder(environment), folder, (project) => ({
      path: chatsOf(project),
      concerns: (name) => name.endsWith(EXTENSION),
    })),
};

function chatsOf(project: string): string {
  return join(project, 'chats');
}

/** The record stays when the process ends, so its number alone says nothing. Older versions have none. */
async function withProcess(environment: MeterEnvironment, session: ListedSession): Promise<ListedSession> {
  const path = session.transcript.replace(/\.jsonl$/, '.runtime.json');
  const { pid } = parseObject((await tryReadForeignText(path, 'registration')) ?? '') ?? {};
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return session;
  const isAlive = environment.isProcessAlive(pid);
  return { ...session, pid: isAlive ? pid : null, hasEnded: !isAlive };
}

/** In the project's folder, below one named like the session. */
async function subagentsOf({ transcript, sessionId }: ListedSession): Promise<readonly ListedSubagent[]> {
  const folder = join(dirname(dirname(transcript)), 'subagents', sessionId);
  const files = await filesIn(folder, EXTENSION);
  return subagentsOfFiles(
    ID,
    files.map((file) => ({
      parentSessionId: sessionId,
      sessionId: basename(file, EXTENSION),
      transcript: file,
    })),
  );
}
