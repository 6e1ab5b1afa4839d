/** What the status bar shows of a reading: a pure model of phrases that the host translates. */

import { assumptionOf, spokenLevel } from './assumed-window.ts';
import { type BannerProgress, bannerText } from './banner.ts';
import { briefLines } from './brief-lines.ts';
import { groupThousands, shortTokens } from './format-tokens.ts';
import {
  isWarningLevel,
  type Level,
  type LevelRules,
  type LevelThresholds,
  tokensToLevels,
  WARNING_LEVELS,
  type WarningLevel,
} from './levels.ts';
import { type MeterWord, type Phrase, phrase } from './meter-words.ts';
import type { PlanLimit } from './plan-limits.ts';
import { type Reading, thresholdsOf } from './reading.ts';
import type { WindowFill } from './window-fill.ts';

export interface StatusText {
  /** Short, with one icon. */
  readonly text: Phrase;
  /** Background of the item. */
  readonly severity: 'none' | 'warning' | 'error';
  /** Accessible label, joined by commas. */
  readonly label: readonly Phrase[];
  /** What matters first, in Markdown: a line for each list, joined by commas. */
  readonly brief: readonly (readonly Phrase[])[];
  /** The facts that `brief` leaves out, one per line, in Markdown. */
  readonly details: readonly Phrase[];
  /** One fact per line, in Markdown. Ids and model names in the parameters come from files: escape them. */
  readonly tooltip: readonly Phrase[];
  /** Banner shown as a code block at the end of the tooltip; empty below `warning`. */
  readonly banner: string;
}

type TimeText = (at: string) => string;

export interface StatusTextInput {
  /** Null if there's no session in the folder. */
  readonly reading: Reading | null;
  readonly rules: LevelRules;
  /** Milliseconds since the epoch, for the reading's age. */
  readonly now: number;
  readonly progress?: BannerProgress | null;
  /** What fills the window; null or absent if unknown. */
  readonly fill?: WindowFill | null;
  /**
   * Formats a future time (ISO 8601) in the user's language and time zone. Without it, plan limits are omitted: they
   * belong to the account, and each session in a list would show them as of a different time.
   */
  readonly timeText?: TimeText | null;
}

/** Older figures are marked as stale: the agent may have continued elsewhere. */
const STALE_MILLISECONDS = 60 * 60_000;

const SEVERITY: Readonly<Record<Level, StatusText['severity']>> = {
  normal: 'none',
  compacted: 'none',
  unknown: 'none',
  warning: 'warning',
  suggest: 'warning',
  force: 'error',
};

/** The icon shows the level without color, for high contrast themes. */
const ICONS: Readonly<Record<StatusText['severity'], string>> = {
  none: '$(pulse)',
  warning: '$(warning)',
  error: '$(error)',
};

const NO_SESSION: StatusText = {
  text: phrase('status-unknown'),
  severity: 'none',
  label: [phrase('label-unknown')],
  brief: [[phrase('tooltip-unknown')]],
  details: [],
  tooltip: [phrase('tooltip-unknown')],
  banner: '',
};

export function statusText({
  reading,
  rules,
  now,
  progress = null,
  fill = null,
  timeText = null,
}: StatusTextInput): StatusText {
  if (reading === null) return NO_SESSION;
  const age = reading.at === null ? NaN : now - Date.parse(reading.at);
  const kind = kindOf(reading, age);
  const spoken = spokenLevel(reading);
  const severity = SEVERITY[spoken];
  const figures = { ...chartsOf(reading), hours: Math.floor(age / STALE_MILLISECONDS) };
  const assumption = isWarningLevel(spoken) ? assumptionOf(reading) : null;
  const level = isWarningLevel(spoken) ? [phrase(`label-${spoken}`)] : [];
  const head = phrase(TOOLTIP_HEADS[kind], figures);
  const details = detailsOf(reading, rules, assumption, timeText);
  return {
    text: phrase(`status-${kind}`, {
      icon: ICONS[severity],
      hours: figures.hours,
      tokens: reading.tokens === null ? '' : shortTokens(reading.tokens),
      percent: reading.percent ?? '',
    }),
    severity,
    label: [phrase(`label-${kind}`, figures), ...level, ...(assumption === null ? [] : [assumption])],
    brief: briefLines({ reading, rules, age, fill, head, assumption }),
    details,
    tooltip: [head, phrase(`source-${reading.source}`), ...agePhrase(age), ...details],
    banner: bannerText(reading, progress),
  };
}

type Kind = 'known' | 'stale' | 'estimated' | 'ended' | 'compacted' | 'waiting' | 'unclear';

const TOOLTIP_HEADS: Readonly<Record<Kind, MeterWord>> = {
  known: 'tooltip-tokens',
  stale: 'tooltip-tokens',
  ended: 'tooltip-tokens',
  estimated: 'tooltip-tokens-estimated',
  compacted: 'tooltip-compacted',
  waiting: 'tooltip-waiting',
  unclear: 'tooltip-unclear',
};

/** @param age milliseconds; NaN if unknown */
function kindOf(reading: Reading, age: number): Kind {
  if (reading.level === 'compacted') return 'compacted';
  if (reading.noCount !== undefined) return 'unclear';
  if (reading.tokens === null || reading.window === null) return 'waiting';
  if (reading.source === 'estimate') return 'estimated';
  if (!reading.live && reading.source !== 'reported') return 'ended';
  return age >= STALE_MILLISECONDS ? 'stale' : 'known';
}

