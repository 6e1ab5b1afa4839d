/** Results of the matrix's cells: a line each in `out/results/agents-matrix.tsv`, rows in docs/meter-matrix.md. */
import { type CellReading, differences } from './cells.ts';
import type { Said } from './said.ts';

/** Both sides of a cell, as they are written. */
export interface CellResult {
  readonly name: string;
  /** Tokens, window, percent, point of compaction. */
  readonly agent: string;
  /** The same, and where the window comes from. */
  readonly ninefold: string;
}

const UNSAID = '?';
const NONE = 'none';
const SEPARATOR = ' / ';

export function resultOf(name: string, { said, meter }: CellReading): CellResult {
  const { tokens, window, percent, compactsAt } = said;
  const point = compactsAt === undefined ? UNSAID : (compactsAt ?? NONE);
  const agent = [tokens, window ?? UNSAID, percent ?? UNSAID, point];
  const ninefold = [meter.tokens, meter.window, meter.percent, meter.compactsAt ?? NONE, meter.windowSource];
  return { name, agent: agent.join(SEPARATOR), ninefold: ninefold.map(String).join(SEPARATOR) };
}

/** Returns each difference of both sides; none if they agree. */
export function differencesOf({ agent, ninefold }: CellResult): readonly string[] {
  return differences({ said: saidIn(agent), meter: meterIn(ninefold) });
}

function saidIn(agent: string): Said {
  const [tokens = '', window = '', percent = '', point = ''] = agent.split(SEPARATOR);
  return {
    tokens,
    window: window === UNSAID ? null : window,
    percent: percent === UNSAID ? null : Number(percent),
    compactsAt: point === UNSAID ? undefined : numberIn(point),
  };
}

function meterIn(ninefold: string): CellReading['meter'] {
  const [tokens = '', window = '', percent = '', point = '', windowSource = ''] = ninefold.split(SEPARATOR);
  const numbers = { tokens: Number(tokens), window: Number(window), percent: Number(percent) };
  return { ...numbers, compactsAt: numberIn(point), windowSource };
}

function numberIn(text: string): number | null {
  return text === NONE ? null : Number(text);
}

export function lineOf({ name, agent, ninefold }: CellResult): string {
  return `${[name, agent, ninefold].join('\t')}\n`;
}

/** Reads such lines; of a cell that ran several times, the last. */
export function resultsIn(lines: string): readonly CellResult[] {
  const results = lines.split('\n').flatMap((line): CellResult[] => {
    const [name = '', agent, ninefold] = line.split('\t');
    return agent === undefined || ninefold === undefined ? [] : [{ name, agent, ninefold }];
  });
  return [...new Map(results.map((result) => [result.name, result])).values()];
}
