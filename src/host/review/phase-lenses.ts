import type { CodeLensProvider, TextDocument } from 'vscode';
import { CodeLens, EventEmitter, languages, Range, workspace } from 'vscode';

import { wayTo } from '../../core/paths/paths.ts';
import { gateLenses } from '../../core/view/gate-lenses.ts';
import type { GateLens } from '../../core/view/gate-lenses.ts';
import type { CommandId } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { CommandTarget } from '../tree/row-guards.ts';

const COMMANDS: Readonly<Record<NonNullable<GateLens['action']>, CommandId>> = {
  approve: 'ninefold.approvePhase',
  reject: 'ninefold.rejectPhase',
};

const TOP = new Range(0, 0, 0, 0);

/** Shows the verdicts of the current phase above its documents. */
export class PhaseLenses implements CodeLensProvider, DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #disposables = new DisposableList();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(model: WorkspaceModel) {
    this.#model = model;
    this.#disposables.add(model.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(languages.registerCodeLensProvider({ scheme: 'file' }, this));
  }

  provideCodeLenses({ uri }: Pick<TextDocument, 'uri'>): CodeLens[] {
    const { shown } = this.#model;
    const controller = this.#model.at(uri, shown);
    const folder = controller?.open?.folder;
    if (controller?.snapshot.kind !== 'workflow' || folder === undefined || !workspace.isTrusted) return [];
    const { state } = controller.snapshot;
    const file = wayTo(uri.fsPath, folder, process.platform) ?? '';
    const target: CommandTarget = { folder: controller.key, workflow: state.id, step: state.current };
    return gateLenses(state, file).map(({ action, label }) => {
      const title = translate(label);
      if (action === null) return new CodeLens(TOP, { title, command: '' });
      return new CodeLens(TOP, { title, command: COMMANDS[action], arguments: [target] });
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
