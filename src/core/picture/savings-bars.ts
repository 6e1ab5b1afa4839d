/** The savings chart: for each technique, what is left of what it replaces. */

import { groupThousands } from '../meter/format-tokens.ts';
import type { Technique, TechniqueId } from '../savings/savings.ts';
import { BAR, BOTTOM, ROW, TOP, barAxis, barScale } from './bar-rows.ts';
import type { Language, PictureWord, Say } from './picture-words.ts';
import { place } from './scale.ts';
import type { Scale } from './scale.ts';
import { listStops } from './scene.ts';
import type { Chart, Scene, Shape } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';

const WHOLE = 100;

const NAME_WORDS: Readonly<Record<TechniqueId, PictureWord>> = {
  toon: 'savings-toon',
  'lazy-agents': 'savings-lazy-agents',
  'compressed-context': 'savings-compressed-context',
  'response-analyzer': 'savings-response-analyzer',
  'state-persistence': 'savings-state-persistence',
  'background-agents': 'savings-background-agents',
};

export function savingsChart({ savings }: SessionPicture, { say }: Language): Chart {
  const measured = (savings ?? []).filter(({ percent }) => percent !== null);
  const figures = { measured: measured.length, all: savings?.length ?? 0 };
  return {
    id: 'savings',
    title: say('savings-title'),
    summary: savings === null ? say('savings-none') : say('savings-summary', figures),
    draw: measured.length === 0 ? null : (width) => draw(measured, say, width),
    key: say('savings-key'),
    table: {
      head: [say('savings-technique'), say('savings-before'), say('savings-after'), say('savings-saved')],
      figures: [1, 2, 3],
      rows: (savings ?? []).map((technique) => row(technique, say)),
      note: null,
    },
  };
}

function row(technique: Technique, say: Say): readonly string[] {
  const { id, before, after, percent } = technique;
  const figures = [before, after].map((figure) => figureText(technique, figure, say));
  return [say(NAME_WORDS[id]), ...figures, percent === null ? say('savings-unmeasured') : `${percent}%`];
}

function figureText({ unit }: Technique, figure: number | null, say: Say): string {
  if (figure === null) return say('savings-unmeasured');
  return unit === 'tokens'
    ? groupThousands(figure)
    : say('savings-seconds', { seconds: Math.round(figure / 1000) });
}

/** Percentage of the former size that is left, as far as the chart goes. */
function leftOf({ percent }: Technique): number {
  return Math.min(WHOLE, WHOLE - (percent ?? 0));
}

function draw(techniques: readonly Technique[], say: Say, width: number): Scene {
  const x = barScale(WHOLE, width);
  const height = TOP + techniques.length * ROW + BOTTOM;
  const rows = techniques.map((technique, index) => ({ technique, middle: TOP + index * ROW + ROW / 2 }));
  return {
    width,
    height,
    shapes: [
      ...barAxis(x, height - BOTTOM, (value) => `${value}%`),
      ...rows.flatMap(({ technique, middle }) => bar(technique, middle, x, say)),
    ],
    stops: listStops(
      rows.map(({ technique, middle }) => {
        const [name, before, after, saved] = row(technique, say);
        const text = `${name ?? ''}: ${before ?? ''} → ${after ?? ''}, ${saved ?? ''}`;
        return { x: place(x, leftOf(technique)), y: middle, text };
      }),
    ),
  };
}

/** The former size as an outline, what is left as a bar, and the percentage saved. */
function bar(technique: Technique, middle: number, x: Scale, say: Say): readonly Shape[] {
  const y = middle - BAR / 2;
  const whole = place(x, WHOLE) - x.low;
  const left = Math.max(1, place(x, leftOf(technique)) - x.low);
  const name = { x: x.low - 8, text: say(NAME_WORDS[technique.id]), anchor: 'end' } as const;
  const saved = { x: x.low + whole + 6, text: `${technique.percent ?? 0}%`, anchor: 'start' } as const;
  return [
    { kind: 'text', y: middle + 4, tone: 'text', ...name },
    { kind: 'rect', x: x.low, y, width: left, height: BAR, tone: 'series' },
    { kind: 'rect', x: x.low, y, width: whole, height: BAR, tone: 'plan', isHollow: true },
    { kind: 'text', y: middle + 4, tone: 'text', ...saved },
  ];
}
