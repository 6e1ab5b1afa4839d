/** Makes readings from transcripts: of a named file, and of the session at work in a folder. */

import { dirname } from 'node:path';

import { makeReading, type Reading } from '../../core/meter/reading.ts';
import { EMPTY_TRANSCRIPT } from '../../core/meter/transcript-reader.ts';
import type { ReportedEnd } from '../../core/session/reported-ends.ts';
import { agentsHere, meteredAgent } from '../agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { type ExaminedSession, findSession, LIVE_MILLISECONDS } from './find-session.ts';
import { liveReading, transcriptReading } from './live-reading.ts';
import type { ReadingRules } from './live-reading.ts';
import { idOfTranscript, readable } from './named-transcript.ts';
import { recognizeAgent } from './recognize-agent.ts';
import { StatusLineFile } from './status-line-file.ts';
import { openWhole } from './open-transcript.ts';
import { settleWindow } from './settle-window.ts';

interface ReadingOptions {
  readonly environment: MeterEnvironment;
  readonly rules: ReadingRules;
  /** `--window N` */
  readonly window?: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ReadTranscriptOptions extends ReadingOptions {
  readonly transcript: string;
  /** As in `--agent`; null to recognize it from the transcript. */
  readonly agent?: string | null;
  /** Folder whose project settings apply; null for only the user's. */
  readonly folder?: string | null;
}

export interface ReadLiveOptions extends ReadingOptions {
  readonly folder: string;
  /** Null for any agent at work. */
  readonly agent?: string | null;
  /** Ends that agents reported. */
  readonly ends?: readonly ReportedEnd[];
}

export interface TranscriptReading {
  readonly reading: Reading;
  readonly transcript: string;
  /** Bytes read of transcripts. */
  readonly bytesRead: number;
}

export interface LiveReading {
  /** Null if there is no session in the folder. */
  readonly reading: Reading | null;
  readonly transcript: string | null;
  /** Every session that was checked, and why it was or wasn't chosen; best first. */
  readonly sessions: readonly ExaminedSession[];
  readonly bytesRead: number;
}

/**
 * Reads a whole transcript, so that its compactions are complete.
 *
 * @throws NinefoldError `agent-unknown`, `transcript-missing`, `transcript-unreadable`, `transcript-compressed`,
 *   `transcript-unrecognized`
 */
export async function readReading(options: ReadTranscriptOptions): Promise<TranscriptReading> {
  const { transcript, environment, now } = options;
  const name = options.agent ?? null;
  const agent = name === null ? await readable(transcript, recognizeAgent) : await meteredAgent(name);
  if (agent === null) return { reading: readingOfNothing(options), transcript, bytesRead: 0 };
  const [cursor, windowing] = await Promise.all([
    readable(transcript, (path) => openWhole(path, agent)),
    agent.readWindowing(environment, options.folder ?? null),
  ]);
  const sessionId = cursor.state.sessionId ?? agent.sessionIdOf?.(transcript) ?? idOfTranscript(transcript);
  const isRunning = (await agent.findProcess(environment, sessionId)) !== null;
  const isRecent = now - cursor.modifiedAt < LIVE_MILLISECONDS;
  const live = !cursor.state.isClosed && (isRunning || isRecent);
  const given = { given: options.window ?? null, rules: options.rules.windows };
  const place = { environment, sessionId, folder: options.folder ?? dirname(transcript) };
  const settling = { ...place, agent, cursor, windowing, statusLine: null, given, readsOn: false };
  const settled = await settleWindow(settling);
  const facts = { ...options, agent, state: cursor.state, sessionId, live, windowing, settled };
  return { reading: transcriptReading(facts), transcript, bytesRead: cursor.bytesRead };
}

/**
 * Reads the transcript's tail of the session at work in a folder.
 *
 * @throws NinefoldError `agent-unknown`
 */
export async function readLiveReading(options: ReadLiveOptions): Promise<LiveReading> {
  const { folder, environment, now, ends = [] } = options;
  const name = options.agent ?? null;
  const agents = name === null ? await agentsHere(environment) : [await meteredAgent(name)];
  const result = await findSession({ folder, environment, agents, now, ends });
  const { found, sessions, bytesRead } = result;
  if (found === null) return { reading: null, transcript: null, sessions, bytesRead };
  const { agent, session, cursor } = found;
  const windowing = await agent.readWindowing(environment, folder);
  const { sessionId, isLive: live, transcript } = session;
  const file = await StatusLineFile.of(agent, environment, session)?.advance();
  const statusLine = file?.value ?? null;
  const given = { given: options.window ?? null, rules: options.rules.windows };
  const place = { environment, sessionId, folder: session.folder };
  const before = cursor?.bytesRead ?? 0;
  const settled = await settleWindow({
    ...place,
    agent,
    cursor,
    windowing,
    statusLine,
    given,
    readsOn: true,
  });
  const state = cursor?.state ?? EMPTY_TRANSCRIPT;
  const reading = liveReading(
    { ...options, agent, state, sessionId, live, windowing, settled },
    statusLine,
    now,
  );
  return { reading, transcript, sessions, bytesRead: bytesRead + (cursor?.bytesRead ?? 0) - before };
}

/** For a file without a whole line, whose agent is unknown too. */
function readingOfNothing({ transcript, rules, window }: ReadTranscriptOptions): Reading {
  const given = window ?? null;
  return makeReading(
    {
      agent: null,
      sessionId: idOfTranscript(transcript),
      model: null,
      source: 'transcript',
      tokens: null,
      outputTokens: null,
      window: given === null ? null : { window: given, windowSource: 'setting' },
      compactsAt: null,
      isCompacted: false,
      live: false,
      at: null,
      compactions: [],
    },
    rules.levels,
  );
}
