/** Which agent sessions of a folder live, for whoever wants to take a workflow up that another one holds. */

import type { Liveness } from '../../core/service/resume-service.ts';
import { METERED_AGENTS } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { isLiveAt } from './find-session.ts';
import { listFolderSessions } from './folder-sessions.ts';

/**
 * Looks once. A session lives while its process does, or within ten minutes of its transcript's last line.
 *
 * @param now milliseconds since the epoch
 * @returns null for a session that has left no trace here: another machine's, or an agent's whose files aren't read
 */
export async function sessionLiveness(
  environment: MeterEnvironment,
  folder: string,
  now: number,
): Promise<Liveness> {
  const { sessions } = await listFolderSessions({ agents: METERED_AGENTS, environment, folder });
  const lives = new Map(sessions.map((session) => [session.sessionId, isLiveAt(session, now)] as const));
  return (session) => lives.get(session) ?? null;
}
