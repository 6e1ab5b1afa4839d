/** `state/context/project-cache.json`: the context from the last scan, and how to tell that it is still valid. */

import * as z from 'zod/mini';

import { parseValue } from '../json-fields.ts';
import { oneLine } from '../text/foreign-text.ts';
import { mapTexts } from '../text/well-formed.ts';
import type { ProjectContext } from './project-scan.ts';

export const CONTEXT_SCHEMA = 'ninefold/context/1';
export const CONTEXT_CACHE_FILE = 'state/context/project-cache.json';

/** A cached context is used this long without reading the code (the source documents' "< 1 hour old"). */
const FRESH_MS = 3_600_000;

const count = z.int().check(z.nonnegative());

const contextSchema = z.object({
  name: z.string(),
  stack: z.array(z.string()),
  packageManager: z.nullable(z.string()),
  commands: z.record(z.string(), z.string()),
  languages: z.array(z.object({ language: z.string(), files: count, percent: count })),
  folders: z.array(z.object({ path: z.string(), files: count })),
  members: z.array(z.string()),
  patterns: z.array(
    z.object({
      type: z.string(),
      convention: z.string(),
      example: z.string(),
      file: z.string(),
      matches: count,
      of: count,
    }),
  ),
});

const cacheSchema = z.object({
  schema: z.literal(CONTEXT_SCHEMA),
  /** When the code was scanned (ISO 8601). */
  at: z.string(),
  /** Size and time of each manifest that was read. */
  manifests: z.record(z.string(), z.string()),
  /** SHA-256 of each generated file for people, without its time; a file that differs was edited. */
  written: z.record(z.string(), z.string()),
  project: contextSchema,
});

export interface ContextCache {
  readonly schema: typeof CONTEXT_SCHEMA;
  readonly at: string;
  readonly manifests: Readonly<Record<string, string>>;
  readonly written: Readonly<Record<string, string>>;
  readonly project: ProjectContext;
}

/** Parses the cache; undefined if Ninefold didn't write it (the source documents use the same name). */
export function parseContextCache(text: string): ContextCache | undefined {
  const parsed = cacheSchema.safeParse(parseValue(text));
  return parsed.success ? shownContext(parsed.data) : undefined;
}

/** Makes each text of a finding one line: names and scripts of a manifest, lines of code. */
export function shownContext<T>(found: T): T {
  return mapTexts(found, oneLine) as T;
}

/** Tests whether an invalid cache was meant to be ours, so that it may be replaced. */
export function isOwnCache(text: string): boolean {
  return text.includes(`"schema": "${CONTEXT_SCHEMA}"`);
}

/** Tests whether a cache is valid without a scan: under an hour old, and no manifest changed, added, or removed. */
export function isFreshCache(
  cache: ContextCache,
  now: string,
  manifests: Readonly<Record<string, string>>,
): boolean {
  const age = Date.parse(now) - Date.parse(cache.at);
  return age >= 0 && age < FRESH_MS && hasManifests(cache, manifests);
}

/** Tests whether the manifests are those that a cache was made from. */
export function hasManifests(cache: ContextCache, manifests: Readonly<Record<string, string>>): boolean {
  const [then, now] = [Object.entries(cache.manifests), Object.entries(manifests)];
  return then.length === now.length && then.every(([path, stamp]) => manifests[path] === stamp);
}
