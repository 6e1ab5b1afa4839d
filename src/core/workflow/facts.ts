/** Facts: what `decide` may know of the world, gathered beforehand by whoever calls it. */

import type { Actor } from './events.ts';
import type { Pattern } from './state.ts';

/** What the disk says of one file of the workspace. */
export interface FileFact {
  readonly exists: boolean;
  /** SHA-256 in hex; null where it doesn't exist or isn't a file. */
  readonly hash: string | null;
}

export interface Facts {
  readonly actor: Actor;
  readonly approvedBy: 'person' | 'anyone';
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Commit of HEAD; null without git or without a commit. */
  readonly commit: string | null;
  readonly branch: string | null;
  /** By path relative to the folder; a path that isn't here is taken as absent. */
  readonly files: Readonly<Record<string, FileFact>>;
  /** Patterns of the workflow that was active before, handed on to a new one. */
  readonly patterns: readonly Pattern[];
}
