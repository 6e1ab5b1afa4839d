/**
 * Remembers the most tokens that a session had in use. A transcript's tail can't tell: after a compaction of a session
 * with 1M tokens, it looks like one of a session with 200K. Stored beside the session's status line, and in the
 * user's cache folder. Written only if it tells something: usage that proves a large window, or a long search.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { asText, asTokens, parseObject } from '../../core/json-fields.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { requireNoLink } from '../files/own-folders.ts';
import { tryReadText } from '../files/safe-read.ts';
import { cacheFolder } from '../machine/cache-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { statusLinePaths } from './status-line-file.ts';

export const PEAK_SCHEMA = 'ninefold/peak/1';

export interface SessionPeak {
  /** The model that had it. */
  readonly model: string;
  readonly tokens: number;
  /** Bytes of the transcript that were searched, from its beginning. */
  readonly searched: number;
}

export interface PeakPlace {
  readonly environment: MeterEnvironment;
  readonly folder: string;
  readonly sessionId: string;
}

/** Reads what is remembered of a session; null if nothing is. */
export async function readPeak(place: PeakPlace): Promise<SessionPeak | null> {
  const texts = await Promise.all(pathsOf(place).map((path) => tryReadText({ path, kind: 'registration' })));
  return texts.map((text) => parsePeak(text ?? '')).reduce(higher, null);
}

/** Stores it wherever it can be stored; a machine that refuses costs only a longer search next time. */
export async function writePeak(place: PeakPlace, peak: SessionPeak): Promise<void> {
  if (place.environment.isTrusted?.() === false) return;
  const text = `${JSON.stringify({ schema: PEAK_SCHEMA, session_id: place.sessionId, ...peak })}\n`;
  const paths = pathsOf(place).filter((path, at) => at === 0 || existsSync(dirname(path)));
  await Promise.all(paths.map((path) => store(path, text)));
}

async function store(path: string, text: string): Promise<void> {
  try {
    await requireNoLink(dirname(path));
    await replaceFile(path, text, undefined, 0o600);
  } catch (error) {
    if (!NinefoldError.is(error, 'file-unwritable')) throw error;
  }
}

/** In the cache folder first; none for an id that isn't a valid file name. */
function pathsOf({ environment, folder, sessionId }: PeakPlace): readonly string[] {
  const beside = statusLinePaths(environment.home, folder, sessionId);
  if (beside.length === 0) return [];
  const cached = join(cacheFolder(environment), 'sessions', `${sessionId}.json`);
  return [cached, ...beside.map((path) => path.replace(/\.json$/, '.peak.json'))];
}

function parsePeak(text: string): SessionPeak | null {
  const fields = parseObject(text);
  const model = asText(fields?.model);
  const tokens = asTokens(fields?.tokens);
  if (fields?.schema !== PEAK_SCHEMA || model === null || tokens === 0) return null;
  const { searched } = fields;
  return { model, tokens, searched: typeof searched === 'number' && searched > 0 ? searched : 0 };
}

function higher(one: SessionPeak | null, other: SessionPeak | null): SessionPeak | null {
  if (one === null || other === null) return one ?? other;
  return other.searched > one.searched ? other : one;
}
