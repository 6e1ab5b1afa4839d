/** Claude Code's list of running sessions: `<config>/sessions/<pid>.json`, removed when a session ends. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseObject } from '../../../core/json-fields.ts';
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
}

/** Lists the sessions whose process is alive, which excludes files left by a crash. */
export async function liveSessions(environment: MeterEnvironment): Promise<readonly LiveSession[]> {
  const found = configFolders(environment).map(async (config) => {
    const folder = join(config, 'sessions');
    const names = (await ifReadable(readdir(folder))) ?? [];
    const pids = names.filter((name) => /^[1-9]\d{0,9}\.json$/.test(name));
    return Promise.all(pids.map((name) => readRegistration(config, join(folder, name))));
  });
  return (await Promise.all(found))
    .flat()
    .filter((session) => session !== null)
    .filter(({ pid }) => environment.isProcessAlive(pid));
}

async function readRegistration(config: string, path: string): Promise<LiveSession | null> {
  const text = await tryReadForeignText(path, 'registration');
  return text === null ? null : parseRegistration(config, text);
}

function parseRegistration(config: string, text: string): LiveSession | null {
  const { pid, sessionId, cwd, startedAt, updatedAt } = parseObject(text) ?? {};
  const isUsable =
    typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && typeof cwd === 'string' && cwd !== '';
  if (!isUsable || typeof sessionId !== 'string' || !SAFE_ID.test(sessionId)) return null;
  return { pid, sessionId, cwd, activityAt: Math.max(asTime(startedAt), asTime(updatedAt)), config };
}

/** Both milliseconds and ISO 8601 occur. */
function asTime(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : 0;
}
