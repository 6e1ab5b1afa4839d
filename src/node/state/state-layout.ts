/**
 * Where the files of a state root are on disk. The core names them relative to the root (`state/workflows/…`); in
 * the user's own root, which holds many projects, their names carry the project.
 */

import { join } from 'node:path';

import { wayTo, withSlashes } from '../../core/paths/paths.ts';
import { LOCK_NAME } from '../lock/lock-name.ts';

/** Files of the root itself that a project of the user's root keeps under `state/context/` instead. */
const ROOT_FILE = /^[^/]+\.toon$/;
/** Folders, relative to the root, in which the name that follows begins with a workflow's id. */
const OWN_NAMES =
  /^(state\/workflows\/|state\/context\/|state\/handoffs\/handoff-|state\/handoffs\/archive\/|state\/sessions\/|state\/edits\/|state\/agents\/|state\/responses\/)(.*)$/s;

export class StateLayout {
  /** Absolute path of the state root. */
  readonly root: string;
  /** Absolute path of the workspace folder: what paths of deliverables are relative to. */
  readonly folder: string;
  /** Slug of the project in the user's root; null in a root of the project's own. */
  readonly project: string | null;

  constructor(root: string, folder: string, project: string | null = null) {
    this.root = root;
    this.folder = folder;
    this.project = project;
  }

  /** What the names of this project's files begin with: `shop-`, or nothing in a root of its own. */
  get prefix(): string {
    return this.project === null ? '' : `${this.project}-`;
  }

  /** The root relative to the workspace folder, with `/`: empty where it is that folder; null where it lies elsewhere. */
  get rootInFolder(): string | null {
    return wayTo(this.root, this.folder, process.platform);
  }

  /** What git's lists leave out, relative to the folder: the root, whose changes are ours. No path where it lies elsewhere. */
  get ignored(): string {
    const root = this.rootInFolder;
    return root === null || root === '' ? '\0' : root;
  }

  /** The one lock of the root. */
  get lock(): string {
    return join(this.root, 'state', LOCK_NAME);
  }

  /** Path of a file relative to the root on disk. @param path as the core names it */
  place(path: string): string {
    if (this.project === null) return path;
    if (ROOT_FILE.test(path)) return `state/context/${this.prefix}${path}`;
    return path.replace(OWN_NAMES, (_, before: string, name: string) => `${before}${this.prefix}${name}`);
  }

  /** Absolute path of a file. @param path as the core names it, relative to the root */
  absolute(path: string): string {
    return join(this.root, this.place(path));
  }

  /** How people and documents name a file: relative to the workspace folder where it lies in it, with `/`. */
  shown(path: string): string {
    const absolute = this.absolute(path);
    const way = wayTo(absolute, this.folder, process.platform) ?? '';
    return way === '' ? withSlashes(absolute, process.platform) : way;
  }
}
