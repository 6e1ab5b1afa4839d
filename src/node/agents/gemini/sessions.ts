/** Meters Gemini CLI: its chats, in one folder per project. */

import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { gemini } from '../../../core/agents/gemini/agent.ts';
import {
  geminiDocumentReader,
  geminiReader,
  isGeminiRecord,
} from '../../../core/agents/gemini/transcript.ts';
import { geminiCompactsAt, geminiWindow } from '../../../core/agents/gemini/window.ts';
import { asFields, asText, parseObject } from '../../../core/json-fields.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import { ifReadable } from '../../files/optional-file.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { beginningOf } from '../first-line.ts';
import { geminiFolder } from './folder.ts';
import { readCompressionThreshold } from './settings.ts';
import type { MeteredAgent, ListedSession, ListedSubagent, WatchFolder } from '../agent.ts';
import { type FileChange, lastChanges } from '../../files/last-changes.ts';
import { sha256 } from '../../files/sha256.ts';

const { id: ID } = gemini;
/** Number of bytes that identify a chat's session. */
const HEAD = 4096;

export const geminiAgent: MeteredAgent = {
  id: ID,
  recognizes: isGeminiRecord,
  readerOf: (transcript) => (extname(transcript) === '.json' ? geminiDocumentReader : geminiReader),
  formats: { lines: geminiReader, document: geminiDocumentReader },
  percentOf: percentOfWindow,

  async readWindowing(environment, folder) {
    const threshold = await readCompressionThreshold(environment, folder);
    return (state, given) => {
      const window = geminiWindow(state, given);
      return { window, compactsAt: geminiCompactsAt(window.window, threshold) };
    };
  },

  async listSessions(environment, folder) {
    const chats = await chatFolders(environment, folder);
    const files = (await Promise.all(chats.map((path) => listFiles(path, mayBeChat)))).flat();
    const changes = await lastChanges(files);
    const written = files.map((file, index) => listedSessionOf(file, changes[index] ?? null));
    return { sessions: (await Promise.all(written)).flat(), elsewhere: [], compressed: 0 };
  },

  async listSubagents(_environment, _folder, sessions) {
    const parents = sessions.filter(({ agent }) => agent === ID);
    return (await Promise.all(parents.map(listSubagentsOf))).flat();
  },

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const chats = await chatFolders(environment, folder);
    const root = geminiFolder(environment);
    return [
      { path: root, concerns: (name) => name === 'projects.json', isUrgent: true },
      ...chats.map((path): WatchFolder => ({ path, concerns: mayBeChat, isUrgent: true })),
    ];
  },
};

/** A copied chat may have any name, so its content decides. */
function mayBeChat(name: string): boolean {
  return !name.startsWith('.');
}

function isNamedAsChat(transcript: string): boolean {
  const name = basename(transcript);
  return name.startsWith('session-') && (name.endsWith('.jsonl') || name.endsWith('.json'));
}

/** Folders of the folder and those below it, by `projects.json`, and by the path's hash as in older versions. */
async function chatFolders(environment: MeterEnvironment, folder: string): Promise<readonly string[]> {
  const root = geminiFolder(environment);
  const spellings = await spellingsOf(folder);
  const text = (await tryReadForeignText(join(root, 'projects.json'), 'fields')) ?? '';
  const projects = Object.entries(asFields(parseObject(text)?.projects) ?? {});
  const isHere = within(spellings, environment);
  const named = projects.filter(([path]) => isHere(path));
  const ids = named.map(([, id]) => asText(id)).filter((id) => id !== null && isPlainName(id));
  const hashes = [...spellings, ...named.map(([path]) => path)].map((path) => sha256(path));
  return [...new Set([...ids, ...hashes])].map((id) => join(root, 'tmp', String(id), 'chats'));
}

/** An id names a folder below `tmp`, never one elsewhere. */
function isPlainName(id: string): boolean {
  return !/[\\/]|^\.\.?$/.test(id);
}

async function listFiles(folder: string, fits: (name: string) => boolean): Promise<readonly string[]> {
  const entries = (await ifReadable(readdir(folder, { withFileTypes: true }))) ?? [];
  // Folders of sub-agents are next to the chats.
  const files = entries.filter((entry) => !entry.isDirectory() && fits(entry.name));
  return files.map(({ name }) => join(folder, name));
}

async function listedSessionOf(
  transcript: string,
  change: FileChange | null,
): Promise<readonly ListedSession[]> {
  if (change === null) return [];
  const named = isNamedAsChat(transcript) ? basename(transcript, extname(transcript)) : null;
  const sessionId = (await sessionIdOf(transcript)) ?? named;
  if (sessionId === null) return [];
  const { at: activityAt, isEmpty } = change;
  const known = { agent: ID, sessionId, transcript, hasTranscript: true };
  return [{ ...known, isConfirmed: true, isEmpty, activityAt, pid: null }];
}

/** Cached ids of chats. */
const ids = new Map<string, string>();

/** The file name only has the start of the id, which is among the first fields in both formats. */
async function sessionIdOf(transcript: string): Promise<string | null> {
  const known = ids.get(transcript);
  if (known !== undefined) return known;
  const beginning = (await ifReadable(beginningOf(transcript, HEAD))) ?? '';
  const id = /"sessionId"\s*:\s*"([^"\\]{1,200})"/.exec(beginning)?.[1];
  if (id === undefined) return null;
  ids.set(transcript, id);
  return id;
}

/** In a folder next to the chat, named after the session id. */
async function listSubagentsOf({ transcript, sessionId }: ListedSession): Promise<readonly ListedSubagent[]> {
  const folder = join(dirname(transcript), sessionId);
  const files = await listFiles(folder, (name) => name.endsWith('.jsonl'));
  const changes = await lastChanges(files);
  return files.flatMap((file, index): ListedSubagent[] => {
    const change = changes[index] ?? null;
    const own = { agent: ID, parentSessionId: sessionId, sessionId: basename(file, '.jsonl') };
    return change === null ? [] : [{ ...own, transcript: file, activityAt: change.at }];
  });
}
