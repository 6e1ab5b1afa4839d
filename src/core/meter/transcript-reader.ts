/**
 * Interfaces of the agents' transcript readers. A line reader is a reducer over immutable states, so that the same
 * code reads a whole file, its tail, and what is appended; a document reader takes a file that is always rewritten as
 * a whole.
 */

import type { Fields } from '../json-fields.ts';
import type { TurnSample } from './forecast.ts';
import type { Compaction } from './reading.ts';
import type { SpendingContext, SpendingStep } from './spending.ts';

/** The last call of the main conversation. */
export interface TranscriptCall {
  readonly messageId: string | null;
  /** Null if the recorded value isn't a valid count. */
  readonly tokens: number | null;
  /** Name of the agent's figure that isn't a valid count; null if all are valid. */
  readonly noCount: string | null;
  /** Null if not recorded: the agent only counted its context. */
  readonly outputTokens: number | null;
}

/** Messages that a rewind can take back, newest first. */
export interface MessageTrail {
  readonly id: string | null;
  /** Null for a message that isn't a call, or whose figures are unknown. */
  readonly call: (TranscriptCall & { readonly model: string | null; readonly at: string | null }) | null;
  readonly before: MessageTrail | null;
}

/** State accumulated from the lines so far. */
export interface TranscriptState {
  /** From the last relevant line: a file can contain two ids. */
  readonly sessionId: string | null;
  /** Working folder in the last relevant line. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** Version of the agent that wrote the last relevant line. */
  readonly version: string | null;
  /** Timestamp of the last relevant line. */
  readonly at: string | null;
  /** Null before the first call, and after a compaction until the next call. */
  readonly call: TranscriptCall | null;
  readonly isCompacted: boolean;
  /** The agent recorded the end of the session, and nothing since. */
  readonly isClosed: boolean;
  /** The last call before the last compaction, if it was read and the agent has a status line. */
  readonly callBefore: TranscriptCall | null;
  readonly compactions: readonly Compaction[];
  /** Identifies the last compaction, for an agent that repeats it in later records. */
  readonly compactionMark: string | null;
  /** Peak tokens since the model last changed: more than 200K imply a 1M window. */
  readonly mostTokens: number;
  /** Lowest tokens at which the current model was compacted automatically. */
  readonly autoCompactedAt: number | null;
  /** Whether calls of the present model told of the cache: one that doesn't any more isn't a small one. */
  readonly isCacheCounted: boolean;
  /** The window, if the transcript contains it. */
  readonly window: number | null;
  /** The session that started this one as its sub-agent; empty if unknown. Null for a main session. */
  readonly parentSessionId: string | null;
  /** Remaining messages, for an agent that rewinds. */
  readonly trail: MessageTrail | null;
  /** The newest turns since the last compaction, oldest first, for the forecast. */
  readonly recent: readonly TurnSample[];
  /** The agent's own name for the session; absent if it has none. */
  readonly name?: string;
  /** What the session is at; absent if its lines don't tell. */
  readonly stage?: SessionStage;
  /** Ids of questions to the person without an answer; absent for none. */
  readonly questions?: readonly string[];
}

/** What a live session is at: in a turn, in one that waits for a permission or an answer, or after one. */
export type SessionStage = 'working' | 'waiting' | 'idle';

export const EMPTY_TRANSCRIPT: TranscriptState = {
  sessionId: null,
  cwd: null,
  model: null,
  version: null,
  at: null,
  call: null,
  isCompacted: false,
  isClosed: false,
  callBefore: null,
  compactions: [],
  compactionMark: null,
  mostTokens: 0,
  autoCompactedAt: null,
  isCacheCounted: false,
  window: null,
  parentSessionId: null,
  trail: null,
  recent: [],
};

/** Reader of a JSON Lines transcript that is appended to. */
export interface LineReader {
  readonly form: 'lines';
  /** Whether the first line identifies the session, so that a tail is read with it prepended. */
  readonly readsFirstLine: boolean;
  /** Lines without any of these can be skipped unparsed. ASCII, so that bytes can be searched too. */
  readonly markers: readonly string[];
  /** State of the first line that applies before a tail, if not all of it does. */
  headOf?(line: string): TranscriptState;
  /** Returns the state after another line; the same object if the line isn't relevant. Never throws. */
  feed(state: TranscriptState, line: string): TranscriptState;
  /**
   * Returns what a person asked in a line, or the title that the agent gave the session; null for any other line. For
   * the title, the first one counts. Absent if the lines have neither.
   */
  title?(fields: Fields): string | null;
  /**
   * Returns the usage in a line; a line without usage gives the same context and no calls. Absent if the agent
   * doesn't record single calls. Never throws.
   */
  spend?(context: SpendingContext, line: string): SpendingStep;
}

/** Reader of a transcript that is one JSON document. */
export interface DocumentReader {
  readonly form: 'document';
  /** Returns the state of a whole file; the empty state for any other text. Never throws. */
  read(text: string): TranscriptState;
  /** Returns the usage in a whole file. Absent if the agent doesn't record single calls. Never throws. */
  spendings?(text: string): SpendingStep;
}

export type TranscriptReader = LineReader | DocumentReader;

/**
 * Returns whether a tail is enough for a reading: it has the last call, or the last compaction and a call before it,
 * which names the model.
 */
export function isSettled(state: TranscriptState): boolean {
  return state.call !== null || (state.isCompacted && state.model !== null);
}

/** Feeds every line of a text. For small files and tests; `node/meter` reads files. */
export function feedText(reader: LineReader, text: string, state = EMPTY_TRANSCRIPT): TranscriptState {
  return text.split('\n').reduce((before, line) => reader.feed(before, line), state);
}
