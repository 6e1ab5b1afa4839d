import { join } from 'node:path';

import { Uri, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { FolderController } from './folder-controller.ts';
import type { FolderSnapshot } from './folder-snapshot.ts';

/** The workspace folder to work with: the shown one, or the one of a command. */
export abstract class FolderScope {
  /** Undefined if no folder is open. */
  abstract get current(): FolderController | undefined;

  /** Reads every folder again. */
  abstract refresh(): Promise<void>;

  get snapshot(): FolderSnapshot | undefined {
    return this.current?.snapshot;
  }

  /** The active workflow as last read; undefined if there is none. */
  get state(): WorkflowState | undefined {
    const { snapshot } = this;
    return snapshot?.kind === 'workflow' ? snapshot.state : undefined;
  }

  /** Returns the folder for reading. @throws folder-none */
  async readable(): Promise<OpenFolder> {
    const { current } = this;
    if (current === undefined) throw new NinefoldError('folder-none');
    return current.opened();
  }

  /** Returns the folder for writing. @throws folder-none, untrusted */
  async writable(): Promise<OpenFolder> {
    const open = await this.readable();
    if (!workspace.isTrusted) throw new NinefoldError('untrusted');
    return open;
  }

  /** Returns the URI of a deliverable's path; undefined before the folder is open. */
  uriOf(file: string): Uri | undefined {
    const open = this.current?.open;
    return open === undefined ? undefined : Uri.file(join(open.folder, ...file.split('/')));
  }
}

/** A folder fixed for the duration of a command, whatever is shown meanwhile. */
export class FixedScope extends FolderScope {
  readonly current: FolderController | undefined;
  readonly #refresh: () => Promise<void>;

  constructor(current: FolderController | undefined, refresh: () => Promise<void>) {
    super();
    this.current = current;
    this.#refresh = refresh;
  }

  refresh(): Promise<void> {
    return this.#refresh();
  }
}
