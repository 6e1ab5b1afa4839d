/** The frame that bar charts share: a name on the left, a bar of a row's height, and a labelled grid below. */

import { place, ticks } from './scale.ts';
import type { Scale } from './scale.ts';
import type { Shape } from './scene.ts';

export const ROW = 24;
export const BAR = 12;
export const TOP = 8;
export const BOTTOM = 28;
const NAMES = 150;
const RIGHT = 56;

/** Makes the horizontal scale from 0 to `to` for a chart of this width. */
export function barScale(to: number, width: number): Scale {
  return { from: 0, to, low: NAMES, high: Math.max(NAMES + 60, width - RIGHT) };
}

/** Draws the grid and its labels. @param textOf makes a label */
export function barAxis(x: Scale, bottom: number, textOf: (value: number) => string): readonly Shape[] {
  return ticks(x.to, 4).flatMap((value): Shape[] => {
    const at = place(x, value);
    return [
      { kind: 'line', x1: at, y1: TOP, x2: at, y2: bottom, tone: 'grid' },
      { kind: 'text', x: at, y: bottom + 18, text: textOf(value), tone: 'muted', anchor: 'middle' },
    ];
  });
}
