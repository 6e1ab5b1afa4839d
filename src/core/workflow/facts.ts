/** Facts: what `decide` may know about the world, gathered by the caller. */

import type { CheckReader } from '../checks/check-run.ts';
import type { Actor } from './events.ts';
import type { Pattern } from './state.ts';

/** State of one workspace file on disk. */
export interface FileFact {
  readonly exists: boolean;
  /** SHA-256 in hex; null if it doesn't exist or isn't a file. */
  readonly hash: string | null;
  /** It is a short text with hardly more than what templates consist of; absent if not, or unknown. */
  readonly isBare?: true;
}

/** What decides whether a check counts at a gate. */
export interface CheckFacts {
  /** Digest of the workspace's files now; null if unknown, as without git. */
  readonly content: string | null;
  readonly reader: Pick<CheckReader, 'keyOf' | 'isTest'>;
  /** Commands that a person accepted, in their one spelling. */
  readonly accepted: readonly string[];
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
  /** What decides whether a check counts; absent if an intent doesn't need it. */
  readonly checks?: CheckFacts | undefined;
  /** Patterns of the previously active workflow, carried over to a new one. */
  readonly patterns: readonly Pattern[];
}
