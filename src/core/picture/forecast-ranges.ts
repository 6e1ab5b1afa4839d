/** The forecast chart: turns until the next levels, as ranges. */

import type { Forecast, Spread } from '../meter/reading.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { spreadText, UNKNOWN } from './cell-text.ts';
import type { Language } from './picture-words.ts';
import { place, ticks } from './scale.ts';
import type { Scale } from './scale.ts';
import { listStops, symbol } from './scene.ts';
import type { Chart, Scene, Shape } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';

const ROW = 34;
const TOP = 8;
const BOTTOM = 44;
const NAMES = 150;
const RIGHT = 24;
/** Length of a range without an end, as a multiple of the typical pace. */
const OPEN = 2;

/** A forecast with a range. */
interface Range {
  readonly forecast: Forecast;
  readonly turns: Spread;
}

export function forecastChart({ forecasts }: SessionPicture, language: Language): Chart {
  const { say } = language;
  const ranges = (forecasts ?? []).flatMap((forecast): Range[] =>
    forecast.turns === null ? [] : [{ forecast, turns: forecast.turns }],
  );
  return {
    id: 'forecast',
    title: say('forecast-title'),
    summary: summaryOf(forecasts, ranges, language),
    draw: ranges.length === 0 ? null : (width) => draw(ranges, language, width),
    key: say('forecast-key'),
    table: {
      head: [say('level'), say('tokens'), say('turns'), say('typically'), say('minutes')],
      figures: [1, 2, 3, 4],
      rows: (forecasts ?? []).map((forecast) => rowOf(forecast, language)),
      note: null,
    },
  };
}

function summaryOf(
  forecasts: readonly Forecast[] | null,
  [next]: readonly Range[],
  { say }: Language,
): string {
  if (forecasts === null) return say('forecast-none');
  const [first] = forecasts;
  if (first === undefined) return say('forecast-reached');
  if (next === undefined) return say(first.isEarly ? 'forecast-early' : 'forecast-flat');
  const { forecast, turns } = next;
  return say(isNextTurn(turns) ? 'forecast-next' : 'forecast-summary', {
    level: say(`level-${forecast.level}`),
    turns: spreadText(turns, say),
    typical: turns.typical,
  });
}

/** One turn at any pace. */
function isNextTurn({ low, high }: Spread): boolean {
  return low === 1 && high === 1;
}

function rowOf({ level, tokens, turns, minutes }: Forecast, { say }: Language): readonly string[] {
  return [
    say(`level-${level}`),
    groupThousands(tokens),
    turns === null ? UNKNOWN : spreadText(turns, say),
    turns === null ? UNKNOWN : groupThousands(turns.typical),
    minutes === null ? UNKNOWN : spreadText(minutes, say),
  ];
}

function draw(ranges: readonly Range[], language: Language, width: number): Scene {
  const { say } = language;
  const most = Math.max(1, ...ranges.map(({ turns }) => endOf(turns)));
  const x: Scale = { from: 0, to: most, low: NAMES, high: Math.max(NAMES + 60, width - RIGHT) };
  const height = TOP + ranges.length * ROW + BOTTOM;
  const rows = ranges.map((range, index) => ({ range, middle: TOP + index * ROW + ROW / 2 }));
  return {
    width,
    height,
    shapes: [
      ...axis(x, height - BOTTOM, say('forecast-axis')),
      ...rows.flatMap(({ range, middle }) => rowShapes(range, middle, { x, say })),
    ],
    stops: listStops(
      rows.map(({ range, middle }) => ({
        x: place(x, range.turns.typical),
        y: middle,
        text: stopText(range, say),
      })),
    ),
  };
}

/** The slow end of a range; for an open range, where it's drawn to. */
function endOf({ typical, high }: Spread): number {
  return high ?? typical * OPEN;
}

function axis(x: Scale, bottom: number, name: string): readonly Shape[] {
  const values = ticks(x.to, 5).filter((value) => Number.isInteger(value));
  return [
    ...values.flatMap((value): Shape[] => {
      const at = place(x, value);
      return [
        { kind: 'line', x1: at, y1: TOP, x2: at, y2: bottom, tone: 'grid' },
        { kind: 'text', x: at, y: bottom + 16, text: groupThousands(value), tone: 'muted', anchor: 'middle' },
      ];
    }),
    { kind: 'text', x: (x.low + x.high) / 2, y: bottom + 34, text: name, tone: 'muted', anchor: 'middle' },
  ];
}

/** A bar from fast to slow pace, with the typical pace marked. */
function rowShapes(
  { forecast, turns }: Range,
  middle: number,
  { x, say }: { readonly x: Scale; readonly say: Language['say'] },
): readonly Shape[] {
  const [low, high] = [place(x, turns.low), place(x, endOf(turns))];
  const tone = forecast.level;
  return [
    { kind: 'text', x: x.low - 8, y: middle + 4, text: say(`level-${tone}`), tone: 'text', anchor: 'end' },
    { kind: 'rect', x: low, y: middle - 6, width: Math.max(2, high - low), height: 12, tone },
    ...(turns.high === null
      ? [
          {
            kind: 'line',
            x1: high,
            y1: middle - 10,
            x2: high,
            y2: middle + 10,
            tone,
            isDashed: true,
          } as const,
        ]
      : []),
    symbol('diamond', place(x, turns.typical), middle, 'text'),
  ];
}

function stopText({ forecast, turns }: Range, say: Language['say']): string {
  const said = {
    level: say(`level-${forecast.level}`),
    range: spreadText(turns, say),
    typical: turns.typical,
  };
  if (isNextTurn(turns)) return say('forecast-next', said);
  return forecast.minutes === null
    ? say('forecast-stop', said)
    : say('forecast-stop-minutes', { ...said, minutes: spreadText(forecast.minutes, say) });
}
