/** `state/context/project-cache.json`: the context as it was found last, and how to tell that it is still so. */

import * as z from 'zod/mini';

import { parseValue } from '../json-fields.ts';
import { oneLine } from '../text/foreign-text.ts';
import { mapTexts } from '../text/well-formed.ts';
import type { ProjectContext } from './project-scan.ts';

export const CONTEXT_SCHEMA = 'ninefold/context/1';
export const CONTEXT_CACHE_FILE = 'state/context/project-cache.json';

/** So long a cached context is used without a look at the code (the source documents' "< 1 hour old"). */
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
  /** When the code was looked at (ISO). */
  at: z.string(),
  /** Size and time of each manifest that was read. */
  manifests: z.record(z.string(), z.string()),
  /** SHA-256 of each file that was written for people, without its time; one that differs now was edited. */
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

/** The cache in a text; undefined where it isn't one that Ninefold wrote (the source documents know the same name). */
export function parseContextCache(text: string): ContextCache | undefined {
  const parsed = cacheSchema.safeParse(parseValue(text));
  return parsed.success ? shownContext(parsed.data) : undefined;
}

/** What was found in a project, each of its texts in one line: names and scripts of a manifest, lines of code. */
export function shownContext<T>(found: T): T {
  return mapTexts(found, oneLine) as T;
}

/** Whether a text that isn't a cache was meant to be one of ours, so that it may be replaced. */
export function isOwnCache(text: string): boolean {
  return text.includes(`"schema": "${CONTEXT_SCHEMA}"`);
}

/** Whether a cache may stand for the code: under an hour old, and no manifest was changed, added or removed. */
export function isFreshCache(
  cache: ContextCache,
  now: string,
  manifests: Readonly<Record<string, string>>,
): boolean {
  const age = Date.parse(now) - Date.parse(cache.at);
  return age >= 0 && age < FRESH_MS && hasManifests(cache, manifests);
}

/** Whether the manifests are those that a cache was made from. */
export function hasManifests(cache: ContextCache, manifests: Readonly<Record<string, string>>): boolean {
  const [then, now] = [Object.entries(cache.manifests), Object.entries(manifests)];
  return then.length === now.length && then.every(([path, stamp]) => manifests[path] === stamp);
}
