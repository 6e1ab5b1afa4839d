/** A cell of the meter's matrix: one session of one agent, what the agent says of it, and what Ninefold says. */
import type { ModelServer } from './model-server.ts';
import { inFull, type Said } from './said.ts';
import type { Sandbox } from './sandbox.ts';

/** Where a cell runs. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly server: ModelServer;
}

export interface Cell {
  /** Unique, such as `claude-code 2.1.332 · claude-opus-4-7 · gateway · headless`. */
  readonly name: string;
  /** Part of the sample that runs with every `npm test`. */
  readonly isSampled: boolean;
  readonly read: (place: Place) => Promise<CellReading>;
}

/** Both sides of a cell. */
export interface CellReading {
  readonly said: Said;
  readonly meter: Readonly<Record<string, unknown>>;
}

/**
 * Compares both sides.
 *
 * @returns each difference, such as `window: agent 200k, Ninefold 1000000`; none if they agree
 */
export function differences({ said, meter }: CellReading): readonly string[] {
  const { tokens, window, percent, compactsAt } = said;
  return [
    ...(isRounded(tokens, meter.tokens) ? [] : [`tokens: agent ${tokens}, Ninefold ${String(meter.tokens)}`]),
    ...(window === null || isRounded(window, meter.window)
      ? []
      : [`window: agent ${window}, Ninefold ${String(meter.window)}`]),
    ...(percent === null || percent === meter.percent
      ? []
      : [`percent: agent ${percent}, Ninefold ${String(meter.percent)}`]),
    ...(compactsAt === undefined || compactsAt === meter.compactsAt
      ? []
      : [`compacts at: agent ${String(compactsAt)}, Ninefold ${String(meter.compactsAt)}`]),
  ];
}

/** Tests whether a figure is what the agent rounded: 63,531 is `63.5K`. */
function isRounded(rounded: string, value: unknown): boolean {
  const [, decimals = '', unit = ''] = /(?:\.(\d+))?([km]?)$/i.exec(rounded) ?? [];
  const step = ({ k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1) / 10 ** decimals.length;
  return typeof value === 'number' && Math.abs(value - inFull(rounded)) <= (unit === '' ? 0 : step / 2);
}
