/** The tokens by phase chart: context used, next to the session plan. */

import { groupThousands, shortTokens } from '../meter/format-tokens.ts';
import type { TokenRange } from '../plan/session-plan.ts';
import { BAR, BOTTOM, ROW, TOP, barAxis, barScale } from './bar-rows.ts';
import type { Language } from './picture-words.ts';
import { place } from './scale.ts';
import type { Scale } from './scale.ts';
import { listStops } from './scene.ts';
import type { Chart, Scene, Shape, Stop } from './scene.ts';
import { planText } from './cell-text.ts';
import type { PhaseTokens, SessionPicture } from './session-picture.ts';

const LEAST = 1000;

export function phaseChart({ phases }: SessionPicture, language: Language): Chart {
  const { say } = language;
  const shown = phases?.filter(({ isSkipped, context }) => !isSkipped || context > 0) ?? [];
  const begun = shown.filter(({ context }) => context > 0);
  const tokens = groupThousands(begun.reduce((sum, { context }) => sum + context, 0));
  return {
    id: 'phases',
    title: say('phases-title'),
    summary:
      phases === null
        ? say('phases-none')
        : say(begun.length === 1 ? 'phases-summary-one' : 'phases-summary', { tokens, phases: begun.length }),
    draw: phases === null ? null : (width) => draw(shown, language, width),
    key: say('phases-key'),
    table: {
      head: [say('phase'), say('context'), say('plan'), say('output'), say('processed'), say('subagents')],
      figures: [1, 2, 3, 4, 5],
      rows: (phases ?? []).map((phase) => row(phase, language)),
      note: null,
    },
  };
}

function row(phase: PhaseTokens, { say }: Language): readonly string[] {
  const { context, output, processed, subagents, isSkipped, plan } = phase;
  return [
    nameOf(phase),
    groupThousands(context),
    isSkipped ? say('skipped') : planText(plan),
    groupThousands(output),
    groupThousands(processed),
    groupThousands(subagents),
  ];
}

function draw(phases: readonly PhaseTokens[], language: Language, width: number): Scene {
  const most = Math.max(LEAST, ...phases.flatMap(({ context, plan }) => [context, plan?.high ?? 0]));
  const x = barScale(most, width);
  const height = TOP + phases.length * ROW + BOTTOM;
  const rows = phases.map((phase, index) => ({ phase, top: TOP + index * ROW }));
  return {
    width,
    height,
    shapes: [
      ...barAxis(x, height - BOTTOM, shortTokens),
      ...rows.flatMap(({ phase, top }) => bar(phase, top, x)),
    ],
    stops: listStops(
      rows.map(({ phase, top }) => stop(phase, { x: place(x, phase.context), y: top + ROW / 2 }, language)),
    ),
  };
}

/** A phase's name, its bar, the plan as an outline, and the figure. */
function bar(phase: PhaseTokens, top: number, x: Scale): readonly Shape[] {
  const middle = top + ROW / 2;
  const name = { x: x.low - 8, text: nameOf(phase), anchor: 'end' } as const;
  return [
    { kind: 'text', y: middle + 4, tone: 'text', ...name },
    ...(phase.context === 0 ? [] : taken(phase, middle, x)),
    ...(phase.plan === null ? [] : [planned(phase.plan, middle, x)]),
  ];
}

function taken({ context, plan }: PhaseTokens, middle: number, x: Scale): readonly Shape[] {
  const end = place(x, context);
  const beyond = Math.max(end, plan === null ? 0 : place(x, plan.high));
  const size = { width: Math.max(1, end - x.low), height: BAR };
  const figureText = { text: shortTokens(context), anchor: 'start' } as const;
  return [
    { kind: 'rect', x: x.low, y: middle - BAR / 2, ...size, tone: 'series' },
    { kind: 'text', x: beyond + 6, y: middle + 4, ...figureText, tone: 'text' },
  ];
}

function planned({ low, high }: TokenRange, middle: number, x: Scale): Shape {
  const [from, to] = [place(x, low), place(x, high)];
  const size = { width: Math.max(2, to - from), height: ROW - 6 };
  return { kind: 'rect', x: from, y: middle - ROW / 2 + 3, ...size, tone: 'plan', isHollow: true };
}

function stop(phase: PhaseTokens, at: Pick<Stop, 'x' | 'y'>, { say }: Language): Stop {
  const said = { phase: nameOf(phase), tokens: groupThousands(phase.context) };
  const text =
    phase.plan === null
      ? say('phases-stop-unplanned', said)
      : say('phases-stop', { ...said, plan: planText(phase.plan) });
  return { ...at, text };
}

function nameOf({ num, name }: PhaseTokens): string {
  return `${num} ${name}`;
}
