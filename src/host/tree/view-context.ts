import { workspace } from 'vscode';

import { wantsCheck } from '../../core/workflow/steps.ts';
import type { ViewContent } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Updates the context keys for menus, welcome views, and enablement from the model and the reading. */
export class ViewContext implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #keys = new ContextKeys();
  readonly #disposables = new DisposableList();

  constructor(model: WorkspaceModel, reading: CurrentReading) {
    this.#model = model;
    this.#reading = reading;
    this.#disposables.add(reading.onDidChange(() => this.#updateSession()));
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #updateSession(): void {
    this.#keys.set('ninefold:hasSession', (this.#reading.value?.sessionId ?? null) !== null);
  }

  #update(): void {
    this.#updateSession();
    const { isTrusted } = workspace;
    const { shown } = this.#model;
    const states = shown.flatMap(({ snapshot }) => (snapshot.kind === 'workflow' ? [snapshot.state] : []));
    this.#keys.set('ninefold:view', contentOf(this.#model));
    this.#keys.set('ninefold:hasManyFolders', shown.length > 1);
    this.#keys.set('ninefold:hasWorkflow', states.length > 0);
    this.#keys.set(
      'ninefold:hasOtherWorkflows',
      shown.some(({ snapshot }) => 'others' in snapshot && snapshot.others.length > 0),
    );
    this.#keys.set('ninefold:canWrite', isTrusted && states.length > 0);
    this.#keys.set('ninefold:canUndoApproval', isTrusted && states.some(({ undoable }) => undoable !== null));
    this.#keys.set('ninefold:wantsCheck', isTrusted && states.some(wantsCheck));
    this.#keys.set(
      'ninefold:hasHandoff',
      states.some(({ handoffs }) => handoffs.length > 0),
    );
  }
}

function contentOf({ snapshot }: WorkspaceModel): ViewContent {
  if ((workspace.workspaceFolders ?? []).length === 0) return 'noFolder';
  if (snapshot === undefined) return 'loading';
  const isWritten = snapshot.kind === 'empty' || snapshot.kind === 'noneActive';
  if (isWritten && !workspace.isTrusted) return 'untrusted';
  return snapshot.kind === 'empty' && snapshot.hasOlder === true ? 'older' : snapshot.kind;
}
