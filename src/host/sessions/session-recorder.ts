import { workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { trackSession } from '../../core/session/session-tracking.ts';
import type { TrackedSession } from '../../core/session/session-tracking.ts';
import { recordSession, sessionActor } from '../../core/service/session-service.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { SessionSearch } from '../../node/meter/follower.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { SessionSearchLog } from '../meter/session-search-log.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { PinnedSessions } from './pinned-sessions.ts';
import { SessionEnd } from './session-end.ts';

interface RecorderParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly searches: SessionSearchLog;
  readonly pins: Pick<PinnedSessions, 'of'>;
  readonly reporter: Reporter;
}

interface Start {
  readonly workflow: string;
  readonly tracked: TrackedSession;
  /** The search that found the session. */
  readonly search: SessionSearch | null;
}

/**
 * Records which agent session works on the active workflow: one event when first seen, and one at its end with model
 * and peak tokens. Windows that see the same session record it once.
 */
export class SessionRecorder implements DisposableLike {
  readonly #parts: RecorderParts;
  readonly #end: SessionEnd;
  readonly #disposables = new DisposableList();
  /** The tracked session by folder; null if none is live. */
  readonly #tracked = new Map<string, TrackedSession | null>();
  /** The starts recorded by this window: folder, workflow, and session. */
  readonly #started = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#end = new SessionEnd(parts.reporter);
    this.#disposables.add(parts.reading.onDidChangeFolder((folder) => this.#see(folder)));
    // A workflow may be started, switched, or resumed during a session.
    this.#disposables.add(parts.model.onDidChange(() => this.#startWhereDue()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#startWhereDue()));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #see(folder: string): void {
    const reading = this.#parts.reading.of(folder);
    // During a search nothing is known, so nothing has ended.
    if (reading === null) return;
    const before = this.#tracked.get(folder) ?? null;
    // A session that a person chose to see says nothing of the one at work.
    const isShownOnly = this.#parts.pins.of(folder)?.sessionId === reading.sessionId;
    if (isShownOnly && before?.id !== reading.sessionId) return;
    const { tracked, ended } = trackSession(before, reading);
    this.#tracked.set(folder, tracked);
    if (ended !== null) {
      // Two sessions may alternate: don't start one again and again.
      if (tracked === null) this.#forget(ended.id);
      this.#enqueue(folder, (open) =>
        this.#end.record(open, { folder, session: ended, isLast: tracked === null }),
      );
    }
    this.#startWhereDue();
  }

  #startWhereDue(): void {
    for (const [folder, tracked] of this.#tracked) if (tracked !== null) this.#startIn(folder, tracked);
  }

  #startIn(folder: string, tracked: TrackedSession): void {
    const { state, current } = this.#parts.model.scope(folder);
    if (current === undefined || state?.status !== 'in_progress' || !workspace.isTrusted) return;
    const isOver = hasEnded(state, tracked);
    const key = JSON.stringify([folder, state.id, isOver ? 'over' : 'begun', tracked.id]);
    if (this.#started.has(key)) return;
    this.#started.add(key);
    if (isOver) {
      this.#enqueue(folder, (open) => this.#end.record(open, { folder, session: tracked, isLast: true }));
      return;
    }
    const search = this.#parts.searches.of(current.folder.uri.fsPath);
    this.#enqueue(folder, (open) => this.#recordStart(open, { workflow: state.id, tracked, search }));
  }

  async #recordStart(open: OpenFolder, { workflow, tracked, search }: Start): Promise<void> {
    const { service } = open;
    const { id, agent, model } = tracked;
    const transcript = search?.sessions.find(({ sessionId }) => sessionId === id)?.transcript ?? null;
    const state = await recordSession(service, { id, agent, model, transcript }, workflow);
    await this.#endLost(open, state, { tracked, search });
  }

  /** Ends sessions of the same agent that ended while no window was open; their model and tokens aren't known. */
  async #endLost(
    { service }: OpenFolder,
    state: WorkflowState,
    { tracked: { id: own, agent }, search }: Pick<Start, 'tracked' | 'search'>,
  ): Promise<void> {
    const sessions = search?.sessions ?? [];
    // A search from before this session tells nothing about others.
    if (!sessions.some(({ sessionId }) => sessionId === own)) return;
    const living = new Set(sessions.filter(({ isLive }) => isLive).map(({ sessionId }) => sessionId));
    for (const { id, ...session } of state.sessions) {
      if (id === own || session.endedAt !== null || session.agent !== agent || living.has(id)) continue;
      const intent = { kind: 'recordSessionEnd', id, model: null, peakTokens: null } as const;
      await service.execute(intent, sessionActor(id), state.id);
    }
  }

  #forget(session: string): void {
    for (const key of this.#started)
      if (key.endsWith(`,${JSON.stringify(session)}]`)) this.#started.delete(key);
  }

  /** Runs in the order in which sessions were seen. */
  #enqueue(folder: string, work: (open: OpenFolder) => Promise<void>): void {
    this.#queue = this.#queue.then(() => this.#record(folder, work));
  }

  async #record(folder: string, work: (open: OpenFolder) => Promise<void>): Promise<void> {
    if (this.#disposables.isDisposed || !workspace.isTrusted) return;
    try {
      await work(await this.#parts.model.scope(folder).writable());
    } catch (error) {
      // The workflow was deleted meanwhile, or none is active: there's nothing to record.
      if (NinefoldError.is(error) && error.code.startsWith('workflow-')) return;
      this.#parts.reporter.note("couldn't record the session", error);
    }
  }
}

/** The hook reported its end: the transcript may count as live for minutes, until another line is written. */
function hasEnded({ sessions }: WorkflowState, { id, reading }: TrackedSession): boolean {
  const endedAt = sessions.findLast((session) => session.id === id)?.endedAt ?? null;
  return endedAt !== null && reading.at !== null && Date.parse(endedAt) >= Date.parse(reading.at);
}
