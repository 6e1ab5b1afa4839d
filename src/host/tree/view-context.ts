import { workspace } from 'vscode';

import type { ViewContent } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';

/** Keeps the context keys, by which menus, welcome texts and enablements are chosen, with the model. */
export class ViewContext implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #keys = new ContextKeys();
  readonly #disposables = new DisposableList();

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(): void {
    const { state } = this.#model;
    this.#keys.set('ninefold:view', contentOf(this.#model));
    this.#keys.set('ninefold:hasWorkflow', state !== undefined);
    this.#keys.set('ninefold:canWrite', workspace.isTrusted && state !== undefined);
    this.#keys.set('ninefold:canUndoApproval', workspace.isTrusted && (state?.undoable ?? null) !== null);
    this.#keys.set('ninefold:hasHandoff', (state?.handoffs.length ?? 0) > 0);
  }
}

function contentOf({ snapshot }: WorkspaceModel): ViewContent {
  if (workspace.workspaceFolders === undefined) return 'noFolder';
  if (snapshot === undefined) return 'loading';
  const isWritten = snapshot.kind === 'empty' || snapshot.kind === 'noneActive';
  return isWritten && !workspace.isTrusted ? 'untrusted' : snapshot.kind;
}
