/** The reading of a session that names its own transcript: nothing has to be looked for, and it lives. */

import type { Reading } from '../../core/meter/reading.ts';
import { isFile } from '../files/optional-file.ts';
import { errorCode } from '../files/system-error.ts';
import { meteredAgent } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { liveReading } from './read-transcript.ts';
import type { ReadingRules } from './read-transcript.ts';
import { StatusLineFile } from './status-line-file.ts';
import { openTail } from './open-transcript.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';

export interface OwnReadingRequest {
  readonly agent: string;
  readonly sessionId: string;
  /** Absolute path. */
  readonly transcript: string;
  /** Whose project settings hold. */
  readonly folder: string;
  readonly environment: MeterEnvironment;
  readonly rules: ReadingRules;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Reads the transcript's tail and what the status line was given.
 *
 * @returns null where there is no file that can be read
 * @throws NinefoldError `agent-unknown`
 */
export async function readOwnReading(request: OwnReadingRequest): Promise<Reading | null> {
  const { sessionId, transcript, folder, environment, rules, now } = request;
  const agent = meteredAgent(request.agent);
  const cursor = await tailOf(transcript, agent);
  if (cursor === null) return null;
  const [windowing, statusLine] = await Promise.all([
    agent.readWindowing(environment, folder),
    StatusLineFile.of(agent, environment, { sessionId, folder })?.advance(),
  ]);
  const facts = { agent, state: cursor.state, sessionId, live: true, windowing, rules };
  const reading = liveReading(facts, statusLine?.value ?? null, now);
  // A fork's file holds lines of the session that it was copied from.
  return { ...reading, sessionId };
}

/** Whoever names the file may name anything: a folder, what is no path at all. */
async function tailOf(transcript: string, agent: MeteredAgent): Promise<TranscriptCursor | null> {
  try {
    // A pipe would be waited for until somebody writes to it.
    if (!(await isFile(transcript))) return null;
    return await openTail(transcript, agent.readerOf(transcript));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
