import type { TreeView } from 'vscode';
import { l10n, window, workspace } from 'vscode';

import { treeMessage } from '../../core/view/tree-message.ts';
import type { Row } from '../../core/view/phase-rows.ts';
import { progressOf } from '../../core/workflow/progress.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { PHASES_VIEW } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { errorText, translate } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import type { PhaseTree } from './phase-tree.ts';

/** The view around the tree: what stands beside its title, above its rows and on its icon. */
export class PhaseView implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #tree: PhaseTree;
  readonly #view: TreeView<Row>;
  readonly #disposables = new DisposableList();
  /** The phase that was opened last because the workflow is in it. */
  #expanded: string | undefined;

  constructor(model: WorkspaceModel, tree: PhaseTree, reading: CurrentReading) {
    this.#model = model;
    this.#reading = reading;
    this.#tree = tree;
    this.#view = this.#disposables.add(
      window.createTreeView(PHASES_VIEW, { treeDataProvider: tree, showCollapseAll: true }),
    );
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(reading.onDidChange(() => this.#updateMessage()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#updateMessage()));
    this.#disposables.add(this.#view.onDidChangeVisibility(() => void this.#expandCurrent()));
    this.#update();
  }

  /** The row that the keyboard stands on; for keybindings, which give a command no row. */
  get selection(): Row | undefined {
    return this.#view.selection[0];
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(): void {
    const { state } = this.#model;
    // The container's only view has its title merged into the container's, which leaves the description out.
    this.#view.title = state === undefined ? l10n.t('Phases') : titleOf(state);
    this.#view.description = state === undefined ? '' : describe(state);
    const isWaiting =
      state?.status === 'in_progress' && state.steps[state.current].status === 'awaiting_approval';
    this.#view.badge = isWaiting
      ? { value: 1, tooltip: l10n.t('1 phase awaits approval') }
      : { value: 0, tooltip: '' };
    this.#updateMessage();
    void this.#expandCurrent();
  }

  /** What a person has to know; nothing while the tree is empty, where it would hide the welcome. */
  #updateMessage(): void {
    this.#view.message = this.#tree.isEmpty ? '' : this.#sentences().join(' ');
  }

  #sentences(): readonly string[] {
    const { snapshot } = this.#model;
    const level = treeMessage(this.#reading.value);
    return [
      ...(snapshot?.kind === 'damaged' ? [errorText(snapshot.error)] : []),
      ...(workspace.isTrusted ? [] : [l10n.t('Restricted Mode: read-only until this folder is trusted.')]),
      ...(level === null ? [] : [translate(level)]),
    ];
  }

  /** VS Code keeps what a person expanded by row id; a phase that becomes the current one is opened once. */
  async #expandCurrent(): Promise<void> {
    const current = this.#tree.rows.find(({ isCurrent }) => isCurrent);
    const key = current === undefined ? undefined : `${this.#model.state?.id ?? ''} ${current.id}`;
    if (current === undefined || key === this.#expanded || !this.#view.visible) return;
    const isFirst = this.#expanded === undefined;
    this.#expanded = key;
    if (isFirst || current.children.length === 0) return;
    await this.#view.reveal(current, { select: false, focus: false, expand: true });
  }
}

/** `56% · User authentication`. */
function titleOf(state: WorkflowState): string {
  const percent = progressOf(state).count;
  return l10n.t('{percent}% · {name}', { name: state.name, percent });
}

function describe(state: WorkflowState): string {
  switch (state.status) {
    case 'in_progress':
      return l10n.t('{phases}/9 phases', { phases: progressOf(state).phases });
    case 'completed':
      return l10n.t('completed');
    case 'paused':
      return l10n.t('paused');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}
