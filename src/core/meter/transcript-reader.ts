/**
 * What every agent's transcript reader has in common. A reader of lines is a reducer over immutable states, so the same
 * code reads a whole file, its tail, and what is appended; a reader of documents takes a file that is always rewritten
 * as a whole.
 */

import type { TurnSample } from './forecast.ts';
import type { Compaction } from './reading.ts';
import type { SpendingContext, SpendingStep } from './spending.ts';

/** The last call of the main conversation. */
export interface TranscriptCall {
  readonly messageId: string | null;
  /** Null where what the agent wrote isn't a count. */
  readonly tokens: number | null;
  /** Name of the agent's figure that isn't a count; null where all are. */
  readonly noCount: string | null;
  /** Null where the agent didn't say: it only counted its context. */
  readonly outputTokens: number | null;
}

/** Messages that a rewind can take back, the newest first. */
export interface MessageTrail {
  readonly id: string | null;
  /** Null for a message that isn't a call, or whose figures aren't known. */
  readonly call: (TranscriptCall & { readonly model: string | null; readonly at: string | null }) | null;
  readonly before: MessageTrail | null;
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
  /** Whether calls of the present model told of the cache: one that doesn't any more isn't a small one. */
  readonly isCacheCounted: boolean;
  /** The window, where the transcript itself says it. */
  readonly window: number | null;
  /** The session that started this one as its sub-agent; empty where it doesn't say which. Null for a main session. */
  readonly parentSessionId: string | null;
  /** Of an agent that rewinds: what is left of its messages. */
  readonly trail: MessageTrail | null;
  /** The newest turns since the last compaction, oldest first: what a forecast goes by. */
  readonly recent: readonly TurnSample[];
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
  isCacheCounted: false,
  window: null,
  parentSessionId: null,
  trail: null,
  recent: [],
};

/** Of a transcript of JSON lines that is appended to. */
export interface LineReader {
  readonly form: 'lines';
  /** The first line says whose session it is: a tail is read with it in front. */
  readonly readsFirstLine: boolean;
  /** A line without any of these can be skipped unread. ASCII, so that bytes can be searched too. */
  readonly markers: readonly string[];
  /** What of the first line holds in front of a tail, where that isn't all it says. */
  headOf?(line: string): TranscriptState;
  /** The state after one more line; the same object when the line doesn't count. Never throws. */
  feed(state: TranscriptState, line: string): TranscriptState;
  /**
   * What a line says was spent; a line that says nothing of it gives the same context and no calls. Absent where the
   * agent leaves no figures of single calls. Never throws.
   */
  spend?(context: SpendingContext, line: string): SpendingStep;
}

/** Of a transcript that is one JSON document. */
export interface DocumentReader {
  readonly form: 'document';
  /** The state that a whole file tells; the empty one for a text that isn't such a document. Never throws. */
  read(text: string): TranscriptState;
  /** What a whole file says was spent. Absent where the agent leaves no figures of single calls. Never throws. */
  spendings?(text: string): SpendingStep;
}

export type TranscriptReader = LineReader | DocumentReader;

/**
 * Whether a tail read so far is enough for a reading: it holds the last call, or the last compaction and a call before
 * it, which names the model.
 */
export function isSettled(state: TranscriptState): boolean {
  return state.call !== null || (state.isCompacted && state.model !== null);
}

/** Feeds every line of a text. For whole small files and tests; files are read by `node/meter`. */
export function feedText(reader: LineReader, text: string, state = EMPTY_TRANSCRIPT): TranscriptState {
  return text.split('\n').reduce((before, line) => reader.feed(before, line), state);
}
