/** Meters Claude Code: its transcripts and its list of running sessions. */

import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { claudeCodeReader, isClaudeCodeRecord } from '../../../core/agents/claude-code/transcript.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowsOfRun } from '../../../core/agents/claude-code/task-result.ts';
import { parseClaudeCodeStatusLine } from '../../../core/agents/claude-code/status-line.ts';
import { compareVersion } from '../../../core/agents/claude-code/version.ts';
import { configFolders, isProjectOf, projectFolders, projectName } from './folders.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { ifReadable } from '../../files/optional-file.ts';
import { type LiveSession, type RegisteredSessions, registeredSessions } from './live-sessions.ts';
import { type FileChange, lastChanges } from '../../files/last-changes.ts';
import type { MeteredAgent, ListedSession, ListedSubagent, WatchFolder } from '../agent.ts';

/** Not taken from the agent's descriptor, which brings its hooks along. */
const ID = 'claude-code';
const EXTENSION = '.jsonl';
/** The first version seen to remove a session from its list at the end. */
const FIRST_LISTING = [2, 1, 197] as const;

export const claudeCodeAgent: MeteredAgent = {
  id: ID,
  recognizes: isClaudeCodeRecord,
  readerOf: () => claudeCodeReader,
  percentOf: percentOfWindow,
  windowsOfRun,
  // A version that isn't known counts as before.
  listsSessions: (version) => (compareVersion(version, FIRST_LISTING) ?? -1) >= 0,
  parseStatusLine: parseClaudeCodeStatusLine,
  definitionFolders: configFolders,

  async readWindowing(environment, folder) {
    const { readClaudeCodeWindowing } = await import('./windowing.ts');
    return readClaudeCodeWindowing(environment, folder);
  },

  async listSessions(environment, folder) {
    const spellings = await spellingsOf(folder);
    const [folders, running] = await Promise.all([
      projectFolders(environment, spellings),
      registeredSessions(environment),
    ]);
    const files = (await Promise.all(folders.map(listTranscripts))).flat();
    const changes = await lastChanges(files);
    const isWithin = within(spellings, environment);
    const isHere = ({ cwd }: LiveSession): boolean => isWithin(cwd);
    const hasPersons = running.alive.some((session) => !session.isHeadless && isHere(session));
    const written = files.flatMap((file, index) =>
      writtenSession(file, changes[index] ?? null, running, hasPersons),
    );
    const listed = new Set(written.map((session) => session.sessionId));
    const started = running.alive.filter((session) => !listed.has(session.sessionId) && isHere(session));
    return { sessions: [...written, ...started.map(startedSession)], elsewhere: [], compressed: 0 };
  },

  isOfFolder,

  async listSubagents(_environment, _folder, sessions) {
    const parents = sessions.filter(({ agent, hasTranscript }) => agent === ID && hasTranscript);
    return (await Promise.all(parents.map(listSubagentsOf))).flat();
  },

  async findProcess(environment, sessionId) {
    const { alive } = await registeredSessions(environment);
    return alive.find((session) => session.sessionId === sessionId)?.pid ?? null;
  },

  async listWatchFolders(environment, folder) {
    const spellings = await spellingsOf(folder);
    const isProject = (name: string): boolean => isProjectOf(environment, spellings, name);
    const fixed = configFolders(environment).flatMap((config): WatchFolder[] => [
      { path: join(config, 'projects'), concerns: isProject, isUrgent: true },
      { path: join(config, 'sessions'), concerns: (name) => name.endsWith('.json'), isUrgent: false },
    ]);
    const projects = await projectFolders(environment, spellings);
    return [...fixed, ...projects.map((path) => ({ path, concerns: isTranscript, isUrgent: true }))];
  },
};

/** Sub-agents write `agent-*.jsonl` (older versions, next to the session) or to folders of their own. */
function isTranscript(name: string): boolean {
  return name.endsWith(EXTENSION) && !name.startsWith('agent-');
}

async function listTranscripts(folder: string): Promise<readonly string[]> {
  const names = (await ifReadable(readdir(folder))) ?? [];
  return names.filter(isTranscript).map((name) => join(folder, name));
}

/** Below a folder named like the session, at any depth. */
async function listSubagentsOf({ transcript, sessionId }: ListedSession): Promise<readonly ListedSubagent[]> {
  const folder = join(dirname(transcript), sessionId, 'subagents');
  const names = (await ifReadable(readdir(folder, { recursive: true }))) ?? [];
  const files = names
    .filter((name) => basename(name).startsWith('agent-') && name.endsWith(EXTENSION))
    .map((name) => join(folder, name));
  const changes = await lastChanges(files);
  return files.flatMap((file, index): ListedSubagent[] => {
    const change = changes[index] ?? null;
    const own = { agent: ID, parentSessionId: sessionId, sessionId: basename(file, EXTENSION) };
    return change === null ? [] : [{ ...own, transcript: file, activityAt: change.at }];
  });
}

function writtenSession(
  transcript: string,
  change: FileChange | null,
  running: RegisteredSessions,
  hasPersons: boolean,
): ListedSession[] {
  if (change === null) return [];
  const sessionId = basename(transcript, EXTENSION);
  const live = running.alive.find((one) => one.sessionId === sessionId);
  const config = dirname(dirname(dirname(transcript)));
  const isUnlisted = live === undefined && !running.foreign.has(sessionId) && running.listed.has(config);
  const session = {
    agent: ID,
    sessionId,
    transcript,
    hasTranscript: true,
    isEmpty: change.isEmpty,
    activityAt: Math.max(change.at, live?.activityAt ?? 0),
    pid: live?.pid ?? null,
    hasEnded: running.ended.has(sessionId),
    isUnlisted,
    isSecondary: live?.isHeadless ?? (isUnlisted && hasPersons),
    name: live?.name ?? null,
    stage: live?.stage ?? null,
    isConfirmed: false,
  };
  return [session];
}

function startedSession(session: LiveSession): ListedSession {
  const folder = join(session.config, 'projects', projectName(session.cwd));
  return {
    agent: ID,
    sessionId: session.sessionId,
    transcript: join(folder, `${session.sessionId}${EXTENSION}`),
    hasTranscript: false,
    isEmpty: true,
    activityAt: session.activityAt,
    pid: session.pid,
    isSecondary: session.isHeadless,
    name: session.name,
    stage: session.stage,
    isConfirmed: true,
  };
}
