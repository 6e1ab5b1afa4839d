/** The first lines of the meter's tooltip: how full, what comes next and when, where the figures come from. */

import { aboutTokens } from './format-tokens.ts';
import { type LevelRules, tokensToLevels, WARNING_LEVELS } from './levels.ts';
import { type Phrase, phrase } from './meter-words.ts';
import { type Reading, thresholdsOf, tokensLeft } from './reading.ts';
import type { FillKind, WindowFill } from './window-fill.ts';

const FILL_KINDS: readonly FillKind[] = ['system', 'files', 'results', 'conversation'];

/** Parts of a line, joined by commas. */
type Line = readonly Phrase[];

interface BriefFacts {
  readonly reading: Reading;
  readonly rules: LevelRules;
  /** Of the reading, in milliseconds; NaN if unknown. */
  readonly age: number;
  /** Null if unknown. */
  readonly fill: WindowFill | null;
  readonly head: Phrase;
  /** What is said of an assumed window; null if it isn't, or no level is reached. */
  readonly assumption: Phrase | null;
}

export function briefLines({ reading, rules, age, fill, head, assumption }: BriefFacts): readonly Line[] {
  return [
    [head],
    ...barLine(reading),
    ...aheadLine(reading, rules),
    ...(assumption === null ? [] : [[assumption]]),
    sourceLine(reading, age),
    // What was before a compaction isn't in the window.
    ...fillLine(reading.level === 'compacted' ? null : fill),
  ];
}

/** Cells of the bar. */
const BAR_CELLS = 20;

function barLine({ tokens, window }: Reading): readonly Line[] {
  if (tokens === null || window === null) return [];
  const used = Math.min(BAR_CELLS, Math.round((tokens / window) * BAR_CELLS));
  return [[phrase('bar', { bar: '█'.repeat(used) + '░'.repeat(BAR_CELLS - used) })]];
}

/** The next level, or after the last one the end, and when it comes at the present pace. */
function aheadLine(reading: Reading, rules: LevelRules): readonly Line[] {
  const thresholds = thresholdsOf(reading, rules);
  if (reading.tokens === null || thresholds === null) return [];
  const left = tokensToLevels(reading.tokens, thresholds);
  const next = WARNING_LEVELS.find((level) => left[level] > 0);
  if (next === undefined) {
    const tokens = aboutTokens(tokensLeft(reading) ?? 0);
    const end = phrase(reading.compactsAt === null ? 'ahead-full' : 'ahead-compacts', { tokens });
    return [[end, ...turnsPhrase(reading.turnsLeft)]];
  }
  const word = next === 'force' && reading.windowSource === 'assumed' ? 'save' : next;
  return [
    [
      phrase(`ahead-${word}`, { tokens: aboutTokens(left[next]) }),
      ...turnsPhrase(reading.forecast?.turns?.typical),
    ],
  ];
}

function turnsPhrase(turns: number | undefined): Phrase[] {
  if (turns === undefined) return [];
  return [turns === 1 ? phrase('about-turn') : phrase('about-turns', { turns })];
}

function sourceLine({ source }: Reading, age: number): Line {
  return [phrase(`from-${source}`), ...shortAge(age)];
}

/** @param age milliseconds; NaN if unknown */
function shortAge(age: number): Phrase[] {
  if (Number.isNaN(age)) return [];
  const minutes = Math.floor(age / 60_000);
  if (minutes < 1) return [phrase('just-now')];
  if (minutes < 120) return [phrase('minutes-ago', { minutes })];
  return [phrase('hours-ago', { hours: Math.floor(minutes / 60) })];
}

/** The parts of the window that make up a percent or more, largest first. */
function fillLine(fill: WindowFill | null): readonly Line[] {
  if (fill === null || fill.tokens === 0) return [];
  const { tokens, shares } = fill;
  const parts = FILL_KINDS.map((kind) => ({ kind, percent: Math.round((shares[kind] / tokens) * 100) }));
  const shown = parts.filter(({ percent }) => percent > 0).sort((one, other) => other.percent - one.percent);
  return [shown.map(({ kind, percent }) => phrase(`fill-${kind}`, { percent }))];
}
