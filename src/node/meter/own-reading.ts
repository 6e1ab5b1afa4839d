/** Reads a session that names its own transcript: it needs no search, and is alive. */

import type { Reading } from '../../core/meter/reading.ts';
import { isFile } from '../files/optional-file.ts';
import { errorCode } from '../files/system-error.ts';
import { meteredAgent } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { liveReading } from './live-reading.ts';
import type { ReadingRules } from './live-reading.ts';
import { settleWindow } from './settle-window.ts';
import { StatusLineFile } from './status-line-file.ts';
import { openTail } from './open-transcript.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';

export interface OwnReadingRequest {
  readonly agent: string;
  readonly sessionId: string;
  /** Absolute path. */
  readonly transcript: string;
  /** Folder whose project settings apply. */
  readonly folder: string;
  readonly environment: MeterEnvironment;
  readonly rules: ReadingRules;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Reads the transcript's tail and the status line input.
 *
 * @returns null if there is no readable file
 * @throws NinefoldError `agent-unknown`
 */
export async function readOwnReading(request: OwnReadingRequest): Promise<Reading | null> {
  const { sessionId, transcript, folder, environment, rules, now } = request;
  const agent = await meteredAgent(request.agent);
  const cursor = await tailOf(transcript, agent);
  if (cursor === null) return null;
  const [windowing, statusLine] = await Promise.all([
    agent.readWindowing(environment, folder),
    StatusLineFile.of(agent, environment, { sessionId, folder })?.advance(),
  ]);
  const line = statusLine?.value ?? null;
  const given = { given: null, rules: rules.windows };
  const place = { environment, sessionId, folder };
  const settled = await settleWindow({
    ...place,
    agent,
    cursor,
    windowing,
    statusLine: line,
    given,
    readsOn: true,
  });
  const facts = { agent, state: cursor.state, sessionId, live: true, windowing, rules, settled };
  const reading = liveReading(facts, line, now);
  // A fork's file contains lines of the session from which it was copied.
  return { ...reading, sessionId };
}

/** The named file may be anything: a folder, or not even a path. */
async function tailOf(transcript: string, agent: MeteredAgent): Promise<TranscriptCursor | null> {
  try {
    // Reading a pipe would block until someone writes to it.
    if (!(await isFile(transcript))) return null;
    return await openTail(transcript, agent);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
