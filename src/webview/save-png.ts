/** The charts as one PNG, in the current theme's colors. */

import type { Chart, Tone } from '../core/picture/scene.ts';
import { svg } from './elements.ts';
import type { Paint } from './shapes.ts';
import { shapeElement } from './shapes.ts';

const WIDTH = 1000;
const MARGIN = 32;
const HEADING = 34;
const GAP = 24;
/** Scale for high-resolution screens. */
const SCALE = 2;
const HEAD_SIZE = 20;
const LINE = 20;

/** Colors and font of the page. */
interface Look {
  readonly paint: Paint;
  readonly background: string;
  readonly text: string;
  readonly font: string;
}

/** Renders the charts. @returns the PNG in base64 @throws Error if the browser can't draw it */
export async function pictureAsPng(
  title: string,
  lines: readonly string[],
  figures: readonly Chart[],
): Promise<string> {
  const look = lookOfPage();
  const drawing = poster(title, lines, { figures, look });
  const [width, height] = [Number(drawing.getAttribute('width')), Number(drawing.getAttribute('height'))];
  const image = new Image(width, height);
  const text = new XMLSerializer().serializeToString(drawing);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas context available');
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

interface Content {
  readonly figures: readonly Chart[];
  readonly look: Look;
}

/** Stacks the charts, each with its title. */
function poster(title: string, lines: readonly string[], { figures, look }: Content): SVGSVGElement {
  const parts: SVGElement[] = [];
  const write = (text: string, y: number, size: number): void => {
    const place = { x: MARGIN, y, 'font-size': size, 'font-weight': size > 14 ? 600 : 400, fill: look.text };
    parts.push(svg('text', place, text));
  };
  write(title, MARGIN + HEAD_SIZE, HEAD_SIZE);
  let y = MARGIN + HEAD_SIZE + 8;
  for (const line of lines) write(line, (y += LINE), 13);
  for (const { title: name, summary, draw } of figures) {
    y += GAP + HEADING;
    write(name, y - 12, 15);
    if (draw === null) {
      write(summary, (y += LINE - 8), 12);
      continue;
    }
    const scene = draw(WIDTH - 2 * MARGIN);
    const shapes = scene.shapes.map((shape) => shapeElement(shape, look.paint));
    parts.push(svg('g', { transform: `translate(${MARGIN} ${y})`, 'font-size': 12 }, ...shapes));
    y += scene.height;
  }
  const height = y + MARGIN;
  const size = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, 'font-family': look.font };
  return svg('svg', size, svg('rect', { width: WIDTH, height, fill: look.background }), ...parts);
}

/** Reads the style sheet's colors from a hidden shape. */
function lookOfPage(): Look {
  const probe = svg('rect');
  const holder = svg('svg', { class: 'probe', 'aria-hidden': 'true' }, probe);
  document.body.append(holder);
  const known = new Map<string, Readonly<Record<string, string>>>();
  const paint = (tone: Tone, how: 'fill' | 'stroke'): Readonly<Record<string, string>> => {
    const key = `${how} ${tone}`;
    const found = known.get(key) ?? painted(probe, key);
    known.set(key, found);
    return found;
  };
  const style = getComputedStyle(document.body);
  // The poster still reads the probe's styles, so remove it on the next turn.
  setTimeout(() => holder.remove());
  return { paint, background: style.backgroundColor, text: style.color, font: style.fontFamily };
}

function painted(probe: SVGElement, key: string): Readonly<Record<string, string>> {
  probe.setAttribute('class', key);
  const { fill, stroke, strokeWidth, fillOpacity, strokeOpacity } = getComputedStyle(probe);
  return {
    fill,
    stroke,
    'stroke-width': strokeWidth,
    'fill-opacity': fillOpacity,
    'stroke-opacity': strokeOpacity,
  };
}
