/** A chart as shapes without colors: the page maps tones to theme colors, and so does the PNG. */

/** The meaning of a shape, which determines its color. */
export type Tone =
  | 'axis'
  | 'grid'
  | 'text'
  | 'muted'
  | 'series'
  | 'area'
  | 'plan'
  | 'warning'
  | 'suggest'
  | 'force'
  | 'compaction'
  | 'approved'
  | 'rejected'
  | 'handoff'
  | 'other';

/** A shape. Coordinates are CSS pixels from the top left. */
export type Shape =
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly tone: Tone;
      readonly isDashed?: true;
    }
  /** `isFilled`: its inside, else its outline. */
  | { readonly kind: 'path'; readonly d: string; readonly tone: Tone; readonly isFilled?: true }
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly tone: Tone;
      /** Outline only. */
      readonly isHollow?: true;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the baseline. */
      readonly y: number;
      readonly text: string;
      readonly tone: Tone;
      readonly anchor: 'start' | 'middle' | 'end';
    };

/** A point whose values can be read with the mouse or the arrow keys. */
export interface Stop {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The stops of a chart. There may be thousands, so each is created on demand. */
export interface Stops {
  readonly count: number;
  /** @param index 0 to `count` − 1 */
  readonly at: (index: number) => Stop;
  /** Index of the stop nearest to a point; −1 if there are none. */
  readonly nearest: (x: number, y: number) => number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly stops: Stops;
}

/** A chart's data as rows, for screen readers and for reading figures. */
export interface PictureTable {
  readonly head: readonly string[];
  /** Indices of numeric columns. */
  readonly figures: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** What the rows omit; null if nothing. */
  readonly note: string | null;
}

/** A chart with its table and summary. */
export interface Chart {
  readonly id: 'occupancy' | 'fill' | 'phases' | 'forecast' | 'timeline' | 'savings';
  readonly title: string;
  /** A summary of what it shows; replaces the drawing if there's nothing to draw. */
  readonly summary: string;
  /** Null if there's nothing to draw. */
  readonly draw: ((width: number) => Scene) | null;
  /** Legend of its marks; null if they're self-explanatory. */
  readonly key: string | null;
  readonly table: PictureTable;
}

/** Creates stops from a short list. */
export function listStops(stops: readonly Stop[]): Stops {
  return {
    count: stops.length,
    at: (index) => {
      const stop = stops[index];
      if (stop === undefined) throw new RangeError(`no stop ${index}`);
      return stop;
    },
    nearest: (x, y) => {
      let best = -1;
      let least = Infinity;
      for (const [index, stop] of stops.entries()) {
        const distance = (stop.x - x) ** 2 + (stop.y - y) ** 2;
        if (distance >= least) continue;
        least = distance;
        best = index;
      }
      return best;
    },
  };
}

/** Marks that differ in shape, not only in color: strokes from point to point, 10 pixels wide. */
const SYMBOLS = {
  check: { strokes: [[-5, 0, -1.5, 3.5, 5, -4]], isFilled: false },
  cross: {
    strokes: [
      [-4, -4, 4, 4],
      [-4, 4, 4, -4],
    ],
    isFilled: false,
  },
  down: { strokes: [[-5, -4, 5, -4, 0, 4]], isFilled: true },
  flag: { strokes: [[-4, 6, -4, -6, 5, -3, -4, 0]], isFilled: false },
  diamond: { strokes: [[0, -4, 4, 0, 0, 4, -4, 0]], isFilled: true },
} as const;

export type SymbolName = keyof typeof SYMBOLS;

/** Creates a mark around a point. */
export function symbol(name: SymbolName, x: number, y: number, tone: Tone): Shape {
  const { strokes, isFilled } = SYMBOLS[name];
  const d = strokes.map((stroke) => strokePath(stroke, x, y)).join('');
  return isFilled ? { kind: 'path', d: `${d}Z`, tone, isFilled } : { kind: 'path', d, tone };
}

function strokePath(stroke: readonly number[], x: number, y: number): string {
  const moved = stroke.map((value, index) => round(value + (index % 2 === 0 ? x : y)));
  return linePath(
    moved.filter((_, index) => index % 2 === 0),
    moved.filter((_, index) => index % 2 === 1),
  );
}

/** Returns a line from point to point as an SVG path. */
export function linePath(x: readonly number[], y: readonly number[]): string {
  return x
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${round(value)},${round(y[index] ?? 0)}`)
    .join('');
}

/** Rounds to a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
