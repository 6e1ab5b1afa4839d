import { join } from 'node:path';

import { Uri, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { FolderController } from './folder-controller.ts';
import type { FolderSnapshot } from './folder-snapshot.ts';

/** A workspace folder to work with: the one that is shown, or the one that a command is about. */
export abstract class FolderScope {
  /** Undefined where no folder is open. */
  abstract get current(): FolderController | undefined;

  /** Reads every folder again. */
  abstract refresh(): Promise<void>;

  get snapshot(): FolderSnapshot | undefined {
    return this.current?.snapshot;
  }

  /** The active workflow as last read; undefined where there is none. */
  get state(): WorkflowState | undefined {
    const { snapshot } = this;
    return snapshot?.kind === 'workflow' ? snapshot.state : undefined;
  }

  /** The folder, to be read. @throws folder-none */
  async readable(): Promise<OpenFolder> {
    const { current } = this;
    if (current === undefined) throw new NinefoldError('folder-none');
    return current.opened();
  }

  /** The folder, to be written. @throws folder-none, untrusted */
  async writable(): Promise<OpenFolder> {
    const open = await this.readable();
    if (!workspace.isTrusted) throw new NinefoldError('untrusted');
    return open;
  }

  /** Where a path of a deliverable lies; undefined before the folder is open. */
  uriOf(file: string): Uri | undefined {
    const open = this.current?.open;
    return open === undefined ? undefined : Uri.file(join(open.folder, ...file.split('/')));
  }
}

/** One folder for the length of a command, whatever is shown meanwhile. */
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
