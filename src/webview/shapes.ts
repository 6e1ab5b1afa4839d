/** Converts shapes to SVG. Colors come from `media/session-view.css` or, for a PNG, from the given function. */

import type { Shape, Tone } from '../core/picture/scene.ts';
import { round } from '../core/picture/scene.ts';
import { svg } from './elements.ts';

/** Paint of a shape as attributes, or as a class that the style sheet paints. */
export type Paint = (tone: Tone, how: 'fill' | 'stroke') => Readonly<Record<string, string>>;

/** Paint by the page's style sheet. */
export const byClass: Paint = (tone, how) => ({ class: `${how} ${tone}` });

const DASHES = '4 3';

export function shapeElement(shape: Shape, paint: Paint): SVGElement {
  switch (shape.kind) {
    case 'line': {
      const { x1, y1, x2, y2, tone, isDashed } = shape;
      const dashes = isDashed === true ? { 'stroke-dasharray': DASHES } : {};
      const ends = { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
      return svg('line', { ...ends, ...dashes, ...paint(tone, 'stroke') });
    }
    case 'path': {
      const { d, tone, isFilled } = shape;
      return svg('path', { d, ...paint(tone, isFilled === true ? 'fill' : 'stroke') });
    }
    case 'rect': {
      const { x, y, width, height, tone, isHollow } = shape;
      const box = { x: round(x), y: round(y), width: round(width), height: round(height), rx: 2 };
      return svg('rect', { ...box, ...paint(tone, isHollow === true ? 'stroke' : 'fill') });
    }
    case 'text': {
      const { x, y, text, tone, anchor } = shape;
      return svg('text', { x: round(x), y: round(y), 'text-anchor': anchor, ...paint(tone, 'fill') }, text);
    }
  }
}
