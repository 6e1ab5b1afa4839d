/**
 * Tracks which agent session works on a workflow, from readings: one start when a session is first seen, one end when
 * it is over. Pure; `decide` knows what was already recorded.
 */

import type { Reading } from '../meter/reading.ts';

/** A session as far as this window has seen it. */
export interface TrackedSession {
  readonly id: string;
  readonly agent: string;
  readonly model: string | null;
  /** Peak number of context tokens; null before the first call. */
  readonly peakTokens: number | null;
  /** Its newest reading. */
  readonly reading: Reading;
}

export interface TrackingStep {
  /** The live session; null if there is none. */
  readonly tracked: TrackedSession | null;
  /** The session that is over; null if none ended. */
  readonly ended: TrackedSession | null;
  /** Whether `tracked` differs from the previous one. */
  readonly isNew: boolean;
}

/** Takes one reading: a session is over when it is no longer live, or another took its place. */
export function trackSession(before: TrackedSession | null, reading: Reading | null): TrackingStep {
  const seen = reading === null ? null : sessionOf(reading, before);
  if (seen === null) return { tracked: null, ended: before, isNew: false };
  if (before !== null && before.id === seen.id) {
    // It is over, with the figures of its last reading.
    if (!seen.reading.live) return { tracked: null, ended: seen, isNew: false };
    return { tracked: seen, ended: null, isNew: false };
  }
  if (!seen.reading.live) return { tracked: null, ended: before ?? seen, isNew: false };
  return { tracked: seen, ended: before, isNew: true };
}

/** Only an agent's own files identify a session; an estimate or a reported number doesn't. */
function sessionOf(reading: Reading, before: TrackedSession | null): TrackedSession | null {
  const { agent, sessionId: id, model, source } = reading;
  if ((source !== 'transcript' && source !== 'statusline') || agent === null || id === null) return null;
  const known = before?.id === id ? before : null;
  return {
    id,
    agent,
    model: model ?? known?.model ?? null,
    peakTokens: peakOf(reading, known?.peakTokens ?? null),
    reading,
  };
}

/**
 * Returns the highest number of tokens so far. Usage before a compaction counts, because it exceeds everything after
 * it, and a window that opened later missed it.
 */
export function peakOf(
  reading: Pick<Reading, 'tokens' | 'compactions'>,
  before: number | null,
): number | null {
  const compacted = reading.compactions.map(({ preTokens, tokensBefore }) => preTokens ?? tokensBefore);
  const known = [before, reading.tokens, ...compacted].filter((tokens) => tokens !== null);
  return known.length === 0 ? null : Math.max(...known);
}
