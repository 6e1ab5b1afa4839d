import { env, l10n, window, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { isHandoffDue } from '../../core/handoff/handoff-due.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { trackSession } from '../../core/session/session-tracking.ts';
import type { TrackedSession, TrackingStep } from '../../core/session/session-tracking.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { handOver } from '../meter/write-for-level.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { runCommand } from '../registration/register-command.ts';
import { readSetting } from '../registration/settings.ts';

/**
 * Records which agent session works on the active workflow: one event when it is first seen, one when it is over, with
 * its model and most tokens. Several windows may see the same; the second finds it recorded. When a session is over
 * and nothing took its place, the handoff is written if it is due and the way on is shown.
 */
export class SessionRecorder implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  #tracked: TrackedSession | null = null;
  /** The folder whose session is tracked: turning to another folder ends nobody's session. */
  #folder: string | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(model: WorkspaceModel, reading: CurrentReading, reporter: Reporter) {
    this.#model = model;
    this.#reporter = reporter;
    this.#disposables.add(reading.onDidChange((value) => this.#see(value)));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #see(reading: Reading | null): void {
    const folder = this.#model.current?.key;
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#tracked = null;
    }
    const step = trackSession(this.#tracked, reading);
    this.#tracked = step.tracked;
    if (folder === undefined || (!step.isNew && step.ended === null)) return;
    this.#queue = this.#queue.then(() => this.#record(folder, step));
  }

  async #record(folder: string, step: TrackingStep): Promise<void> {
    if (this.#disposables.isDisposed || !workspace.isTrusted) return;
    try {
      const open = await this.#model.scope(folder).writable();
      const state = await open.service.state();
      if (state.status !== 'in_progress') return;
      if (step.ended !== null) await this.#recordEnd(open, folder, step.ended, step.tracked === null);
      if (step.isNew && step.tracked !== null) await recordStart(open, step.tracked);
    } catch (error) {
      // Without an active workflow there is nothing to record it with.
      if (NinefoldError.is(error, 'workflow-none-active')) return;
      this.#reporter.note('the session could not be recorded', error);
    }
  }

  async #recordEnd(open: OpenFolder, folder: string, ended: TrackedSession, isLast: boolean): Promise<void> {
    const { service } = open;
    const { id, model, peakTokens, reading } = ended;
    const intent = { kind: 'recordSessionEnd', id, model, peakTokens } as const;
    const { state, events } = await service.execute(intent, actorOf(ended));
    // Another window recorded it, and told it.
    if (events.length === 0 || !isLast) return;
    const journal = await service.ports.journals.readEvents(state.id);
    if (isHandoffDue(journal, reading)) await handOver(service, actorOf(ended), reading);
    void this.#showWayOn(open, folder, state.id, state.name);
  }

  async #showWayOn(open: OpenFolder, folder: string, workflow: string, name: string): Promise<void> {
    if (readSetting('ninefold.notifications') !== 'all') return;
    const goOn = l10n.t('Continue in a New Session');
    const copy = l10n.t('Copy Prompt');
    const text = l10n.t('The agent session ended. {name} can go on in a new one.', { name });
    try {
      const chosen = await window.showInformationMessage(text, goOn, copy);
      if (chosen === goOn) await runCommand('ninefold.continueSession', { folder, workflow });
      if (chosen === copy) await env.clipboard.writeText(await promptOf(open, workflow));
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

async function recordStart({ service }: OpenFolder, tracked: TrackedSession): Promise<void> {
  const { id, agent, model } = tracked;
  await service.execute({ kind: 'recordSessionStart', id, agent, model }, actorOf(tracked));
  await service.ports.session.update((session) => ({
    ...session,
    agentSession: { agent, sessionId: id, transcript: null },
  }));
}

async function promptOf({ service }: OpenFolder, workflow: string): Promise<string> {
  const { promptFor } = await loadEngine();
  return promptFor(service, await service.state(workflow), (await service.activeId()) === workflow);
}

function actorOf({ id }: TrackedSession): Actor {
  return { kind: 'hook', session: id };
}
