/** Name, stack, and patterns of a project for its exports: from manifests and the last scan, never a new one. */

import { basename } from 'node:path';

import {
  CONTEXT_CACHE_FILE,
  hasManifests,
  isFreshCache,
  isOwnCache,
  parseContextCache,
  shownContext,
} from '../../core/context/context-cache.ts';
import type { ContextCache } from '../../core/context/context-cache.ts';
import { manifestFacts } from '../../core/context/manifest-facts.ts';
import { withoutTime } from '../../core/exports/toon.ts';
import type { ProjectFacts } from '../../core/service/ports.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readText } from '../files/safe-read.ts';
import { ROOT_MANIFESTS, readManifests, rootPackageFiles, stampManifests } from './manifest-files.ts';
import { sha256 } from '../files/sha256.ts';

/** A cache as it is on disk. */
export interface StoredCache {
  /** Undefined if there is none that Ninefold can read. */
  readonly cache: ContextCache | undefined;
  /** The file is someone else's, or a newer Ninefold's: it is left alone. */
  readonly isForeign: boolean;
}

/**
 * Reads the cache.
 *
 * @throws what `safe-read.ts` refuses
 */
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

/** Returns a cache that is valid without a scan: under an hour old, and of the current manifests. */
export async function freshCache(
  folder: string,
  { cache }: StoredCache,
  now: string,
): Promise<ContextCache | undefined> {
  if (cache === undefined) return undefined;
  return isFreshCache(cache, now, await stampsFor(folder, cache)) ? cache : undefined;
}

/** Returns what a cache records about a generated file: SHA-256 of its text without the time. */
export function contextFileHash(text: string): string {
  return sha256(withoutTime(text));
}

/** Stamps the current manifests: the root's, and those that a cache was made from. */
function stampsFor(folder: string, cache: ContextCache): Promise<Readonly<Record<string, string>>> {
  return stampManifests(folder, [...ROOT_MANIFESTS, ...Object.keys(cache.manifests)]);
}

/**
 * Describes the project for its exports. Patterns are those of the last scan, however old: conventions outlast an
 * hour, and an export without them would tell the next session less than the previous one. Name and stack come from
 * the cache while the manifests are unchanged.
 */
export async function projectFacts(layout: StateLayout): Promise<ProjectFacts> {
  const { folder } = layout;
  const { cache } = await readContextCache(layout);
  const patterns = cache?.project.patterns ?? [];
  if (cache !== undefined && hasManifests(cache, await stampsFor(folder, cache))) {
    return { name: cache.project.name, stack: cache.project.stack, patterns };
  }
  const manifests = await readManifests(folder, await rootPackageFiles(folder));
  return shownContext({ ...manifestFacts(basename(folder), manifests), patterns });
}
