import type { TreeView } from 'vscode';
import { commands, l10n, window, workspace } from 'vscode';

import { isWaiting } from '../../core/view/review-basis.ts';
import type { Row } from '../../core/view/rows.ts';
import { standPhrase } from '../../core/view/workflow-rows.ts';
import { PHASES_VIEW } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { errorText, translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { UsageTracker } from '../usage/usage-tracker.ts';
import type { PhaseTree } from './phase-tree.ts';

/** Toggles the selection of the focused row in whatever list has the focus, without opening it. */
const TOGGLE_SELECTION = 'list.toggleSelection';

interface PhaseViewParts {
  readonly model: WorkspaceModel;
  readonly tree: PhaseTree;
  readonly usage: UsageTracker;
  readonly reporter: Reporter;
}

/** Manages the phases view: title, description, message, and badge. */
export class PhaseView implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #tree: PhaseTree;
  readonly #view: TreeView<Row>;
  readonly #disposables = new DisposableList();
  /** By folder, the phase last expanded because it's current, and whether it had rows. */
  readonly #expanded = new Map<string, { readonly id: string; readonly hadRows: boolean }>();

  readonly #reporter: Reporter;
  #isAsking = false;
  #lastUpdate = 0;
  #lastMessage = 0;

  constructor({ model, tree, usage, reporter }: PhaseViewParts) {
    this.#reporter = reporter;
    this.#model = model;
    this.#tree = tree;
    this.#view = this.#disposables.add(window.createTreeView(PHASES_VIEW, { treeDataProvider: tree }));
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(
      this.#view.onDidChangeSelection(({ selection }) => {
        if (!this.#isAsking) model.choose(selection[0]?.folder);
      }),
    );
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#disposables.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        usage.setSeen(visible);
        void this.#expandCurrent();
      }),
    );
    usage.setSeen(this.#view.visible);
    this.#update();
  }

  /**
   * Returns the focused row for keybindings, which pass no row; undefined if the tree doesn't have the focus. VS Code
   * reports only the selection, and arrow keys don't select, so the row's selection is toggled briefly to find out.
   */
  async focusedRow(): Promise<Row | undefined> {
    const before = this.#view.selection;
    this.#isAsking = true;
    try {
      await commands.executeCommand(TOGGLE_SELECTION);
      const after = this.#view.selection;
      await commands.executeCommand(TOGGLE_SELECTION);
      return without(after, before) ?? without(before, after);
    } finally {
      this.#isAsking = false;
    }
  }

  /** Focuses the tree; a view opened for this may not have its rows yet. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${PHASES_VIEW}.focus`);
    const [first] = this.#tree.getChildren();
    const row = this.#view.selection[0] ?? first;
    if (row !== undefined) await this.#view.reveal(row, { select: false, focus: true });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(): void {
    const { shown } = this.#model;
    // With several folders, each has a row with this.
    const state = shown.length > 1 ? undefined : this.#model.state;
    // A side bar of 300 px cuts off the name, which the user knows.
    this.#view.description = state === undefined ? '' : `${translate(standPhrase(state))} · ${state.name}`;
    const waiting = shown.filter(({ snapshot }) => snapshot.kind === 'workflow' && isWaiting(snapshot.state));
    this.#view.badge = { value: waiting.length, tooltip: badgeText(waiting.length) };
    void this.#updateMessage();
    void this.#expandCurrent();
  }

  /**
   * Sets the message above the tree: what keeps the tree from showing or doing what it should. It moves every row, so
   * nothing that comes and goes with a session belongs there. None while the tree is empty, because it would hide the
   * welcome view.
   */
  async #updateMessage(): Promise<void> {
    const update = ++this.#lastMessage;
    try {
      const text = this.#tree.isEmpty ? '' : breakable((await this.#sentences()).join(' '));
      if (update === this.#lastMessage && !this.#disposables.isDisposed) this.#view.message = text;
    } catch (error) {
      this.#reporter.note("couldn't show the failure", error);
    }
  }

  async #sentences(): Promise<readonly string[]> {
    return [
      ...(await failuresIn(this.#model.shown)),
      ...(workspace.isTrusted ? [] : [l10n.t('Restricted Mode: read-only until you trust this folder.')]),
    ];
  }

  /** VS Code keeps the expanded rows by id; a phase is expanded once when it becomes current. */
  async #expandCurrent(): Promise<void> {
    if (!this.#view.visible) return;
    const update = ++this.#lastUpdate;
    for (const { key } of this.#model.shown) {
      const current = this.#tree.phasesOf(key).find(({ isCurrent }) => isCurrent);
      if (current === undefined) continue;
      const before = this.#expanded.get(key);
      const hadRows = before?.id === current.id && before.hadRows;
      const hasRows = current.children.length > 0;
      // The first time, its tree item is already expanded.
      const isLeft = before === undefined || hadRows || !hasRows;
      const isOpened = isLeft || (await this.#opens(current));
      // If the rows changed meanwhile, the next update expands it.
      if (isLeft || (isOpened && update === this.#lastUpdate))
        this.#expanded.set(key, { id: current.id, hadRows: hadRows || hasRows });
    }
  }

  /** Expands a row. @returns false if the row no longer exists */
  async #opens(row: Row): Promise<boolean> {
    try {
      await this.#view.reveal(row, { select: false, focus: false, expand: true });
      return true;
    } catch (error) {
      this.#reporter.note("couldn't expand a phase", error);
      return false;
    }
  }
}

/** Returns the first row that isn't among `others`. */
function without(rows: readonly Row[], others: readonly Row[]): Row | undefined {
  return rows.find(({ id }) => others.every((other) => other.id !== id));
}

/** Returns what can't be read in the folders, and what applies instead. */
async function failuresIn(shown: WorkspaceModel['shown']): Promise<readonly string[]> {
  const damaged = shown.flatMap(({ snapshot }) => (snapshot.kind === 'damaged' ? [snapshot.error] : []));
  const rules = shown.flatMap(({ snapshot }) =>
    snapshot.kind === 'loading' || snapshot.meter.rulesFailure === null ? [] : [snapshot.meter.rulesFailure],
  );
  const reasons = await Promise.all(rules.map(errorText));
  return [
    ...(await Promise.all(damaged.map(errorText))),
    ...reasons.map((reason) => l10n.t('The default rules apply: {reason}', { reason })),
  ];
}

/** A message is cut off at the view's edge and paths don't wrap, so add a zero-width space after each slash. */
function breakable(text: string): string {
  return text.replaceAll(/[/\\]/g, '$&\u200b');
}

function badgeText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? l10n.t('1 phase is waiting for approval')
    : l10n.t('{count} phases are waiting for approval', { count });
}
