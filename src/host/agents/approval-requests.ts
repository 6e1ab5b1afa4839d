import { l10n } from 'vscode';

import { isWaiting, reviewBasis } from '../../core/view/review-basis.ts';
import { stepName } from '../../core/workflow/phases.ts';
import type { FolderSnapshot } from '../folders/folder-snapshot.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translateAll } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { runCommand } from '../registration/register-command.ts';
import { readSetting } from '../registration/settings.ts';
import type { CommandTarget } from '../tree/row-guards.ts';
import { showInformation } from '../notices.ts';
import type { ReviewTracker } from '../review/review-tracker.ts';
import { asSentence } from '../sentence.ts';

/**
 * Asks the user to decide when a phase is submitted while the window is open: by an agent, the command line, or
 * another window. Phases that were waiting before show in the tree and on the badge, without a notification.
 */
export class ApprovalRequests implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #review: Pick<ReviewTracker, 'look'>;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  /** The last seen workflow and phase of each folder, and whether it waits. */
  readonly #seen = new Map<string, string>();

  constructor(model: WorkspaceModel, review: Pick<ReviewTracker, 'look'>, reporter: Reporter) {
    this.#model = model;
    this.#review = review;
    this.#reporter = reporter;
    this.#disposables.add(model.onDidChange(() => this.#check()));
    this.#check();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #check(): void {
    for (const { key, snapshot } of this.#model.shown) {
      const before = this.#seen.get(key);
      const now = standOf(snapshot);
      this.#seen.set(key, now);
      const isSubmitted = before !== undefined && before !== now && now.endsWith(WAITS);
      // Switching to a workflow that already waits isn't a submission.
      if (isSubmitted && before === now.slice(0, -WAITS.length)) void this.#ask(key, snapshot);
    }
  }

  async #ask(folder: string, snapshot: FolderSnapshot): Promise<void> {
    if (snapshot.kind !== 'workflow' || readSetting('ninefold.notifications') !== 'all') return;
    const { state } = snapshot;
    const phase = `${state.current} ${stepName(state.current)}`;
    const review = l10n.t('Review');
    const approve = l10n.t('Approve');
    const reject = l10n.t('Reject…');
    const waits = l10n.t("Phase {phase} of '{name}' is waiting for your approval.", {
      phase,
      name: state.name,
    });
    try {
      const changes = await this.#review.look(folder);
      const basis = reviewBasis(state, snapshot.files, changes?.files.length ?? null);
      const text = basis.length === 0 ? waits : `${waits} ${asSentence(translateAll(basis, '; '), '')}`;
      const chosen = await showInformation(text, review, approve, reject);
      const target: CommandTarget = { folder, workflow: state.id, step: state.current };
      if (chosen === review) await runCommand('ninefold.reviewPhase', target);
      else if (chosen === approve) await runCommand('ninefold.approvePhase', target);
      else if (chosen === reject) await runCommand('ninefold.rejectPhase', target);
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

const WAITS = ' waits';

function standOf(snapshot: FolderSnapshot): string {
  if (snapshot.kind !== 'workflow') return '';
  const { id, current } = snapshot.state;
  return `${id} ${current}${isWaiting(snapshot.state) ? WAITS : ''}`;
}
