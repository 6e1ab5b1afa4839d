/** Facts: what `decide` may know about the world, gathered by the caller. */

import type { Actor } from './events.ts';
import type { Pattern } from './state.ts';

/** State of one workspace file on disk. */
export interface FileFact {
  readonly exists: boolean;
  /** SHA-256 in hex; null if it doesn't exist or isn't a file. */
  readonly hash: string | null;
}

export interface Facts {
  readonly actor: Actor;
  readonly approvedBy: 'person' | 'anyone';
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Commit of HEAD; null without git or without commits. */
  readonly commit: string | null;
  readonly branch: string | null;
  /** By path relative to the folder; a path that isn't listed counts as absent. */
  readonly files: Readonly<Record<string, FileFact>>;
  /** Patterns of the previously active workflow, carried over to a new one. */
  readonly patterns: readonly Pattern[];
}
