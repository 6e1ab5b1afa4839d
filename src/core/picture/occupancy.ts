/** The context window chart: occupancy per call, with levels and compactions. */

import { groupThousands, shortTokens } from '../meter/format-tokens.ts';
import { WARNING_LEVELS } from '../meter/levels.ts';
import { percentOfWindow } from '../meter/reading.ts';
import type { CourseCompaction, SessionCourse } from '../usage/session-course.ts';
import { UNKNOWN } from './cell-text.ts';
import type { Language } from './picture-words.ts';
import { nearestIndex, reducePoints } from './reduce.ts';
import { place, spread, ticks, timeTicks } from './scale.ts';
import type { Scale } from './scale.ts';
import { linePath, symbol } from './scene.ts';
import type { Chart, PictureTable, Scene, Shape, Stops } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';

const HEIGHT = 260;
const TOP = 16;
const BOTTOM = 28;
const LEFT = 44;
/** Width for the names of levels; a narrow chart gives them less. */
const RIGHT = 168;
const NARROW = 520;
const LABEL_GAP = 14;
/** Number of table intervals, each with at most four calls: tables are read row by row. */
const TABLE_STRETCHES = 25;

export function occupancyChart(picture: SessionPicture, language: Language): Chart {
  const { course } = picture;
  const { say, times } = language;
  const { at, tokens, compactions } = course;
  const [first, last] = [at[0], at.at(-1)];
  const summary =
    first === undefined || last === undefined
      ? say('occupancy-none')
      : say(at.length === 1 ? 'occupancy-summary-one' : 'occupancy-summary', {
          calls: groupThousands(at.length),
          from: times.full(first),
          to: times.full(last),
          most: groupThousands(mostOf(tokens)),
          now: groupThousands(tokens.at(-1) ?? 0),
          compactions: compactions.length,
        });
  return {
    id: 'occupancy',
    title: say('occupancy-title'),
    summary,
    draw: first === undefined ? null : (width) => draw(picture, language, width),
    key: compactions.length === 0 ? null : say('occupancy-key'),
    table: table(picture, language),
  };
}

interface Plot {
  readonly x: Scale;
  readonly y: Scale;
}

function plotOf({ course, session }: SessionPicture, width: number): Plot {
  const right = width - (width < NARROW ? 12 : RIGHT);
  const most = Math.max(session?.window ?? 0, mostOf(course.tokens));
  return {
    x: { from: course.at[0] ?? 0, to: course.at.at(-1) ?? 0, low: LEFT, high: right },
    y: { from: 0, to: most, low: HEIGHT - BOTTOM, high: TOP },
  };
}

function draw(picture: SessionPicture, language: Language, width: number): Scene {
  const { course } = picture;
  const plot = plotOf(picture, width);
  return {
    width,
    height: HEIGHT,
    shapes: [
      ...axes(plot, language),
      ...course.compactions.flatMap(({ at }) => compactionShapes(plot, at)),
      ...line(picture, plot),
      ...levels(picture, plot, { language, isNamed: width >= NARROW }),
    ],
    stops: stopsOf(picture, plot, language),
  };
}

function axes({ x, y }: Plot, { times }: Language): readonly Shape[] {
  const stretch = x.to - x.from;
  const count = Math.max(1, Math.floor((x.high - x.low) / 90));
  const across = ticks(y.to, 4).flatMap((value): Shape[] => {
    const at = place(y, value);
    return [
      { kind: 'line', x1: x.low, y1: at, x2: x.high, y2: at, tone: 'grid' },
      { kind: 'text', x: x.low - 6, y: at + 4, text: shortTokens(value), tone: 'muted', anchor: 'end' },
    ];
  });
  const offset = times.offset(x.to);
  const along = timeTicks(x.from, x.to, count, offset).map((value): Shape => ({
    kind: 'text',
    x: place(x, value),
    y: y.low + 18,
    text: times.short(value, stretch),
    tone: 'muted',
    anchor: 'middle',
  }));
  return [...across, ...along];
}

/** Reduced to one column per pixel; peaks are kept. */
function line({ course }: SessionPicture, { x, y }: Plot): readonly Shape[] {
  const kept = reducePoints({ x: course.at, y: course.tokens }, Math.max(1, Math.round(x.high - x.low)));
  const points = withDrops(course, kept);
  const xs = points.map(({ at }) => place(x, at));
  const ys = points.map(({ tokens }) => place(y, tokens));
  const [firstX, firstY, lastX, lastY] = [xs[0] ?? 0, ys[0] ?? 0, xs.at(-1) ?? 0, ys.at(-1) ?? 0];
  const d = linePath(xs, ys);
  return [
    { kind: 'path', d: `${d}L${lastX},${y.low}L${firstX},${y.low}Z`, tone: 'area', isFilled: true },
    { kind: 'path', d, tone: 'series' },
    // A single call makes no line.
    ...(kept.length === 1 ? [symbol('diamond', firstX, firstY, 'series')] : []),
    symbol('diamond', lastX, lastY, 'series'),
  ];
}

interface Point {
  readonly at: number;
  readonly tokens: number;
}