function chartsOf(reading: Reading): Record<string, string | number> {
  return {
    tokens: reading.tokens === null ? '' : groupThousands(reading.tokens),
    window: reading.window === null ? '' : groupThousands(reading.window),
    percent: reading.percent ?? '',
    figure: reading.noCount ?? '',
  };
}

function sessionFacts({ agent, model, sessionId, live }: Reading): Phrase[] {
  return [
    ...(agent === null ? [] : [phrase('agent', { agent })]),
    ...(model === null ? [] : [phrase('model', { model })]),
    ...(sessionId === null ? [] : [phrase(live ? 'session-live' : 'session-ended', { session: sessionId })]),
  ];
}

/** The facts that the first lines leave out. */
function detailsOf(
  reading: Reading,
  rules: LevelRules,
  assumption: Phrase | null,
  timeText: TimeText | null,
): readonly Phrase[] {
  return [
    ...sessionFacts(reading),
    ...estimateFacts(reading),
    ...windowFacts(reading),
    ...(assumption === null ? [] : [assumption]),
    ...levelFacts(reading, rules),
    ...forecastFacts(reading),
    ...accountFacts(reading, timeText),
  ];
}

function estimateFacts({ estimate }: Reading): Phrase[] {
  if (estimate === undefined) return [];
  const { files, tokens, encoding, factor, factorOf, leftOut, isApproximate } = estimate;
  return [
    phrase('estimate-set', { files, tokens: groupThousands(tokens), encoding }),
    phrase('estimate-factor', { factor, agent: factorOf }),
    ...(leftOut === 0 ? [] : [phrase('estimate-left-out', { files: leftOut })]),
    ...(isApproximate ? [phrase('estimate-approximate')] : []),
  ];
}

function agePhrase(milliseconds: number): Phrase[] {
  if (Number.isNaN(milliseconds)) return [];
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return [phrase('age-now')];
  return minutes < 120
    ? [phrase('age-minutes', { minutes })]
    : [phrase('age-hours', { hours: Math.floor(minutes / 60) })];
}

function windowFacts({ window, windowSource, compactsAt }: Reading): Phrase[] {
  if (window === null || windowSource === null) return [];
  const facts = [phrase(`window-${windowSource}`, { window: groupThousands(window) })];
  if (compactsAt === null) return facts;
  return [...facts, phrase('compacts-at', { tokens: groupThousands(compactsAt) })];
}

function levelFacts(reading: Reading, rules: LevelRules): Phrase[] {
  const thresholds = thresholdsOf(reading, rules);
  if (reading.tokens === null || thresholds === null) return [];
  const left = tokensToLevels(reading.tokens, thresholds);
  const isAssumed = reading.windowSource === 'assumed';
  return WARNING_LEVELS.map((level) => levelPhrase(level, thresholds, left, isAssumed));
}

function forecastFacts({ forecast }: Reading): Phrase[] {
  if (forecast === undefined) return [];
  const { turns, minutes, isEarly } = forecast;
  if (turns === null) return [phrase(isEarly ? 'forecast-unknown' : 'forecast-still')];
  if (turns.high === 1) return [phrase('forecast-next')];
  if (turns.low === turns.high) {
    const even = { turns: turns.typical, minutes: minutes?.typical ?? '' };
    return [phrase(minutes === null ? 'forecast-turns-even' : 'forecast-even', even)];
  }
  const isOpen = turns.high === null;
  const ofTurns = { turns: turns.typical, turnsLow: turns.low, turnsHigh: turns.high ?? '' };
  if (minutes === null) return [phrase(isOpen ? 'forecast-turns-open' : 'forecast-turns', ofTurns)];
  const { typical, low, high } = minutes;
  const figures = { ...ofTurns, minutes: typical, minutesLow: low, minutesHigh: high ?? '' };
  return [phrase(isOpen ? 'forecast-open' : 'forecast', figures)];
}

function accountFacts({ rateLimits, costUsd }: Reading, timeText: TimeText | null): Phrase[] {
  return [
    ...limitPhrase('plan-five-hour', rateLimits?.fiveHour ?? null, timeText),
    ...limitPhrase('plan-seven-day', rateLimits?.sevenDay ?? null, timeText),
    ...(costUsd === undefined ? [] : [phrase('cost', { dollars: costUsd.toFixed(2) })]),
  ];
}

function limitPhrase(
  word: 'plan-five-hour' | 'plan-seven-day',
  limit: PlanLimit | null,
  timeText: TimeText | null,
): Phrase[] {
  if (limit === null || timeText === null) return [];
  const percent = Math.floor(limit.usedPercent);
  if (limit.resetsAt === null) return [phrase(word, { percent })];
  return [phrase(`${word}-resets`, { percent, time: timeText(limit.resetsAt) })];
}

function levelPhrase(
  level: WarningLevel,
  thresholds: LevelThresholds,
  left: LevelThresholds,
  isAssumed: boolean,
): Phrase {
  const threshold = groupThousands(thresholds[level]);
  const word = isAssumed && level === 'force' ? 'save' : level;
  if (left[level] === 0) return phrase(`level-${word}-reached`, { threshold });
  return phrase(`level-${word}-in`, { threshold, tokens: groupThousands(left[level]) });
}
