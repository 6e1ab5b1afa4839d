/** The chart of what fills the window: one bar for each kind of content, and the largest items in words. */

import { groupThousands, shortTokens } from '../meter/format-tokens.ts';
import type { FillItem, FillKind, WindowFill } from '../meter/window-fill.ts';
import { BAR, BOTTOM, ROW, TOP, barAxis, barScale } from './bar-rows.ts';
import type { Language, PictureWord, Say } from './picture-words.ts';
import { place } from './scale.ts';
import type { Scale } from './scale.ts';
import { listStops } from './scene.ts';
import type { Chart, Scene, Shape } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';

const KINDS: readonly (readonly [kind: FillKind, word: PictureWord])[] = [
  ['files', 'fill-files'],
  ['results', 'fill-results'],
  ['conversation', 'fill-conversation'],
  ['system', 'fill-system'],
];

/** Marks an item among the kinds of the table. */
const INDENT = '– ';

export function fillChart({ fill }: SessionPicture, { say }: Language): Chart {
  return {
    id: 'fill',
    title: say('fill-title'),
    summary: fill === null ? say('fill-none') : summaryOf(fill, say),
    draw: fill === null ? null : (width) => draw(fill, say, width),
    key: null,
    table: {
      head: [say('fill-what'), say('tokens'), say('share')],
      figures: [1, 2],
      rows: fill === null ? [] : rowsOf(fill, say),
      note: null,
    },
  };
}

function summaryOf({ tokens, items }: WindowFill, say: Say): string {
  const figures = { tokens: groupThousands(tokens) };
  if (items.length === 0) return say('fill-summary-bare', figures);
  return say('fill-summary', { ...figures, items: items.map((item) => itemText(item, say)).join('; ') });
}

/** `~14K: package-lock.json, read twice`. */
function itemText({ kind, label, tokens, count }: FillItem, say: Say): string {
  const figures = { tokens: shortTokens(tokens), label, count };
  if (count === 1) return say('fill-item', figures);
  const done = kind === 'files' ? 'read' : 'run';
  return say(`fill-${done}-${count === 2 ? 'twice' : 'times'}`, figures);
}

function rowsOf({ tokens, shares, items }: WindowFill, say: Say): readonly (readonly string[])[] {
  return KINDS.flatMap(([kind, word]) => [
    figuresOf(say(word), shares[kind], tokens, say),
    ...items
      .filter((item) => item.kind === kind)
      .map((item) => figuresOf(`${INDENT}${item.label}`, item.tokens, tokens, say)),
  ]);
}

function figuresOf(what: string, part: number, whole: number, say: Say): readonly string[] {
  return [
    what,
    say('fill-about', { tokens: groupThousands(part) }),
    `${say('fill-about', { tokens: percentOf(part, whole) })}%`,
  ];
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 100);
}

function draw({ tokens, shares }: WindowFill, say: Say, width: number): Scene {
  const x = barScale(Math.max(1, ...Object.values(shares)), width);
  const height = TOP + KINDS.length * ROW + BOTTOM;
  const rows = KINDS.map(([kind, word], index) => ({
    name: say(word),
    part: shares[kind],
    middle: TOP + index * ROW + ROW / 2,
  }));
  return {
    width,
    height,
    shapes: [
      ...barAxis(x, height - BOTTOM, (value) => shortTokens(value)),
      ...rows.flatMap((row) => bar(row, tokens, x)),
    ],
    stops: listStops(
      rows.map(({ name, part, middle }) => {
        const figures = { tokens: groupThousands(part), percent: percentOf(part, tokens) };
        return { x: place(x, part), y: middle, text: say('fill-stop', { what: name, ...figures }) };
      }),
    ),
  };
}

interface BarRow {
  readonly name: string;
  readonly part: number;
  readonly middle: number;
}

function bar({ name, part, middle }: BarRow, whole: number, x: Scale): readonly Shape[] {
  const width = Math.max(1, place(x, part) - x.low);
  return [
    { kind: 'text', x: x.low - 8, y: middle + 4, text: name, tone: 'text', anchor: 'end' },
    { kind: 'rect', x: x.low, y: middle - BAR / 2, width, height: BAR, tone: 'series' },
    {
      kind: 'text',
      x: x.low + width + 6,
      y: middle + 4,
      text: `~${percentOf(part, whole)}%`,
      tone: 'text',
      anchor: 'start',
    },
  ];
}
