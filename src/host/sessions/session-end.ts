import { env, l10n, window } from 'vscode';

import { isHandoffDue } from '../../core/handoff/handoff-due.ts';
import type { TrackedSession } from '../../core/session/session-tracking.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import { confirmBriefly } from '../commands/command-context.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { handOver } from '../meter/write-for-level.ts';
import { runCommand } from '../registration/register-command.ts';
import { readSetting } from '../registration/settings.ts';

interface Ended {
  /** Key of the folder. */
  readonly folder: string;
  readonly session: TrackedSession;
  /** Whether nothing took its place. */
  readonly isLast: boolean;
}

/**
 * What the end of an agent session does: its record; and where no other took its place, the handoff of the active
 * workflow if it is due, and the way on.
 */
export class SessionEnd {
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Records it with every workflow that it worked on, the active one or not. */
  async record(open: OpenFolder, { folder, session, isLast }: Ended): Promise<void> {
    const { service } = open;
    const { id, model, peakTokens } = session;
    const active = await service.activeId();
    for (const before of (await service.list()).states) {
      if (!before.sessions.some((one) => one.id === id && one.endedAt === null)) continue;
      const intent = { kind: 'recordSessionEnd', id, model, peakTokens } as const;
      const { state, events } = await service.execute(intent, actorOf(session), before.id);
      // Where another window recorded it, that one goes on.
      if (events.length === 0 || !isLast || state.id !== active || state.status !== 'in_progress') continue;
      const isTold = before.sessions.some((one) => one.id === id && one.endedAt !== null);
      await this.#handOverWhereDue(open, state, session);
      if (!isTold) void this.#showWayOn(open, folder, state);
    }
  }

  async #handOverWhereDue(
    { service }: OpenFolder,
    state: WorkflowState,
    session: TrackedSession,
  ): Promise<void> {
    try {
      const journal = await service.ports.journals.readEvents(state.id);
      if (isHandoffDue(journal, session.reading)) await handOver(service, actorOf(session), session.reading);
    } catch (error) {
      // The way on is shown all the same: it writes the handoff again.
      this.#reporter.note('the handoff could not be written', error);
    }
  }

  async #showWayOn(open: OpenFolder, folder: string, { id, name }: WorkflowState): Promise<void> {
    if (readSetting('ninefold.notifications') !== 'all') return;
    const goOn = l10n.t('Continue in a New Session');
    const copy = l10n.t('Copy Prompt');
    const text = l10n.t("The agent session ended. Workflow '{name}' can go on in a new one.", { name });
    try {
      const chosen = await window.showInformationMessage(text, goOn, copy);
      if (chosen === goOn) await runCommand('ninefold.continueSession', { folder, workflow: id });
      if (chosen !== copy) return;
      await env.clipboard.writeText(await promptOf(open, id));
      confirmBriefly(l10n.t('Resume prompt copied'));
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

/** What is recorded of a session was made by nobody: a hook, in that session. */
export function actorOf({ id }: Pick<TrackedSession, 'id'>): Actor {
  return { kind: 'hook', session: id };
}

async function promptOf({ service }: OpenFolder, workflow: string): Promise<string> {
  const { promptFor } = await loadEngine();
  return promptFor(service, await service.state(workflow), (await service.activeId()) === workflow);
}
