/**
 * Which agent session works on a workflow, told from readings: one start when a session is first seen, one end when
 * it is over. A pure step; what was recorded already is for `decide` to know.
 */

import type { Reading } from '../meter/reading.ts';

/** A session as far as this window has seen it. */
export interface TrackedSession {
  readonly id: string;
  readonly agent: string;
  readonly model: string | null;
  /** Most tokens of context in use at once; null before the first call. */
  readonly peakTokens: number | null;
  /** Its newest reading. */
  readonly reading: Reading;
}

export interface TrackingStep {
  /** The session that lives now; null where none does. */
  readonly tracked: TrackedSession | null;
  /** The one that is over; null where nothing ended. */
  readonly ended: TrackedSession | null;
  /** Whether `tracked` wasn't the one before. */
  readonly isNew: boolean;
}

/** One step: a session is over when it no longer lives, or when another took its place. */
export function trackSession(before: TrackedSession | null, reading: Reading | null): TrackingStep {
  const seen = reading === null ? null : sessionOf(reading, before);
  if (seen === null) return { tracked: null, ended: before, isNew: false };
  if (before !== null && before.id === seen.id) {
    // Over, with the figures that its last look gave.
    if (!seen.reading.live) return { tracked: null, ended: seen, isNew: false };
    return { tracked: seen, ended: null, isNew: false };
  }
  if (!seen.reading.live) return { tracked: null, ended: before ?? seen, isNew: false };
  return { tracked: seen, ended: before, isNew: true };
}

/** Only what an agent itself wrote tells of a session; an estimate and a reported number don't. */
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
 * The most tokens seen so far. What stood in the window before a compaction counts: it is higher than anything after
 * it, and a window that was opened later hasn't seen it.
 */
export function peakOf(
  reading: Pick<Reading, 'tokens' | 'compactions'>,
  before: number | null,
): number | null {
  const compacted = reading.compactions.map(({ preTokens, tokensBefore }) => preTokens ?? tokensBefore);
  const known = [before, reading.tokens, ...compacted].filter((tokens) => tokens !== null);
  return known.length === 0 ? null : Math.max(...known);
}
