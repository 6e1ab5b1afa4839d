import type { Memento } from 'vscode';
import { workspace } from 'vscode';

import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import { waitingRules } from '../folders/folder-snapshot.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { loadCommands } from '../registration/deferred-commands.ts';
import { readSetting } from '../registration/settings.ts';
import { sha256 } from '../../node/files/sha256.ts';

const KEY = 'rulesAsked';

/** Asks once per content of a folder's restricted rules, never in an untrusted folder. *Open Rules* asks again. */
export class RuleRequests implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #memento: Memento;
  readonly #disposables = new DisposableList();
  /** Hash of the last asked rules, by state root. */
  readonly #asked: Map<string, string>;

  constructor(model: WorkspaceModel, memento: Memento, reporter: Reporter) {
    this.#model = model;
    this.#memento = memento;
    this.#reporter = reporter;
    this.#asked = new Map(Object.entries(memento.get<Record<string, string>>(KEY, {})));
    this.#disposables.add(model.onDidChange(() => this.#check()));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#check()));
    this.#check();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #check(): void {
    if (!workspace.isTrusted || readSetting('ninefold.notifications') !== 'all') return;
    for (const controller of this.#model.all) {
      const waiting = waitingRules(controller.snapshot);
      const { open } = controller;
      if (waiting.length === 0 || open === undefined) continue;
      const hash = sha256(JSON.stringify(waiting));
      if (this.#asked.get(open.root) === hash) continue;
      this.#asked.set(open.root, hash);
      void this.#ask(controller, waiting);
    }
  }

  async #ask(controller: FolderController, waiting: readonly RestrictedRule[]): Promise<void> {
    try {
      await this.#memento.update(KEY, Object.fromEntries(this.#asked));
      const { offerReview } = await loadCommands();
      await offerReview(controller, waiting);
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}
