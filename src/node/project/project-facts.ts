/** Name, stack and patterns of a project for its exports: by manifests and what was found last, never by a scan. */

import { createHash } from 'node:crypto';
import { basename } from 'node:path';

import {
  CONTEXT_CACHE_FILE,
  hasManifests,
  isOwnCache,
  parseContextCache,
  shownContext,
} from '../../core/context/context-cache.ts';
import type { ContextCache } from '../../core/context/context-cache.ts';
import { manifestFacts } from '../../core/context/manifest-facts.ts';
import { PACKAGE_FILES } from '../../core/context/packages.ts';
import { withoutTime } from '../../core/exports/toon.ts';
import type { ProjectFacts } from '../../core/service/ports.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readText } from '../files/safe-read.ts';
import { ROOT_MANIFESTS, readManifests, stampManifests } from './manifest-files.ts';

/** A cache as it is on disk. */
export interface StoredCache {
  /** Undefined where there is none that Ninefold can read. */
  readonly cache: ContextCache | undefined;
  /** The file is somebody else's, or a newer Ninefold's: it is left alone. */
  readonly isForeign: boolean;
}

/** @throws what `safe-read.ts` refuses */
export async function readContextCache(layout: StateLayout): Promise<StoredCache> {
  const text = await readText({
    path: layout.absolute(CONTEXT_CACHE_FILE),
    kind: 'cache',
    below: layout.root,
  });
  if (text === undefined) return { cache: undefined, isForeign: false };
  const cache = parseContextCache(text);
  return { cache, isForeign: cache === undefined && !isOwnCache(text) };
}

/** What a cache remembers of a file that was written for people: SHA-256 of its text without the time. */
export function contextFileHash(text: string): string {
  return createHash('sha256').update(withoutTime(text)).digest('hex');
}

/** Stamps of the manifests now: the root's, and those that a cache was made from. */
export function stampsFor(folder: string, cache: ContextCache): Promise<Readonly<Record<string, string>>> {
  return stampManifests(folder, [...ROOT_MANIFESTS, ...Object.keys(cache.manifests)]);
}

/**
 * The project for its exports. Patterns are those found last, however long ago: habits outlive an hour, and an
 * export that dropped them would tell the next session less than the one before. Name and stack are the cache's
 * as long as the manifests are.
 */
export async function projectFacts(layout: StateLayout): Promise<ProjectFacts> {
  const { folder } = layout;
  const { cache } = await readContextCache(layout);
  const patterns = cache?.project.patterns ?? [];
  if (cache !== undefined && hasManifests(cache, await stampsFor(folder, cache))) {
    return { name: cache.project.name, stack: cache.project.stack, patterns };
  }
  const manifests = await readManifests(folder, PACKAGE_FILES);
  return shownContext({ ...manifestFacts(basename(folder), manifests), patterns });
}
