/** Finds the transcript of the session at work in a folder, or of a named one. */

import { requireActivity } from '../../core/activity/activity-rule.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { Rules } from '../../core/rules/rules.ts';
import { agentsHere, meteredAgent } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { findSession } from '../meter/find-session.ts';
import { listFolderSessions } from '../meter/folder-sessions.ts';

export interface TranscriptRequest {
  readonly folder: string;
  readonly environment: MeterEnvironment;
  /** Null for any agent. */
  readonly agent: string | null;
  /** Session id; null for the one at work, as the meter chooses it. */
  readonly session: string | null;
  /** The folder's rule, because searching opens transcripts too. */
  readonly rule: Rules['activity'];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Finds the transcript.
 *
 * @returns null if no session of the folder has one
 * @throws NinefoldError `activity-off`, `agent-unknown`; `session-unknown` if the named one doesn't exist
 */
export async function findTranscript(
  request: TranscriptRequest,
): Promise<{ readonly agent: string; readonly transcript: string } | null> {
  const { folder, environment, session, rule, now } = request;
  requireActivity(rule);
  const agents = request.agent === null ? await agentsHere(environment) : [await meteredAgent(request.agent)];
  if (session === null) {
    const { found } = await findSession({ folder, environment, agents, now });
    return found?.session.hasTranscript === true ? found.session : null;
  }
  const { sessions } = await listFolderSessions({ folder, environment, agents });
  const named = sessions.find(({ sessionId, hasTranscript }) => hasTranscript && sessionId === session);
  if (named === undefined) throw new NinefoldError('session-unknown', { session });
  return named;
}
