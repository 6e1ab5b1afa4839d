/**
 * Handoffs of sessions without a workflow: in the state root if a person asked for one, otherwise in Ninefold's folder
 * of the user, so that nothing appears in a folder unasked.
 */

import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import { folderLine } from '../../core/handoff/folder-line.ts';
import { continuePrompt } from '../../core/handoff/resume-prompt.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { withSlashes } from '../../core/paths/paths.ts';
import type { SessionHandoff } from '../../core/service/session-handoff.ts';
import { isSessionId, SESSION_PREFIX } from '../../core/workflow/names.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { ifReadable } from '../files/optional-file.ts';
import { readExport } from '../files/read-export.ts';
import { tryReadText } from '../files/safe-read.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import { userFolder } from '../state/user-folder.ts';

const FILE = /^handoff-(session-.+)\.md$/;
/** Number of the user's newest documents to look at. */
const MOST_READ = 40;
const DAY_MS = 24 * 60 * 60 * 1000;
/** In the user's folder, documents that no one asked for are kept this long. */
const KEPT_MS = 30 * DAY_MS;
/** A new session is told of a handoff this long. */
const RECENT_MS = 7 * DAY_MS;
const PRIVATE = 0o600;

export interface SessionHandoffRequest {
  readonly activity: SessionActivity;
  readonly reading: Reading | null;
  /** The person's home folder. */
  readonly home: string;
  /** A person asked for it; otherwise a level writes it. */
  readonly isAsked: boolean;
}

/** A written document. */
export interface SessionHandoffFile {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** As named in documents and prompts. */
  readonly shownPath: string;
  /** When it was written (ISO 8601). */
  readonly at: string;
}

/** Returns the id of a session's handoff: `session-{agent}-{first 8 digits of the id's SHA-256}`. */
function sessionHandoffId(agent: string | null, sessionId: string | null): string {
  const hash = createHash('sha256')
    .update(sessionId ?? '')
    .digest('hex');
  return `${SESSION_PREFIX}${agent ?? 'unknown'}-${hash.slice(0, 8)}`;
}

/**
 * Writes the handoff of a session. One in the state root archives the previous one.
 *
 * @throws NinefoldError file-unwritable, lock-busy
 */
export async function createSessionHandoff(
  open: OpenFolder,
  { activity, reading, home, isAsked }: SessionHandoffRequest,
): Promise<SessionHandoff> {
  const id = sessionHandoffId(activity.agent, activity.sessionId);
  const isElsewhere = !isAsked && !(await hasState(open));
  const { exports } = open.service.ports;
  const path = exports.handoffPath(id);
  const file = isElsewhere ? userFile(home, id) : open.layout.absolute(path);
  const shownPath = isElsewhere ? withSlashes(file, process.platform) : exports.pathForReaders(path);
  const draft = { id, activity, reading, shownPath, isElsewhere };
  const { draftSessionHandoff } = await import('../../core/service/session-handoff.ts');
  const { text, redacted } = await draftSessionHandoff(open.service, draft);
  if (isElsewhere) await writeForUser(home, file, text);
  else await exports.writeHandoff(id, text, null);
  return { id, file, shownPath, prompt: continuePrompt(shownPath), redacted };
}

/** What a level records isn't a person's choice to keep state here. */
async function hasState({ service: { ports } }: OpenFolder): Promise<boolean> {
  if ((await ports.journals.listIds()).length > 0) return true;
  return (await ports.exports.listHandoffs()).length > 0;
}

async function writeForUser(home: string, file: string, text: string): Promise<void> {
  const folder = userHandoffs(home);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { path, at } of await datedFiles(folder)) {
      if (Date.now() - at > KEPT_MS) await rm(path, { force: true });
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
  await replaceFile(file, text, undefined, PRIVATE);
}

/** Lists the handoffs of a folder's sessions, newest first. */
export async function listSessionHandoffs(
  { service, folder, layout }: OpenFolder,
  home: string,
): Promise<readonly SessionHandoffFile[]> {
  const { exports, workspace } = service.ports;
  const own = (await exports.listHandoffs())
    .filter(({ id, isCurrent }) => isCurrent && isSessionId(id))
    .map(({ id, path, at }) => ({
      id,
      file: layout.absolute(path),
      shownPath: exports.pathForReaders(path),
      at,
    }));
  const { folders } = await workspace.place();
  const lines = [...new Set([folder, ...folders])].map(folderLine);
  const found = await usersHandoffs(home, lines);
  return [...own, ...found].sort((left, right) => right.at.localeCompare(left.at));
}

/**
 * Returns the newest handoff that a new session is told of; null if there is none of the last days.
 *
 * @param own the new session's id, whose own handoff tells it nothing
 * @param now milliseconds since the epoch
 */
export async function recentSessionHandoff(
  open: OpenFolder,
  home: string,
  own: string | null,
  now: number,
): Promise<SessionHandoffFile | null> {
  const ending = own === null ? null : sessionHandoffId('', own).slice(SESSION_PREFIX.length);
  const files = await listSessionHandoffs(open, home);
  const others = files.filter(({ id }) => ending === null || !id.endsWith(ending));
  return others.find(({ at }) => now - Date.parse(at) <= RECENT_MS) ?? null;
}

/** Reads the text of a document that was listed. @throws NinefoldError handoff-none if it is gone */
export async function readSessionHandoff({ id, file }: SessionHandoffFile): Promise<string> {
  const text = await readExport(file);
  if (text === undefined) throw new NinefoldError('handoff-none', { id });
  return text;
}

/** Those that name the folder by one of these lines. */
async function usersHandoffs(home: string, lines: readonly string[]): Promise<readonly SessionHandoffFile[]> {
  const newest = [...(await datedFiles(userHandoffs(home)))].sort((left, right) => right.at - left.at);
  const read = newest.slice(0, MOST_READ).map(async ({ id, path, at }) => {
    const text = await tryReadText({ path, kind: 'record' });
    const isOfFolder = text?.split('\n').some((line) => lines.includes(line)) === true;
    const shownPath = withSlashes(path, process.platform);
    return isOfFolder ? [{ id, file: path, shownPath, at: new Date(at).toISOString() }] : [];
  });
  return (await Promise.all(read)).flat();
}

interface DatedFile {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

async function datedFiles(folder: string): Promise<readonly DatedFile[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw new NinefoldError('file-unreadable', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
  const files = names.flatMap((name) => {
    const id = FILE.exec(name)?.[1];
    return id === undefined ? [] : [{ id, path: join(folder, name) }];
  });
  const dated = files.map(async ({ id, path }) => {
    const status = await ifReadable(lstat(path));
    return status?.isFile() === true ? [{ id, path, at: status.mtime.getTime() }] : [];
  });
  return (await Promise.all(dated)).flat();
}

function userHandoffs(home: string): string {
  return join(userFolder(home), 'handoffs');
}

function userFile(home: string, id: string): string {
  return join(userHandoffs(home), `handoff-${id}.md`);
}
