/**
 * Finds files that claim to be Ninefold's and that its readers skip silently: damaged records and caches, kinds
 * unknown to this version, locks that no process wrote. A file without that claim is someone else's and isn't
 * reported.
 */

import { basename } from 'node:path';

import { CONTEXT_SCHEMA, parseContextCache } from '../../core/context/context-cache.ts';
import { STATE_SCHEMA } from '../../core/exports/exports.ts';
import { EXPORT_SCHEMA } from '../../core/exports/toon.ts';
import { newerVersion } from '../../core/schema-version.ts';
import { CURRENT_SESSION_SCHEMA } from '../../core/session/empty-session.ts';
import { TASK_SCHEMA } from '../../core/tasks/task-record.ts';
import { WRITTEN_SCHEMA, parseWritten } from '../exports/written-exports.ts';
import { kindOfSchema, schemaOf } from '../files/own-document.ts';
import { tryReadText } from '../files/safe-read.ts';
import { INDEX_SCHEMA, parseIndex } from '../journal/workflow-index.ts';
import { SEGMENT_SCHEMA, parseOpenSegment } from '../journal/open-segments.ts';
import { SNAPSHOT_SCHEMA, parseSnapshot } from '../journal/journal-snapshot.ts';
import { readLock } from '../lock/lock-file.ts';
import { PEAK_SCHEMA } from '../meter/session-peaks.ts';
import { REDACTED_SCHEMA, parseRedacted } from '../redactor/cached-redactor.ts';
import { PROJECTS_SCHEMA } from '../state/user-projects.ts';
import { parseOrigin } from '../state/private-state.ts';
import { ORIGIN_SCHEMA } from '../state/state-origin.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { MERGE_PLAN_SCHEMA, parseMergePlan } from '../tasks/merge-plan.ts';
import { stateEntries } from './refused-files.ts';

/** A skipped file and what is wrong with it. */
export interface PassedOver {
  readonly file: string;
  readonly reason: string;
}

interface Kind {
  readonly schema: string;
  /** Undefined for a text that its reader skips. */
  readonly parse: (text: string) => unknown;
  /** Only saves time: another version's is recreated without loss. */
  readonly isCache?: true;
}

/** Every schema of a file in a state root. A new kind of file belongs here. */
const KINDS: readonly Kind[] = [
  { schema: WRITTEN_SCHEMA, parse: parseWritten },
  { schema: ORIGIN_SCHEMA, parse: parseOrigin },
  { schema: MERGE_PLAN_SCHEMA, parse: parseMergePlan },
  { schema: CONTEXT_SCHEMA, parse: parseContextCache },
  { schema: SNAPSHOT_SCHEMA, parse: parseSnapshot, isCache: true },
  { schema: SEGMENT_SCHEMA, parse: parseOpenSegment, isCache: true },
  { schema: INDEX_SCHEMA, parse: parseIndex, isCache: true },
  { schema: REDACTED_SCHEMA, parse: parseRedacted, isCache: true },
  // Its reader searches the transcript again.
  { schema: PEAK_SCHEMA, parse: () => true, isCache: true },
  // The readers of these report what is wrong with them.
  ...[CURRENT_SESSION_SCHEMA, TASK_SCHEMA, STATE_SCHEMA, EXPORT_SCHEMA, PROJECTS_SCHEMA].map((schema) => ({
    schema,
    parse: () => true,
  })),
];

const DOCUMENT = /\.(?:json|snapshot)$/;
const LOCK = '.lock';
/** Without hard links, a lock file is complete after this time. */
const UNFINISHED_MS = 10_000;

/** Searches the folders of a state root. */
export async function passedOver(layout: StateLayout, now: number): Promise<readonly PassedOver[]> {
  const files = (await stateEntries(layout)).filter(({ entry }) => entry.isFile());
  const found = await Promise.all(
    files.map(async ({ path }) => {
      const reason = path.endsWith(LOCK) ? await lockFault(path, now) : await documentFault(path);
      return reason === null ? [] : [{ file: path, reason }];
    }),
  );
  return found.flat();
}

async function documentFault(path: string): Promise<string | null> {
  if (!DOCUMENT.test(path)) return null;
  const text = (await tryReadText({ path, kind: 'derived' })) ?? '';
  const schema = schemaOf(text);
  if (schema === undefined) return null;
  const kind = KINDS.find((one) => kindOfSchema(one.schema) === kindOfSchema(schema));
  if (kind === undefined) return `unknown schema '${schema}'; Ninefold ignores this file`;
  if (schema !== kind.schema) {
    if (kind.isCache === true) return null;
    const version = newerVersion(schema, kind.schema);
    return version === undefined ? null : `written by a newer Ninefold (version ${version})`;
  }
  return kind.parse(text) === undefined
    ? 'damaged and ignored; delete it, and Ninefold creates it again'
    : null;
}

/** A lock of no process, alive or dead: writers wait for it in vain. */
async function lockFault(path: string, now: number): Promise<string | null> {
  const found = await readLock(path);
  if (found === undefined || found.kind === 'holder') return null;
  if (found.kind === 'unfinished' && now - found.modified < UNFINISHED_MS) return null;
  return `not a lock of a Ninefold process; delete ${basename(path)} if nothing is writing`;
}
