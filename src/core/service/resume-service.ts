/** Resumes a workflow: its other session, drift since the handoff, and the prompt. */

import { commitsOfInterest, driftOf } from '../handoff/drift.ts';
import type { DriftReport } from '../handoff/drift.ts';
import { recordedSince } from '../handoff/handoff-due.ts';
import { withDriftSection } from '../handoff/drift-words.ts';
import type { Actor } from '../workflow/events.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { SessionRecord, WorkflowState } from '../workflow/state.ts';
import { redactDrift } from '../redaction/redact-state.ts';
import { promptFor } from './handoff-service.ts';
import { NinefoldError } from '../errors.ts';
import type { WorkflowService } from './workflow-service.ts';

/** The agent session that works on a workflow, as far as is known. */
export interface OtherSession {
  readonly id: string;
  readonly agent: string;
  /** When it began (ISO 8601). */
  readonly since: string;
  /** Whether it is alive; null if unknown. */
  readonly isLive: boolean | null;
}

/** Tests whether a session is alive, by its id; null if unknown. */
export type Liveness = (session: string) => boolean | null;

export interface ResumeRequest {
  /** Defaults to the active workflow. */
  readonly id?: string | undefined;
  /** Ends the other session's work on it. */
  readonly isTakingOver?: boolean;
  /** By default, nothing is known about any session. */
  readonly liveness?: Liveness;
  /** The requesting agent, if known; its session is recorded with the workflow. */
  readonly agent?: string | null;
}

export interface ResumeOutcome {
  readonly state: WorkflowState;
  readonly prompt: string;
  /** Path of the newest handoff as documents name it; null if there is none. */
  readonly handoff: string | null;
  /** The disk compared with that handoff; null if there is none. */
  readonly drift: DriftReport | null;
  /** Who else works on it; null if no one does, or it was taken over from them. */
  readonly otherSession: OtherSession | null;
  /** The session that was taken over; null if none was. */
  readonly tookOverFrom: string | null;
}

/**
 * Resumes a workflow: activates it, unpauses it, adds the drift to the document that the prompt names, and returns
 * the prompt.
 *
 * @throws NinefoldError workflow-unknown, workflow-none-active
 */
export async function resumeWorkflow(
  service: WorkflowService,
  actor: Actor,
  request: ResumeRequest = {},
): Promise<ResumeOutcome> {
  const before = await service.state(request.id);
  if (before.status === 'paused') {
    await service.execute({ kind: 'setStatus', status: 'in_progress' }, actor, before.id);
  }
  const found = otherSessionOf(before, actor.session, request.liveness ?? (() => null));
  const tookOver = found !== null && request.isTakingOver === true;
  if (tookOver) await takeOver(service, actor, before.id, found.id);
  const otherSession = tookOver ? null : found;
  const { agent = null } = request;
  if (otherSession === null && agent !== null && actor.session !== undefined) {
    const start = { kind: 'recordSessionStart', id: actor.session, agent, model: null } as const;
    await service.execute(start, actor, before.id);
  }
  const { state } = await service.activate(before.id);
  const drift = await readDrift(service, state);
  const isThere = drift !== null && drift.document === 'unchanged';
  if (isThere) await noteDrift(service, state.id, drift);
  const handoff = isThere ? drift.handoff.path : null;
  const prompt = promptFor(service, isThere ? state : { ...state, handoffs: [] }, true);
  return { state, prompt, handoff, drift, otherSession, tookOverFrom: tookOver ? found.id : null };
}

/** Ends a session's work on the workflow. */
async function takeOver(service: WorkflowService, actor: Actor, id: string, session: string): Promise<void> {
  await service.execute({ kind: 'takeOver', id: session, by: actor.session ?? null }, actor, id);
}

/**
 * Returns the newest session that began with a workflow, hasn't ended, and isn't known to be dead.
 *
 * @param own the requesting session, which never blocks itself
 */
export function otherSessionOf(
  state: WorkflowState,
  own: string | undefined,
  liveness: Liveness,
): OtherSession | null {
  const open = state.sessions.filter(({ id, endedAt }) => endedAt === null && id !== own);
  const holders = open.map((session) => withLife(session, liveness)).filter(({ isLive }) => isLive !== false);
  return holders.findLast(({ isLive }) => isLive === true) ?? holders.at(-1) ?? null;
}

/** Compares the disk with the newest handoff of `state`, without secrets; null if there is none. Writes nothing. */
export async function readDrift(service: WorkflowService, state: WorkflowState): Promise<DriftReport | null> {
  const handoff = state.handoffs.at(-1);
  if (handoff === undefined) return null;
  const { workspace, exports } = service.ports;
  const isLast = state.updatedAt === handoff.at;
  const [git, document, files, recorded] = await Promise.all([
    workspace.gitSince(handoff.commit, commitsOfInterest(state)),
    exports.readHandoff(state.id),
    readFiles(service, Object.keys(handoff.files)),
    isLast ? [] : service.ports.journals.readEvents(state.id).then(recordedSince),
  ]);
  const drift = driftOf({ state, handoff, isDocumentThere: document !== undefined, git, files, recorded });
  return redactDrift(service.ports.redactor, drift);
}

/** Adds the drift to the document that the prompt names. */
async function noteDrift(service: WorkflowService, id: string, drift: DriftReport): Promise<void> {
  const { exports, clock } = service.ports;
  const text = (await exports.readHandoff(id)) ?? '';
  const at = clock.now();
  if (withDriftSection(text, drift, at) === text) return;
  await exports.changeHandoff(id, (now) => withDriftSection(now, drift, at));
}

/** Reads deliverables; one whose link now leads outside the folder counts as missing. */
export async function readFiles(
  service: WorkflowService,
  paths: readonly string[],
): Promise<Readonly<Record<string, FileFact>>> {
  const facts = await Promise.all(
    paths.map(async (path): Promise<readonly [string, FileFact]> => {
      try {
        return [path, (await service.ports.workspace.files([path]))[path] ?? ABSENT];
      } catch (error) {
        if (NinefoldError.is(error, 'path-outside')) return [path, ABSENT];
        throw error;
      }
    }),
  );
  return Object.fromEntries(facts);
}

const ABSENT: FileFact = { exists: false, hash: null };

function withLife({ id, agent, startedAt }: SessionRecord, liveness: Liveness): OtherSession {
  return { id, agent, since: startedAt, isLive: liveness(id) };
}
