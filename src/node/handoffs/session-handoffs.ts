/**
 * Handoffs of sessions without a workflow: in the state root if a person asked for one, otherwise in Ninefold's folder
 * of the user, so that nothing appears in a folder unasked.
 */

import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import { folderLine } from '../../core/handoff/folder-line.ts';
import { continuePrompt } from '../../core/handoff/resume-prompt.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { withSlashes } from '../../core/paths/paths.ts';
import type { SessionHandoff } from '../../core/service/session-handoff.ts';
import { isSessionId, SESSION_PREFIX } from '../../core/workflow/names.ts';
import { readExport } from '../files/read-export.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { SessionHandoffFile } from '../state/user-handoffs.ts';
import { userHandoffFile, usersHandoffs, writeUserHandoff } from '../state/user-handoffs.ts';
import { sha256 } from '../files/sha256.ts';

/** A new session is told of a handoff this long. */
const RECENT_MS = 7 * 24 * 60 * 60 * 1000;
/** Number of the user's newest documents to look at. */
const MOST_READ = 40;

export interface SessionHandoffRequest {
  readonly activity: SessionActivity;
  readonly reading: Reading | null;
  /** The person's home folder. */
  readonly home: string;
  /** A person asked for it; otherwise a level writes it. */
  readonly isAsked: boolean;
}

/** Returns the id of a session's handoff: `session-{agent}-{first 8 digits of the id's SHA-256}`. */
function sessionHandoffId(agent: string | null, sessionId: string | null): string {
  const hash = sha256(sessionId ?? '');
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
  const file = isElsewhere ? userHandoffFile(home, id) : open.layout.absolute(path);
  const shownPath = isElsewhere ? withSlashes(file, process.platform) : exports.pathForReaders(path);
  const draft = { id, activity, reading, shownPath, isElsewhere };
  const { draftSessionHandoff } = await import('../../core/service/session-handoff.ts');
  const { text, redacted } = await draftSessionHandoff(open.service, draft);
  if (isElsewhere) await writeUserHandoff(home, id, text);
  else await exports.writeHandoff(id, text, null);
  return { id, file, shownPath, prompt: continuePrompt(shownPath), redacted };
}

/** What a level records isn't a person's choice to keep state here. */
async function hasState({ service: { ports } }: OpenFolder): Promise<boolean> {
  if ((await ports.journals.listIds()).length > 0) return true;
  return (await ports.exports.listHandoffs()).length > 0;
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
  const found = await usersHandoffs(home, lines, MOST_READ);
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
