/** The timeline chart: a bar for each period of work, with approvals, rejections, and handoffs. */

import type { Language, PictureWord } from './picture-words.ts';
import { place, timeTicks } from './scale.ts';
import type { Scale } from './scale.ts';
import { listStops, symbol } from './scene.ts';
import type { Chart, PictureTable, Scene, Shape, Stop, SymbolName, Tone } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';
import type { MarkKind, Timeline, TimelineMark, TimelineSpan } from './timeline-data.ts';

const ROW = 22;
const BAR = 10;
const TOP = 8;
const BOTTOM = 28;
const NAMES = 150;
const RIGHT = 24;

const SYMBOLS: Readonly<Record<MarkKind, readonly [SymbolName, Tone]>> = {
  approved: ['check', 'approved'],
  rejected: ['cross', 'rejected'],
  handoff: ['flag', 'handoff'],
  submitted: ['diamond', 'other'],
  undone: ['diamond', 'other'],
  skipped: ['diamond', 'other'],
  reopened: ['diamond', 'other'],
  set: ['diamond', 'other'],
};

export function timelineChart({ timeline }: SessionPicture, language: Language): Chart {
  const { say, times } = language;
  const count = (kind: MarkKind): number => timeline?.marks.filter((mark) => mark.kind === kind).length ?? 0;
  return {
    id: 'timeline',
    title: say('timeline-title'),
    summary:
      timeline === null
        ? say('timeline-none')
        : say('timeline-summary', {
            from: times.full(timeline.from),
            to: times.full(timeline.to),
            approved: count('approved'),
            rejected: count('rejected'),
            handoffs: count('handoff'),
          }),
    draw: timeline === null ? null : (width) => draw(timeline, language, width),
    key: say('timeline-key'),
    table: tableOf(timeline, language),
  };
}

function draw(timeline: Timeline, language: Language, width: number): Scene {
  const { from, to, steps, spans, marks } = timeline;
  const x: Scale = { from, to, low: NAMES, high: Math.max(NAMES + 60, width - RIGHT) };
  const names = [...steps.map(({ name }) => name), language.say('handoffs')];
  const height = TOP + names.length * ROW + BOTTOM;
  const rowOf = (step: string | null): number => {
    const index = steps.findIndex((one) => one.step === step);
    return TOP + (index < 0 ? steps.length : index) * ROW + ROW / 2;
  };
  const places = markPlaces(marks, x, rowOf);
  return {
    width,
    height,
    shapes: [
      ...axis(x, height - BOTTOM, language),
      ...names.flatMap((name, index) => rowShapes(name, TOP + index * ROW + ROW / 2, x)),
      ...spans.map((span) => spanShape(span, x, { to, middle: rowOf(span.step) })),
      ...places.map(({ mark, at, middle }) => markShape(mark, at, middle)),
    ],
    stops: listStops([...spanStops(timeline, x, { rowOf, language }), ...markStops(places, language)]),
  };
}

function markShape({ kind }: TimelineMark, x: number, y: number): Shape {
  const [name, tone] = SYMBOLS[kind];
  return symbol(name, x, y, tone);
}

interface MarkPlace {
  readonly mark: TimelineMark;
  readonly at: number;
  readonly middle: number;
}

function markPlaces(
  marks: readonly TimelineMark[],
  x: Scale,
  rowOf: (step: string | null) => number,
): readonly MarkPlace[] {
  return marks.map((mark) => ({ mark, at: place(x, mark.at), middle: rowOf(mark.step) }));
}

function axis(x: Scale, bottom: number, { times }: Language): readonly Shape[] {
  const stretch = x.to - x.from;
  const count = Math.max(1, Math.floor((x.high - x.low) / 90));
  return timeTicks(x.from, x.to, count, times.offset(x.to)).flatMap((value): Shape[] => {
    const at = place(x, value);
    return [
      { kind: 'line', x1: at, y1: TOP, x2: at, y2: bottom, tone: 'grid' },
      {
        kind: 'text',
        x: at,
        y: bottom + 18,
        text: times.short(value, stretch),
        tone: 'muted',
        anchor: 'middle',
      },
    ];
  });
}

function rowShapes(name: string, middle: number, x: Scale): readonly Shape[] {
  return [
    { kind: 'text', x: x.low - 8, y: middle + 4, text: name, tone: 'text', anchor: 'end' },
    { kind: 'line', x1: x.low, y1: middle, x2: x.high, y2: middle, tone: 'grid' },
  ];
}

interface SpanPlace {
  readonly to: number;
  readonly middle: number;
}

function spanShape({ from, until }: TimelineSpan, x: Scale, { to, middle }: SpanPlace): Shape {
  const [begin, end] = [place(x, from), place(x, until ?? to)];
  return {
    kind: 'rect',
    x: begin,
    y: middle - BAR / 2,
    width: Math.max(2, end - begin),
    height: BAR,
    tone: 'series',
  };
}

interface Placing {
  readonly rowOf: (step: string | null) => number;
  readonly language: Language;
}

function spanStops({ spans, to }: Timeline, x: Scale, { rowOf, language }: Placing): readonly Stop[] {
  return spans.map((span) => ({
    x: (place(x, span.from) + place(x, span.until ?? to)) / 2,
    y: rowOf(span.step),
    text: spanText(span, language),
  }));
}

function spanText({ step, from, until }: TimelineSpan, { say, times }: Language): string {
  const said = { phase: step, from: times.full(from) };
  return until === null
    ? say('timeline-lasts', said)
    : say('timeline-span', { ...said, to: times.full(until) });
}

function markStops(places: readonly MarkPlace[], language: Language): readonly Stop[] {
  const { say, times } = language;
  return places.map(({ mark, at, middle }) => ({
    x: at,
    y: middle,
    text: say('timeline-mark', { time: times.full(mark.at), what: whatOf(mark, language) }),
  }));
}

function whatOf({ kind, step, detail }: TimelineMark, { say }: Language): string {
  const word: PictureWord = `mark-${kind}`;
  return say(word, kind === 'handoff' ? { phase: detail } : { phase: step ?? '', reason: detail });
}

function tableOf(timeline: Timeline | null, language: Language): PictureTable {
  const { say, times } = language;
  const nameOf = (step: string | null): string =>
    timeline?.steps.find((one) => one.step === step)?.name ?? step ?? '';
  const rows = [
    ...(timeline?.spans ?? []).map((span) => ({
      at: span.from,
      cells: [nameOf(span.step), say('in-phase'), times.full(span.from), until(span, language)],
    })),
    ...(timeline?.marks ?? []).map((mark) => ({
      at: mark.at,
      cells: [nameOf(mark.step), whatOf(mark, language), times.full(mark.at), ''],
    })),
  ].sort((one, other) => one.at - other.at);
  return {
    head: [say('phase'), say('event'), say('from'), say('until')],
    figures: [],
    rows: rows.map(({ cells }) => cells),
    note: null,
  };
}

function until({ until: end }: TimelineSpan, { times }: Language): string {
  return end === null ? '' : times.full(end);
}
