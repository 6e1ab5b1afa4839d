import { existsSync } from 'node:fs';
import { homedir } from 'node:os';

import { window } from 'vscode';

import { loadConnectModule } from '../../node/connect/load-connect.ts';
import { userFolder } from '../../node/state/user-folder.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/**
 * Tells menus and the walkthrough whether an agent is connected for one of the folders, or for the user.
 *
 * @throws NinefoldError if the record of connections can't be read
 */
export async function showConnected(folders: readonly string[]): Promise<void> {
  const { connectedAgents } = await loadConnectModule();
  const environment = meterEnvironment(await loadEngine());
  const places = [null, ...folders].map((folder) => connectedAgents({ folder, environment }));
  const agents = (await Promise.all(places)).flat();
  // Other bundles set this key too, so don't skip what looks unchanged.
  new ContextKeys().set('ninefold:hasConnectedAgent', agents.length > 0);
}

/** Looks for connections at startup and whenever the window gets the focus: a terminal may have made them. */
export class ConnectedAgents implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();

  constructor(model: WorkspaceModel, reporter: Reporter) {
    this.#model = model;
    this.#reporter = reporter;
    this.#disposables.add(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.#look();
      }),
    );
    void this.#look();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #look(): Promise<void> {
    try {
      if (!existsSync(userFolder(homedir()))) {
        new ContextKeys().set('ninefold:hasConnectedAgent', false);
        return;
      }
      await showConnected(this.#model.all.map(({ folder }) => folder.uri.fsPath));
    } catch (error) {
      this.#reporter.note("couldn't look for connected agents", error);
    }
  }
}
