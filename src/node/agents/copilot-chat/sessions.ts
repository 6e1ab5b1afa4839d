/** Meters Copilot Chat: the chat sessions that VS Code stores for a workspace, if they are on this machine. */

import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copilotChat } from '../../../core/agents/copilot-chat/agent.ts';
import {
  copilotChatDocumentReader,
  copilotChatReader,
  isCopilotChatRecord,
} from '../../../core/agents/copilot-chat/transcript.ts';
import { asText, parseObject } from '../../../core/json-fields.ts';
import { percentOfWindow } from '../../../core/meter/reading.ts';
import { windowWithoutSettings } from '../../../core/meter/window.ts';
import { editorUserFolders } from '../editor-folders.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import { ifReadable } from '../../files/optional-file.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import type { MeteredAgent, ListedSession, WatchFolder } from '../agent.ts';
import { lastChanges } from '../../files/last-changes.ts';

const { id: ID } = copilotChat;

export const copilotChatAgent: MeteredAgent = {
  id: ID,
  recognizes: isCopilotChatRecord,
  readerOf: (transcript) => (extname(transcript) === '.json' ? copilotChatDocumentReader : copilotChatReader),
  formats: { lines: copilotChatReader, document: copilotChatDocumentReader },
  percentOf: percentOfWindow,

  readWindowing() {
    // Copilot's window for a model differs from the maker's, so the model's name reveals nothing.
    return Promise.resolve((state, given) => ({
      window: windowWithoutSettings({ ...state, model: null }, given),
      compactsAt: null,
    }));
  },

  async listSessions(environment, folder) {
    const folders = await chatFolders(environment, folder);
    const files = (await Promise.all(folders.map(listChats))).flat();
    const changes = await lastChanges(files);
    const sessions = files.flatMap((transcript, at): ListedSession[] => {
      const change = changes[at] ?? null;
      if (change === null) return [];
      const { at: activityAt, isEmpty } = change;
      const known = { agent: ID, sessionId: idOf(transcript), transcript, hasTranscript: true };
      return [{ ...known, isConfirmed: true, isEmpty, activityAt, pid: null }];
    });
    return { sessions, elsewhere: [], compressed: 0 };
  },

  listSubagents: () => Promise.resolve([]),

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const folders = await chatFolders(environment, folder);
    return folders.map((path): WatchFolder => ({ path, concerns: isChat, isUrgent: true }));
  },
};

function isChat(name: string): boolean {
  return name.endsWith('.jsonl') || name.endsWith('.json');
}

/** The file is named after the session id. */
function idOf(transcript: string): string {
  return transcript.slice(0, -extname(transcript).length).split(/[\\/]/).at(-1) ?? transcript;
}

async function listChats(folder: string): Promise<readonly string[]> {
  const names = (await ifReadable(readdir(folder))) ?? [];
  const lines = new Set(names.filter((name) => name.endsWith('.jsonl')).map(idOf));
  // A session in the former format is kept next to its new file.
  return names
    .filter((name) => isChat(name) && !(name.endsWith('.json') && lines.has(idOf(name))))
    .map((name) => join(folder, name));
}

/** For workspaces of the folder or one below it. */
async function chatFolders(environment: MeterEnvironment, folder: string): Promise<readonly string[]> {
  const spellings = await spellingsOf(folder);
  const isHere = within(spellings, environment);
  const stores = await Promise.all(editorUserFolders(environment).map(listStores));
  const opened = await Promise.all(stores.flat().map(async (path) => ({ path, of: await openedIn(path) })));
  return opened.filter(({ of }) => of !== null && isHere(of)).map(({ path }) => join(path, 'chatSessions'));
}

async function listStores(user: string): Promise<readonly string[]> {
  const storage = join(user, 'workspaceStorage');
  return ((await ifReadable(readdir(storage))) ?? []).map((name) => join(storage, name));
}

/** Folder of each store: the store's name is a hash of it, so it never changes. */
const known = new Map<string, string | null>();

/** Null for a multi-root workspace, and for a folder on another machine. */
async function openedIn(store: string): Promise<string | null> {
  const found = known.get(store);
  if (found !== undefined) return found;
  const text = await tryReadForeignText(join(store, 'workspace.json'), 'fields');
  if (text === null) return null;
  const folder = pathOf(asText(parseObject(text)?.folder));
  known.set(store, folder);
  return folder;
}

function pathOf(uri: string | null): string | null {
  if (uri === null || !URL.canParse(uri)) return null;
  const url = new URL(uri);
  return url.protocol === 'file:' ? filePathOf(url) : null;
}

/** Null if the URL isn't a path on this platform: an encoded `/`, an invalid escape, a host, or on Windows neither that nor a drive. */
function filePathOf(url: URL): string | null {
  try {
    return fileURLToPath(url);
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) return null;
    throw error;
  }
}