/** The kept calls; at a compaction, the line drops straight down to the next call. */
function withDrops({ at, tokens, compactions }: SessionCourse, kept: readonly number[]): readonly Point[] {
  return kept.flatMap((index, position): readonly Point[] => {
    const call = { at: at[index] ?? 0, tokens: tokens[index] ?? 0 };
    const before = kept[position - 1];
    if (before === undefined) return [call];
    const [since, full] = [at[before] ?? 0, tokens[before] ?? 0];
    const drop = compactions.find((one) => one.at > since && one.at <= call.at)?.at;
    if (drop === undefined) return [call];
    return [{ at: drop, tokens: full }, { at: drop, tokens: call.tokens }, call];
  });
}

function compactionShapes({ x, y }: Plot, at: number): readonly Shape[] {
  const where = Math.min(x.high, Math.max(x.low, place(x, at)));
  return [
    { kind: 'line', x1: where, y1: y.high, x2: where, y2: y.low, tone: 'compaction', isDashed: true },
    symbol('down', where, y.high - 6, 'compaction'),
  ];
}

interface Naming {
  readonly language: Language;
  readonly isNamed: boolean;
}

/** Dashed lines, labeled at the right if there's room; labels don't overlap. */
function levels(
  { thresholds, session }: SessionPicture,
  { x, y }: Plot,
  { language: { say }, isNamed }: Naming,
): readonly Shape[] {
  if (thresholds === null || session?.window == null) return [];
  const lines = WARNING_LEVELS.map((level) => ({
    tone: level,
    at: place(y, thresholds[level]),
    text: say('level-line', { level: say(`level-${level}`), tokens: shortTokens(thresholds[level]) }),
  }));
  const marks = lines.map(({ tone, at }): Shape => ({
    kind: 'line',
    x1: x.low,
    y1: at,
    x2: x.high,
    y2: at,
    tone,
    isDashed: true,
  }));
  if (!isNamed) return marks;
  const window = {
    at: place(y, session.window),
    text: say('window', { tokens: shortTokens(session.window) }),
  };
  const named = [...lines.map(({ at, text }) => ({ at, text })), window];
  const places = spread(
    named.map(({ at }) => at),
    LABEL_GAP,
  );
  const names = named.map(({ text }, index): Shape => ({
    kind: 'text',
    x: x.high + 8,
    y: (places[index] ?? 0) + 4,
    text,
    tone: 'text',
    anchor: 'start',
  }));
  return [...marks, ...names];
}

/** One stop per call, so that every value can be reached; created on demand. */
function stopsOf(picture: SessionPicture, { x, y }: Plot, language: Language): Stops {
  const { course } = picture;
  return {
    count: course.at.length,
    at: (index) => ({
      x: place(x, course.at[index] ?? 0),
      y: place(y, course.tokens[index] ?? 0),
      text: [stopText(picture, index, language), ...eventsAt(picture, index, language)].join('; '),
    }),
    nearest: (wanted) =>
      nearestIndex(course.at, x.from + ((wanted - x.low) / (x.high - x.low)) * (x.to - x.from)),
  };
}

function stopText({ course, session }: SessionPicture, index: number, { say, times }: Language): string {
  const value = course.tokens[index] ?? 0;
  const said = { time: times.full(course.at[index] ?? 0), tokens: groupThousands(value) };
  const window = session?.window ?? null;
  return window === null
    ? say('occupancy-stop', said)
    : say('occupancy-stop-share', { ...said, percent: percentOfWindow(value, window) });
}

/** Events right before a call, and the level it reached. */
function eventsAt(
  { course, thresholds }: SessionPicture,
  index: number,
  { say }: Language,
): readonly string[] {
  const [before, at] = [course.at[index - 1] ?? -Infinity, course.at[index] ?? 0];
  const compactions = course.compactions.filter((one) => one.at > before && one.at <= at);
  const [was, is] = [course.tokens[index - 1] ?? 0, course.tokens[index] ?? 0];
  const reached = WARNING_LEVELS.filter(
    (level) => thresholds !== null && is >= thresholds[level] && was < thresholds[level],
  );
  return [
    ...compactions.map((one) => say(compactionWord(one))),
    // Of several levels, only the highest matters.
    ...reached.slice(-1).map((level) => say(`level-${level}`)),
  ];
}

function compactionWord({ trigger }: CourseCompaction): 'compacted' | 'compacted-auto' | 'compacted-manual' {
  return trigger === null ? 'compacted' : `compacted-${trigger}`;
}

function table(picture: SessionPicture, language: Language): PictureTable {
  const { course, session } = picture;
  const { say, times } = language;
  const kept = reducePoints({ x: course.at, y: course.tokens }, TABLE_STRETCHES);
  const rows = kept.map((index) => {
    const value = course.tokens[index] ?? 0;
    return [
      times.full(course.at[index] ?? 0),
      groupThousands(value),
      session?.window == null ? UNKNOWN : `${percentOfWindow(value, session.window)}%`,
      eventsAt(picture, index, language).join(', '),
    ];
  });
  const counts = { shown: kept.length, all: groupThousands(course.at.length) };
  return {
    head: [say('time'), say('tokens'), say('share'), say('event')],
    figures: [1, 2],
    rows,
    note: kept.length === course.at.length ? null : say('occupancy-note', counts),
  };
}

/** A loop, because spreading a long list exceeds the argument limit. */
function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
