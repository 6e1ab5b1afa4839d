import { workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { trackSession } from '../../core/session/session-tracking.ts';
import type { TrackedSession } from '../../core/session/session-tracking.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { SessionLooks } from '../meter/session-looks.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { SessionEnd, actorOf } from './session-end.ts';

interface RecorderParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly looks: SessionLooks;
  readonly reporter: Reporter;
}

/**
 * Records which agent session works on the active workflow: one event when it is first seen, one when it is over, with
 * its model and most tokens. Several windows may see the same; the second finds it recorded.
 */
export class SessionRecorder implements Disposer {
  readonly #parts: RecorderParts;
  readonly #end: SessionEnd;
  readonly #disposables = new DisposableList();
  #tracked: TrackedSession | null = null;
  /** The folder whose session is tracked: turning to another folder ends nobody's session. */
  #folder: string | undefined;
  /** What this window has recorded the start of: folder, workflow and session. */
  readonly #started = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#end = new SessionEnd(parts.reporter);
    this.#disposables.add(parts.reading.onDidChange((reading) => this.#see(reading)));
    // A workflow may be started, switched to or taken up while the session lives.
    this.#disposables.add(parts.model.onDidChange(() => this.#startWhereDue()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#startWhereDue()));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #see(reading: Reading | null): void {
    const folder = this.#parts.model.current?.key;
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#tracked = null;
    }
    // While a session is looked for nothing is known, and nothing has ended.
    if (reading === null || folder === undefined) return;
    const { tracked, ended } = trackSession(this.#tracked, reading);
    this.#tracked = tracked;
    if (ended !== null) {
      // One that only gave way may take turns with the other: it is not begun again and again.
      if (tracked === null) this.#forget(ended.id);
      this.#enqueue(folder, (open) =>
        this.#end.record(open, { folder, session: ended, isLast: tracked === null }),
      );
    }
    this.#startWhereDue();
  }

  #startWhereDue(): void {
    const { model } = this.#parts;
    const tracked = this.#tracked;
    const { state } = model;
    const folder = this.#folder;
    if (tracked === null || folder === undefined || folder !== model.current?.key) return;
    if (state?.status !== 'in_progress' || !workspace.isTrusted) return;
    const key = JSON.stringify([folder, state.id, tracked.id]);
    if (this.#started.has(key)) return;
    this.#started.add(key);
    this.#enqueue(folder, (open) => this.#recordStart(open, state.id, tracked));
  }

  async #recordStart(open: OpenFolder, workflow: string, tracked: TrackedSession): Promise<void> {
    const { service } = open;
    const { id, agent, model } = tracked;
    const { state } = await service.execute(
      { kind: 'recordSessionStart', id, agent, model },
      actorOf(tracked),
      workflow,
    );
    const look = this.#parts.looks.last;
    const transcript = look?.candidates.find(({ sessionId }) => sessionId === id)?.transcript ?? null;
    await service.ports.session.update((session) => ({
      ...session,
      agentSession: { agent, sessionId: id, transcript },
    }));
    await this.#endLost(open, state, tracked);
  }

  /** Sessions of the same agent that ended while no window looked: their model and tokens aren't known. */
  async #endLost(
    { service }: OpenFolder,
    state: WorkflowState,
    { id: own, agent }: TrackedSession,
  ): Promise<void> {
    const candidates = this.#parts.looks.last?.candidates ?? [];
    // The last look may have been at another folder, and tells nothing of this one's sessions then.
    if (!candidates.some(({ sessionId }) => sessionId === own)) return;
    const living = new Set(candidates.filter(({ isLive }) => isLive).map(({ sessionId }) => sessionId));
    for (const { id, ...session } of state.sessions) {
      if (id === own || session.endedAt !== null || session.agent !== agent || living.has(id)) continue;
      const intent = { kind: 'recordSessionEnd', id, model: null, peakTokens: null } as const;
      await service.execute(intent, actorOf({ id }), state.id);
    }
  }

  #forget(session: string): void {
    for (const key of this.#started)
      if (key.endsWith(`,${JSON.stringify(session)}]`)) this.#started.delete(key);
  }

  /** One after the other, in the order of what was seen. */
  #enqueue(folder: string, work: (open: OpenFolder) => Promise<void>): void {
    this.#queue = this.#queue.then(() => this.#record(folder, work));
  }

  async #record(folder: string, work: (open: OpenFolder) => Promise<void>): Promise<void> {
    if (this.#disposables.isDisposed || !workspace.isTrusted) return;
    try {
      await work(await this.#parts.model.scope(folder).writable());
    } catch (error) {
      // The workflow was deleted meanwhile, or none is active: there is nothing to record it with.
      if (NinefoldError.is(error) && error.code.startsWith('workflow-')) return;
      this.#parts.reporter.note('the session could not be recorded', error);
    }
  }
}
