/** Claude Code's list of running sessions: `<config>/sessions/<pid>.json`, removed when a session ends. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asText, parseObject } from '../../../core/json-fields.ts';
import type { SessionStage } from '../../../core/meter/transcript-reader.ts';
import { configFolders } from './folders.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import { ifReadable } from '../../files/optional-file.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';

const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export interface LiveSession {
  readonly pid: number;
  readonly sessionId: string;
  readonly cwd: string;
  /** Milliseconds since the epoch; 0 if unknown. */
  readonly activityAt: number;
  /** Configuration folder that lists it. */
  readonly config: string;
  /** Started by a program, such as `claude -p`, not by a person. */
  readonly isHeadless: boolean;
  /** Its name, if a person gave it one. */
  readonly name: string | null;
  /** Null for a version that doesn't say, or says something else. */
  readonly stage: SessionStage | null;
}

/** By what the list calls them; with a shell of its own in the background, it waits for a prompt all the same. */
const STAGES: ReadonlyMap<string, SessionStage> = new Map([
  ['busy', 'working'],
  ['waiting', 'waiting'],
  ['idle', 'idle'],
  ['shell', 'idle'],
]);

/** The sessions in the list. */
export interface RegisteredSessions {
  readonly alive: readonly LiveSession[];
  /** Ids of those whose process is gone: left by a crash, or another process has the number by now. */
  readonly ended: ReadonlySet<string>;
  /** Ids of those in another namespace of processes, such as a container's: nothing is known of theirs. */
  readonly foreign: ReadonlySet<string>;
  /** Configuration folders that have a list. */
  readonly listed: ReadonlySet<string>;
}

interface Registration extends LiveSession {
  readonly procStart: string | null;
  readonly pidDomain: string | null;
}

/** Reads the list of running sessions. */
export async function registeredSessions(environment: MeterEnvironment): Promise<RegisteredSessions> {
  const listed = new Set<string>();
  const found = configFolders(environment).map(async (config) => {
    const folder = join(config, 'sessions');
    const found = await ifReadable(readdir(folder));
    if (found !== null) listed.add(config);
    const names = found ?? [];
    const pids = names.filter((name) => /^[1-9]\d{0,9}\.json$/.test(name));
    return Promise.all(pids.map((name) => readRegistration(config, join(folder, name))));
  });
  const all = (await Promise.all(found)).flat().filter((session) => session !== null);
  const own = all.filter(({ pidDomain }) => isOwnDomain(pidDomain, environment));
  const alive = own.filter((session) => isRunning(session, environment));
  const ids = new Set(alive.map(({ sessionId }) => sessionId));
  const idsOf = (sessions: readonly Registration[]): ReadonlySet<string> =>
    new Set(sessions.map(({ sessionId }) => sessionId).filter((id) => !ids.has(id)));
  const foreign = idsOf(all.filter((session) => !own.includes(session)));
  return { alive, foreign, ended: idsOf(own.filter(({ sessionId }) => !foreign.has(sessionId))), listed };
}

function isOwnDomain(domain: string | null, { pidDomain = null }: MeterEnvironment): boolean {
  return domain === null || pidDomain === null || domain === pidDomain;
}

/** A number may have been given to another process, which then began at another time. */
function isRunning({ pid, procStart }: Registration, environment: MeterEnvironment): boolean {
  if (!environment.isProcessAlive(pid)) return false;
  const began = environment.processStart?.(pid) ?? null;
  return began === null || procStart === null || !/^\d+$/.test(procStart) || procStart === began;
}

async function readRegistration(config: string, path: string): Promise<Registration | null> {
  const text = await tryReadForeignText(path, 'registration');
  return text === null ? null : parseRegistration(config, text);
}

function parseRegistration(config: string, text: string): Registration | null {
  const fields = parseObject(text) ?? {};
  const { pid, sessionId, cwd, startedAt, updatedAt } = fields;
  const isUsable =
    typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && typeof cwd === 'string' && cwd !== '';
  if (!isUsable || typeof sessionId !== 'string' || !SAFE_ID.test(sessionId)) return null;
  const activityAt = Math.max(asTime(startedAt), asTime(updatedAt));
  const isHeadless = asText(fields.entrypoint)?.startsWith('sdk') === true;
  const { procStart, pidDomain } = {
    procStart: asText(fields.procStart),
    pidDomain: asText(fields.pidDomain),
  };
  const name = fields.nameSource === 'derived' ? null : asText(fields.name);
  const stage = STAGES.get(asText(fields.status) ?? '') ?? null;
  return { pid, sessionId, cwd, activityAt, config, isHeadless, name, stage, procStart, pidDomain };
}

/** Both milliseconds and ISO 8601 occur. */
function asTime(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : 0;
}
