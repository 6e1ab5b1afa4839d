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
  const { shown, reading } = input;
  if (!canNotify(reading)) return silent(shown);
  if (reading.level === 'compacted') return silent(withLevels(shown, [], input.now));
  const thresholds = thresholdsOf(reading, input.rules);
  if (
    reading.level === 'unknown' ||
    reading.tokens === null ||
    reading.window === null ||
    thresholds === null
  ) {
    return silent(shown);
  }
  const kept = stillShown(shown?.levels ?? [], reading.tokens, reading.window, thresholds);
  const snooze = snoozeOf(shown, input.now);
  if (!isWarningLevel(reading.level)) {
    return silent(withLevels(endSnooze(shown, snooze), kept, input.now));
  }
  const isNew = !kept.includes(reading.level);
  const reached = WARNING_LEVELS.slice(0, WARNING_LEVELS.indexOf(reading.level) + 1);
  const levels = WARNING_LEVELS.filter((level) => kept.includes(level) || reached.includes(level));
  const isDue = snooze === 'over' || (isNew && snooze === 'none');
  return {
    announce: isDue ? reading.level : null,
    writes: isNew || isDue ? WRITES[reading.level] : 'none',
    shown: withLevels(endSnooze(shown, snooze), levels, input.now),
  };
}

/** Returns the record after *Snooze*: nothing is announced for this session before `until` (ISO 8601, UTC). */
export function snoozed(shown: ShownLevels | null, until: string, now: string): ShownLevels {
  return { levels: shown?.levels ?? [], at: now, snoozedUntil: until };
}

function silent(shown: ShownLevels | null): Notice {
  return { announce: null, writes: 'none', shown };
}

function stillShown(
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
  now: string,
): ShownLevels | null {
  const before = shown?.levels ?? [];
  const isSame = before.length === levels.length && levels.every((level) => before.includes(level));
  if (isSame) return shown;
  return { ...shown, levels: [...levels], at: now };
}
