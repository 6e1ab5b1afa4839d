/** Hooks in a folder without an active workflow: a session can still be handed over, and continued. */

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { earlierSession, handedOver } from '../../core/hooks/hook-words.ts';
import { createSessionHandoff, recentSessionHandoff } from '../../node/handoffs/session-handoffs.ts';
import { activityOfCall } from './call-activity.ts';
import { readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';

/** Tells a new session of the handoff of an earlier one; does what a prompt asks. */
export function answerForSession(call: HookCall): Promise<HookAnswer> {
  return call.input.event === 'SessionStart' ? tellOfHandoff(call) : handOverSession(call);
}

/** Names a recent handoff of the folder's sessions to a new one. */
export async function tellOfHandoff({ input, folder, environment }: HookCall): Promise<HookAnswer> {
  const now = Date.parse(folder.service.ports.clock.now());
  const recent = await recentSessionHandoff(folder, environment.home, input.session, now);
  return recent === null ? NO_ANSWER : { context: earlierSession(recent), message: null };
}

/** Writes the handoff of the session, which a person asks for in a prompt. */
export async function handOverSession(call: HookCall): Promise<HookAnswer> {
  const { sender, input, folder, environment } = call;
  if (input.isSubagent) return NO_ANSWER;
  const own = { ...NO_ACTIVITY, agent: sender.id, sessionId: input.session };
  const handoff = await createSessionHandoff(folder, {
    activity: (await activityOfCall(call)) ?? own,
    reading: await readingOfCall(call),
    home: environment.home,
    isAsked: true,
  });
  return handedOver(handoff);
}
