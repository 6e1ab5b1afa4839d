/** Cline's newer layout: a folder per session below `sessions/`, with its head and its messages as two documents. */

import { basename, dirname, join } from 'node:path';
import { asText, parseObject } from '../../../core/json-fields.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { ListedSession, ListedSubagent } from '../agent.ts';
import { spellingsOf, within } from '../folder-paths.ts';
import { namesIn, sessionsOfFiles, subagentsOfFiles } from '../session-files.ts';
import { clineDataFolder } from './folders.ts';

const MESSAGES = '.messages.json';
/** Maximum number of sessions whose head is read, newest first. */
const MAX_HEADS = 256;

export function newerSessionsFolder(environment: MeterEnvironment): string {
  return join(clineDataFolder(environment), 'sessions');
}

export function isNewerTranscript(path: string): boolean {
  return path.endsWith(MESSAGES);
}

/** Returns the session id that a transcript's name has. */
export function idOfNewer(transcript: string): string {
  return basename(transcript, MESSAGES);
}

/** Lists the sessions begun in a folder or below it, newest first. */
export async function newerSessions(
  agent: string,
  environment: MeterEnvironment,
  folder: string,
): Promise<readonly ListedSession[]> {
  const isHere = within(await spellingsOf(folder), environment);
  const root = newerSessionsFolder(environment);
  const files = (await namesIn(root)).map((id) => ({
    sessionId: id,
    transcript: join(root, id, `${id}${MESSAGES}`),
    isConfirmed: true,
  }));
  const listed = await sessionsOfFiles(agent, files);
  const newest = listed.toSorted((one, other) => other.activityAt - one.activityAt).slice(0, MAX_HEADS);
  const heads = await Promise.all(newest.map(({ transcript }) => headOf(transcript)));
  return newest.filter((_, index) => {
    const head = heads[index];
    return head != null && !head.isSubagent && isHere(head.cwd);
  });
}

/** Lists the sub-agents whose messages stand beside their parent's. */
export async function newerSubagents(
  agent: string,
  parents: readonly ListedSession[],
): Promise<readonly ListedSubagent[]> {
  const listed = await Promise.all(
    parents.map(async ({ transcript, sessionId }) => {
      const folder = dirname(transcript);
      const names = (await namesIn(folder)).filter(
        (name) => isNewerTranscript(name) && name !== basename(transcript),
      );
      return names.map((name) => ({
        parentSessionId: sessionId,
        sessionId: idOfNewer(name),
        transcript: join(folder, name),
      }));
    }),
  );
  return subagentsOfFiles(agent, listed.flat());
}

interface Head {
  readonly cwd: string;
  readonly isSubagent: boolean;
}

/** A session's folder and parent never change. */
const heads = new Map<string, Head>();

async function headOf(transcript: string): Promise<Head | null> {
  const known = heads.get(transcript);
  if (known !== undefined) return known;
  const path = `${transcript.slice(0, -MESSAGES.length)}.json`;
  const fields = parseObject((await tryReadForeignText(path, 'fields')) ?? '');
  const cwd = asText(fields?.cwd) ?? asText(fields?.workspace_root);
  if (fields === null || cwd === null) return null;
  const isSubagent = fields.is_subagent === true || asText(fields.parent_session_id) !== null;
  const head = { cwd, isSubagent };
  heads.set(transcript, head);
  return head;
}
