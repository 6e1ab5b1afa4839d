/** What the session of a hook's call did, for its handoff. */

import type { SessionActivity } from '../../core/activity/activity.ts';
import { activityForHandoff, activityReading } from '../../node/handoffs/session-activity.ts';
import type { HookCall } from './hook-call.ts';
import { inTime } from './in-time.ts';

/** Maximum time for reading the transcript: without it, the handoff has what is recorded. */
const ACTIVITY_MS = 2000;

/** Reads the activity of the session; null if it can't be read in time. */
export async function activityOfCall(call: HookCall): Promise<SessionActivity | null> {
  const { sender, input, folder, environment } = call;
  const { session, transcript } = input;
  if (transcript === null) return null;
  const request = { environment, agent: sender.id, transcript };
  const known = { agent: sender.id, sessionId: session };
  const work = activityForHandoff(folder, await activityReading(), request, known);
  return inTime(work, Math.min(ACTIVITY_MS, call.left() / 3), null);
}
