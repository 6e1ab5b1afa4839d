/** A picture as shapes, without a single colour: the page gives each tone the theme's, the PNG the same once more. */

/** What a shape stands for; each has its colour. */
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

/** Coordinates are CSS pixels from the top left. */
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
      /** Of the base line. */
      readonly y: number;
      readonly text: string;
      readonly tone: Tone;
      readonly anchor: 'start' | 'middle' | 'end';
    };

/** A place whose values can be asked for, with the mouse or the arrow keys. */
export interface Stop {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The stops of a picture; there may be thousands, so each is made when it is asked for. */
export interface Stops {
  readonly count: number;
  /** @param index 0 to `count` − 1 */
  readonly at: (index: number) => Stop;
  /** Index of the stop nearest to a place; −1 where there are none. */
  readonly nearest: (x: number, y: number) => number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly stops: Stops;
}

/** What a picture shows, as rows: for a screen reader, and for whoever wants the figures. */
export interface PictureTable {
  readonly head: readonly string[];
  /** Columns whose cells are figures. */
  readonly figures: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** What isn't in the rows; null where everything is. */
  readonly note: string | null;
}

/** One picture with its table and its sentence. */
export interface Chart {
  readonly id: 'occupancy' | 'phases' | 'forecast' | 'timeline';
  readonly title: string;
  /** What it shows, in a sentence; in place of the picture where there is nothing to draw. */
  readonly summary: string;
  /** Null where there is nothing to draw. */
  readonly draw: ((width: number) => Scene) | null;
  /** What its marks mean; null where they say it themselves. */
  readonly key: string | null;
  readonly table: PictureTable;
}

/** Stops that are few. */
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

/** Marks that differ in shape, not in colour alone: strokes from point to point, 10 pixels across. */
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

/** A mark around a place. */
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

/** A line from point to point, as SVG writes it. */
export function linePath(x: readonly number[], y: readonly number[]): string {
  return x
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${round(value)},${round(y[index] ?? 0)}`)
    .join('');
}

/** A tenth of a pixel is as fine as anybody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
