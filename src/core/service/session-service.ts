/** Records the start, compaction, and end of an agent's session, whoever noticed it. */

import { isHandoffDue } from '../handoff/handoff-due.ts';
import type { Reading } from '../meter/reading.ts';
import { withEndAnnounced } from '../session/announced-ends.ts';
import { withEnd, withoutEnd } from '../session/reported-ends.ts';
import type { Actor } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { WorkflowService } from './workflow-service.ts';

export interface StartedSession {
  readonly id: string;
  readonly agent: string;
  readonly model: string | null;
  /** Absolute path; null if unknown. */
  readonly transcript: string | null;
}

/**
 * Records a session with workflow `id`, and as the one that is metered here.
 *
 * @returns the new state
 */
export async function recordSession(
  service: WorkflowService,
  session: StartedSession,
  workflow: string,
): Promise<WorkflowState> {
  const { id, agent, model, transcript } = session;
  const { state } = await service.execute(
    { kind: 'recordSessionStart', id, agent, model },
    sessionActor(id),
    workflow,
  );
  await service.ports.session.update((current) => {
    const before = current.agentSession;
    const isCompacting = before?.sessionId === id && before.isCompacting === true;
    return {
      ...withoutEnd(current, id),
      agentSession: {
        agent,
        sessionId: id,
        transcript,
        ...(isNamed(state, id) ? {} : { hasModel: false }),
        ...(isCompacting ? { isCompacting } : {}),
      },
    };
  });
  return state;
}

function isNamed({ sessions }: WorkflowState, id: string): boolean {
  return sessions.findLast((session) => session.id === id)?.model != null;
}

export interface EndedSession {
  readonly id: string;
  readonly model: string | null;
  /** Peak number of context tokens; null if none was read. */
  readonly peakTokens: number | null;
}

/**
 * Records a session's end with every workflow that it worked on, active or not.
 *
 * @returns the new states
 */
export async function recordSessionEnd(
  service: WorkflowService,
  { id, model, peakTokens }: EndedSession,
): Promise<readonly WorkflowState[]> {
  const ended: WorkflowState[] = [];
  for (const before of (await service.ports.journals.readOverviews()).overviews) {
    if (!before.openSessions.includes(id)) continue;
    const intent = { kind: 'recordSessionEnd', id, model, peakTokens } as const;
    const { state, events } = await service.execute(intent, sessionActor(id), before.id);
    if (events.length > 0) ended.push(state);
  }
  return ended;
}

/** Stores that a session's agent reported its end, so that it isn't taken for live. */
export async function noteReportedEnd({ ports }: WorkflowService, sessionId: string): Promise<void> {
  await ports.session.update((current) => withEnd(current, sessionId, ports.clock.now()));
}

/**
 * Tests whether to announce a session's end: it is the first one, recent, and not a takeover.
 *
 * @param recent milliseconds
 */
export async function isFreshEnd(
  service: WorkflowService,
  workflow: string,
  sessionId: string,
  recent: number,
): Promise<boolean> {
  const own = (await service.ports.journals.readEvents(workflow)).filter(
    ({ type, data }) => type.startsWith('session.') && 'id' in data && data.id === sessionId,
  );
  const ends = own.filter(({ type }) => type === 'session.ended');
  const [end] = ends;
  if (end === undefined || ends.length > 1 || own.at(-1) !== end) return false;
  return Date.parse(service.ports.clock.now()) - Date.parse(end.at) < recent;
}

/**
 * Claims the announcement of an end.
 *
 * @returns false if it was already announced, or isn't wanted
 */
export async function claimEnd(service: WorkflowService, sessionId: string): Promise<boolean> {
  const { session, clock } = service.ports;
  let isFirst = false;
  await session.update((current) => {
    const next = withEndAnnounced(current, sessionId, clock.now());
    isFirst = next !== current;
    return next;
  });
  return isFirst;
}

/** Tests whether the newest handoff is outdated at the end of a session with this last reading. */
export async function needsHandoff(
  service: WorkflowService,
  id: string,
  reading: Pick<Reading, 'level' | 'at'>,
): Promise<boolean> {
  return isHandoffDue(await service.ports.journals.readEvents(id), reading);
}

/** Returns the actor of what is recorded about a session: a hook in that session. */
export function sessionActor(id: string | null): Actor {
  return id === null ? { kind: 'hook' } : { kind: 'hook', session: id };
}
