/** Picks one reading among the sources, and makes a reading of a reported number. */

import type { ReportedTokens } from '../session/current-session.ts';
import type { LevelRules } from './levels.ts';
import { makeReading, type Reading, type WindowResolution } from './reading.ts';
import { LARGE_WINDOW, STANDARD_WINDOW } from './model-windows.ts';
import { ruledWindow } from './window.ts';

/** What each source has to say now; null where it says nothing. */
export interface ReadingSources {
  /** Of a session, by its status line or its transcript. */
  readonly session: Reading | null;
  readonly reported: Reading | null;
  readonly estimate: Reading | null;
}

/**
 * The best source that knows something: session, reported, estimate. An old figure doesn't hide a new one: an ended
 * session from before the report gives way.
 *
 * @returns null when no source has a reading
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

/** The window where no model is known: the rule for every model, else the usual one. */
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
 * A reading of the number that a person or an agent reported (`ninefold meter set`, `report_tokens`).
 *
 * @param given the window that the user says of this reading (`--window N`)
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

/** More than the usual window holds is of a large one, where nobody says which. */
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
