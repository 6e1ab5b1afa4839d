/** Chooses a reading among the sources, and creates readings of reported numbers. */

import type { ReportedTokens } from '../session/current-session.ts';
import type { LevelRules } from './levels.ts';
import { makeReading, type Reading, type WindowResolution } from './reading.ts';
import { LARGE_WINDOW, STANDARD_WINDOW } from './model-windows.ts';
import { ruledWindow } from './window.ts';

/** The current reading of each source; null if it has none. */
export interface ReadingSources {
  /** Reading of a session, from its status line or transcript. */
  readonly session: Reading | null;
  readonly reported: Reading | null;
  readonly estimate: Reading | null;
}

/**
 * Returns the reading of the best source with data: session, reported, estimate. An ended session from before the
 * report yields to it, so that old figures don't hide new ones.
 *
 * @returns null if no source has a reading
 */
export function chooseReading(sources: ReadingSources): Reading | null {
  const { session, reported, estimate } = sources;
  const isOutdated = session !== null && reported !== null && !session.live && isBefore(session, reported);
  const ranked = [isOutdated ? null : session, reported, estimate].filter((reading) => reading !== null);
  return ranked.find((reading) => reading.level !== 'unknown') ?? ranked[0] ?? null;
}

function isBefore(one: Reading, other: Reading): boolean {
  return one.at !== null && other.at !== null && Date.parse(one.at) < Date.parse(other.at);
}

/** Returns the window if no model is known: the rule for every model, otherwise the standard one. */
export function windowWithoutModel(windows: Readonly<Record<string, number>>): WindowResolution {
  const ruled = ruledWindow(null, windows);
  return ruled === null
    ? { window: STANDARD_WINDOW, windowSource: 'assumed' }
    : { window: ruled, windowSource: 'setting' };
}

interface ReportedRules {
  readonly levels: LevelRules;
  readonly windows: Readonly<Record<string, number>>;
}

/**
 * Creates a reading of a number that a person or an agent reported (`ninefold meter set`, `report_tokens`).
 *
 * @param given window that the user gave for this reading (`--window N`)
 */
export function reportedReading(
  reported: ReportedTokens,
  rules: ReportedRules,
  given: number | null = null,
): Reading {
  const window = windowOfReported(reported, rules, given);
  return makeReading(
    {
      agent: null,
      sessionId: reported.sessionId ?? null,
      model: null,
      source: 'reported',
      tokens: reported.tokens,
      outputTokens: null,
      window,
      compactsAt: null,
      isCompacted: false,
      live: false,
      at: reported.at,
      compactions: [],
    },
    rules.levels,
  );
}

/** More tokens than the standard window holds imply a large one, if none is given. */
function windowOfReported(
  { tokens, window }: ReportedTokens,
  { windows }: ReportedRules,
  given: number | null,
): WindowResolution {
  if (given !== null) return { window: given, windowSource: 'setting' };
  if (window !== null) return { window, windowSource: 'reported' };
  const known = windowWithoutModel(windows);
  return known.windowSource === 'assumed' && tokens > STANDARD_WINDOW
    ? { window: LARGE_WINDOW, windowSource: 'observed' }
    : known;
}
