/**
 * Maps the files of a state root to disk. The core names them relative to the root (`state/workflows/…`); in the
 * user's own root, which contains many projects, their names carry the project.
 */

import { join } from 'node:path';

import { shownPath, wayTo } from '../../core/paths/paths.ts';
import { LOCK_NAME } from '../lock/lock-name.ts';

/** Files of the root itself, which a project in the user's root stores in `state/context/` instead. */
const ROOT_FILE = /^[^/]+\.toon$/;
/** Folders, relative to the root, whose entries' names begin with a workflow id. */
const OWN_NAMES =
  /^(state\/workflows\/|state\/context\/|state\/handoffs\/handoff-|state\/handoffs\/archive\/|state\/sessions\/|state\/edits\/|state\/agents\/|state\/responses\/)(.*)$/s;

export class StateLayout {
  /** Absolute path of the state root. */
  readonly root: string;
  /** Absolute path of the workspace folder, to which deliverable paths are relative. */
  readonly folder: string;
  /** Slug of the project in the user's root; null in a project's own root. */
  readonly project: string | null;

  constructor(root: string, folder: string, project: string | null = null) {
    this.root = root;
    this.folder = folder;
    this.project = project;
  }

  /** Prefix of this project's file names: `shop-`, or empty in its own root. */
  get prefix(): string {
    return this.project === null ? '' : `${this.project}-`;
  }

  /** The root relative to the workspace folder, with `/`: empty for that folder itself; null if it is elsewhere. */
  get rootInFolder(): string | null {
    return wayTo(this.root, this.folder, process.platform);
  }

  /** What git's lists exclude, relative to the folder: the root, whose changes are ours. Empty if it is elsewhere. */
  get ignored(): string {
    const root = this.rootInFolder;
    return root === null || root === '' ? '\0' : root;
  }

  /** The root's only lock. */
  get lock(): string {
    return join(this.root, 'state', LOCK_NAME);
  }

  /**
   * Returns the path on disk, relative to the root.
   *
   * @param path as the core names it
   */
  place(path: string): string {
    if (this.project === null) return path;
    if (ROOT_FILE.test(path)) return `state/context/${this.prefix}${path}`;
    return path.replace(OWN_NAMES, (_, before: string, name: string) => `${before}${this.prefix}${name}`);
  }

  /**
   * Returns the absolute path of a file.
   *
   * @param path as the core names it, relative to the root
   */
  absolute(path: string): string {
    return join(this.root, this.place(path));
  }

  /** Names a file for people and documents: relative to the workspace folder if it is inside, with `/`. */
  shown(path: string): string {
    return shownPath(this.absolute(path), this.folder, process.platform);
  }
}
