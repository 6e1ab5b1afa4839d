import { window } from 'vscode';

import { isWaiting } from '../../core/view/review-basis.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { reviewTitle } from './review-title.ts';

/** Tells the menus whether the active tab is the review of a current phase, and whether its verdict is due. */
export class ReviewTab implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #keys = new ContextKeys();
  readonly #disposables = new DisposableList();

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(window.tabGroups.onDidChangeTabs(() => this.#update()));
    this.#disposables.add(window.tabGroups.onDidChangeTabGroups(() => this.#update()));
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(): void {
    // VS Code adds the number of files to the title.
    const label = window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    const states = this.#model.shown.flatMap(({ snapshot }) =>
      snapshot.kind === 'workflow' && snapshot.state.status === 'in_progress' ? [snapshot.state] : [],
    );
    const state = states.find((one) => label.startsWith(reviewTitle(one)));
    this.#keys.set('ninefold:reviewing', state === undefined ? '' : isWaiting(state) ? 'waiting' : 'running');
  }
}
