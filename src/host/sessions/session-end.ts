import { env, l10n } from 'vscode';

import {
  claimEnd,
  isFreshEnd,
  needsHandoff,
  recordSessionEnd,
  sessionActor,
} from '../../core/service/session-service.ts';
import type { TrackedSession } from '../../core/session/session-tracking.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { confirmBriefly } from '../commands/command-context.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { runCommand } from '../registration/register-command.ts';
import { readSetting } from '../registration/settings.ts';
import { showInformation } from '../notices.ts';

/** Older ends aren't worth a notification. */
const FRESH_MS = 10 * 60 * 1000;

interface Ended {
  /** Key of the folder. */
  readonly folder: string;
  readonly session: TrackedSession;
  /** Whether no other session replaced it. */
  readonly isLast: boolean;
}

/**
 * Handles the end of an agent session: records it and, if no other session replaced it, writes the active workflow's
 * handoff if due and offers to continue.
 */
export class SessionEnd {
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Records the end with every workflow the session worked on, active or not; its own hook may have done so. */
  async record(open: OpenFolder, { folder, session, isLast }: Ended): Promise<void> {
    const { service } = open;
    const recorded = await recordSessionEnd(service, session);
    const active = await service.activeId();
    if (!isLast || active === null) return;
    const own = recorded.find(({ id }) => id === active);
    const state = own ?? (await service.state(active));
    if (state.status !== 'in_progress') return;
    // Only the window that recorded the end hands over.
    if (own !== undefined) await this.#handOverWhereDue(open, state, session);
    const isTold = !(await isFreshEnd(service, active, session.id, FRESH_MS));
    if (!isTold && (await claimEnd(service, session.id))) void this.#showWayOn(open, folder, state);
  }

  async #handOverWhereDue(
    { service }: OpenFolder,
    state: WorkflowState,
    session: TrackedSession,
  ): Promise<void> {
    try {
      const isDue = await needsHandoff(service, state.id, session.reading);
      if (!isDue) return;
      const { createHandoff } = await loadEngine();
      await createHandoff(service, sessionActor(session.id), { reading: session.reading });
    } catch (error) {
      // Still offer to continue, which writes the handoff again.
      this.#reporter.note("couldn't write the handoff", error);
    }
  }

  async #showWayOn(open: OpenFolder, folder: string, { id, name }: WorkflowState): Promise<void> {
    if (readSetting('ninefold.notifications') !== 'all') return;
    const goOn = l10n.t('Continue in a New Session');
    const copy = l10n.t('Copy Prompt');
    const text = l10n.t("The agent session ended. You can continue workflow '{name}' in a new one.", {
      name,
    });
    try {
      const chosen = await showInformation(text, goOn, copy);
      if (chosen === goOn) await runCommand('ninefold.continueSession', { folder, workflow: id });
      if (chosen !== copy) return;
      await env.clipboard.writeText(await promptOf(open, id));
      confirmBriefly(l10n.t('Resume prompt copied'));
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

async function promptOf({ service }: OpenFolder, workflow: string): Promise<string> {
  const { promptFor } = await loadEngine();
  return promptFor(service, await service.state(workflow), (await service.activeId()) === workflow);
}
