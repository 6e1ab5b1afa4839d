/**
 * What every agent's transcript reader has in common: lines go in, a state comes out. A reader is a reducer over
 * immutable states, so the same code reads a whole file, its tail, and what is appended.
 */

import type { Compaction } from './reading.ts';

/** The last call of the main conversation. */
export interface TranscriptCall {
  readonly messageId: string | null;
  readonly tokens: number;
  readonly outputTokens: number;
}

/** What the lines said so far. */
export interface TranscriptState {
  /** Of the last line that counted: two ids can stand in one file. */
  readonly sessionId: string | null;
  /** Working folder of the last line that counted. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** Version of the agent that wrote the last line that counted. */
  readonly version: string | null;
  /** Timestamp of the last line that counted. */
  readonly at: string | null;
  /** Null before the first call, and from a compaction to the next call. */
  readonly call: TranscriptCall | null;
  readonly isCompacted: boolean;
  readonly compactions: readonly Compaction[];
  /** Most tokens seen since the model last changed: more than 200K tell a 1M window. */
  readonly mostTokens: number;
  /** Fewest tokens at which the present model was compacted automatically. */
  readonly autoCompactedAt: number | null;
}

export const EMPTY_TRANSCRIPT: TranscriptState = {
  sessionId: null,
  cwd: null,
  model: null,
  version: null,
  at: null,
  call: null,
  isCompacted: false,
  compactions: [],
  mostTokens: 0,
  autoCompactedAt: null,
};

export interface TranscriptReader {
  /** A line without any of these can be skipped unread. ASCII, so that bytes can be searched too. */
  readonly markers: readonly string[];
  /** The state after one more line; the same object when the line doesn't count. Never throws. */
  feed(state: TranscriptState, line: string): TranscriptState;
}

/**
 * Whether a tail read so far is enough for a reading: it holds the last call, or the last compaction and a call before
 * it, which names the model.
 */
export function isSettled(state: TranscriptState): boolean {
  return state.call !== null || (state.isCompacted && state.model !== null);
}

/** Feeds every line of a text. For whole small files and tests; files are read by `node/meter`. */
export function feedText(reader: TranscriptReader, text: string, state = EMPTY_TRANSCRIPT): TranscriptState {
  return text.split('\n').reduce((before, line) => reader.feed(before, line), state);
}
