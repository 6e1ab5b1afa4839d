/**
 * Decides when a level is announced and what it saves: once per session and level, and again only after the reading
 * fell five points below that level. A pure step from the recorded levels to the next record, so that it can be
 * recorded before the user is notified and a second window doesn't repeat it.
 */

import type { ShownLevels } from '../session/current-session.ts';
import {
  isWarningLevel,
  type LevelRules,
  type LevelThresholds,
  WARNING_LEVELS,
  type WarningLevel,
} from './levels.ts';
import { type Reading, thresholdsOf } from './reading.ts';

/** Percentage points by which a reading must fall below a level before it's announced again. */
const REARM_PERCENT = 5;

/** What a level saves automatically: `suggest` the handoff, `force` state and handoff. */
export type LevelWrites = 'none' | 'document' | 'state-and-document';

export interface Notice {
  /** The level to announce now; null for none. */
  readonly announce: WarningLevel | null;
  readonly writes: LevelWrites;
  /** The new record; the same object if nothing changed, so that it needn't be written. */
  readonly shown: ShownLevels | null;
}

export interface NoticeInput {
  /** Record of this reading's {@link shownKey}; null if nothing was shown yet. */
  readonly shown: ShownLevels | null;
  readonly reading: Reading;
  readonly rules: LevelRules;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** False where nobody is told, but the level saves all the same; whoever can tell it later does. Defaults to true. */
  readonly isHeard?: boolean;
}

const WRITES: Readonly<Record<WarningLevel, LevelWrites>> = {
  warning: 'none',
  suggest: 'document',
  force: 'state-and-document',
};

/** Returns the key of a reading in `CurrentSession.shown`. */
export function shownKey(reading: Pick<Reading, 'source' | 'sessionId'>): string {
  return reading.source === 'reported' ? 'reported' : (reading.sessionId ?? 'unknown');
}

/**
 * Returns whether a reading may notify and save: only live sessions and reported numbers; estimates and ended
 * sessions only color.
 */
export function canNotify(reading: Pick<Reading, 'source' | 'live'>): boolean {
  return reading.source === 'reported' || (reading.source !== 'estimate' && reading.live);
}

/**
 * Returns what to announce, save, and record. A jump over several levels announces the highest and records those
 * below as shown. While snoozed, nothing is announced, but levels still save; after the snooze, the current level is
 * announced again and saves again, because much may have changed. A compaction starts over.
 */
export function nextNotice(input: NoticeInput): Notice {
  const { shown, reading, now, isHeard = true } = input;
  if (!canNotify(reading)) return silent(shown);
  if (reading.level === 'compacted') return silent(withLevels(shown, [], [], now));
  const { tokens, window, level } = reading;
  const thresholds = thresholdsOf(reading, input.rules);
  if (level === 'unknown' || tokens === null || window === null || thresholds === null) return silent(shown);
  const kept = stillReached(shown?.levels ?? [], tokens, window, thresholds);
  const saved = stillReached(savedLevels(shown), tokens, window, thresholds);
  const snooze = snoozeOf(shown, now);
  if (!isWarningLevel(level)) return silent(withLevels(endSnooze(shown, snooze), kept, saved, now));
  const reached = WARNING_LEVELS.slice(0, WARNING_LEVELS.indexOf(level) + 1);
  const isSaved = saved.includes(level);
  const allSaved = union(saved, reached);
  if (!isHeard) {
    const writes = isSaved ? 'none' : WRITES[level];
    return { announce: null, writes, shown: withLevels(shown, kept, allSaved, now) };
  }
  const isDue = snooze === 'over' || (!kept.includes(level) && snooze === 'none');
  return {
    announce: isDue ? level : null,
    writes: !isSaved || snooze === 'over' ? WRITES[level] : 'none',
    shown: withLevels(endSnooze(shown, snooze), union(kept, reached), allSaved, now),
  };
}

/** Returns the levels that saved: those that were announced, and those that nobody was told of. */
function savedLevels(shown: ShownLevels | null): readonly WarningLevel[] {
  return shown?.saved ?? shown?.levels ?? [];
}

function union(some: readonly WarningLevel[], others: readonly WarningLevel[]): readonly WarningLevel[] {
  return WARNING_LEVELS.filter((level) => some.includes(level) || others.includes(level));
}

/** Returns the record after *Snooze*: nothing is announced for this session before `until` (ISO 8601, UTC). */
export function snoozed(shown: ShownLevels | null, until: string, now: string): ShownLevels {
  const saved = shown?.saved === undefined ? {} : { saved: shown.saved };
  return { levels: shown?.levels ?? [], at: now, snoozedUntil: until, ...saved };
}

function silent(shown: ShownLevels | null): Notice {
  return { announce: null, writes: 'none', shown };
}

function stillReached(
  levels: readonly WarningLevel[],
  tokens: number,
  window: number,
  thresholds: LevelThresholds,
): readonly WarningLevel[] {
  const fall = (window * REARM_PERCENT) / 100;
  return levels.filter((level) => tokens > thresholds[level] - fall);
}

type Snooze = 'none' | 'running' | 'over';

function snoozeOf(shown: ShownLevels | null, now: string): Snooze {
  const until = shown?.snoozedUntil ?? null;
  if (until === null) return 'none';
  // An invalid time ends the snooze: NaN is never after now.
  return Date.parse(until) > Date.parse(now) ? 'running' : 'over';
}

function endSnooze(shown: ShownLevels | null, snooze: Snooze): ShownLevels | null {
  return shown !== null && snooze === 'over' ? { ...shown, snoozedUntil: null } : shown;
}

function withLevels(
  shown: ShownLevels | null,
  levels: readonly WarningLevel[],
  saved: readonly WarningLevel[],
  now: string,
): ShownLevels | null {
  if (isSame(shown?.levels ?? [], levels) && isSame(savedLevels(shown), saved)) return shown;
  const snooze = shown?.snoozedUntil === undefined ? {} : { snoozedUntil: shown.snoozedUntil };
  return { levels: [...levels], at: now, ...snooze, ...(isSame(levels, saved) ? {} : { saved: [...saved] }) };
}

function isSame(some: readonly WarningLevel[], others: readonly WarningLevel[]): boolean {
  return some.length === others.length && some.every((level) => others.includes(level));
}
