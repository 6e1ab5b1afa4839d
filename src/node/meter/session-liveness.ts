/** Determines which agent sessions of a folder are alive, before resuming a workflow that one of them works on. */

import type { Liveness } from '../../core/service/resume-service.ts';
import { agentsHere } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { isLiveAt } from './find-session.ts';
import { listFolderSessions } from './folder-sessions.ts';

/**
 * Checks once. A session is alive while its process is, or within ten minutes of its transcript's last line.
 *
 * @param now milliseconds since the epoch
 * @returns null for a session without a trace here: on another machine, or of an agent whose files aren't read
 */
export async function sessionLiveness(
  environment: MeterEnvironment,
  folder: string,
  now: number,
): Promise<Liveness> {
  const agents = await agentsHere(environment);
  const { sessions } = await listFolderSessions({ agents, environment, folder });
  const lives = new Map(sessions.map((session) => [session.sessionId, isLiveAt(session, now)] as const));
  return (session) => lives.get(session) ?? null;
}
