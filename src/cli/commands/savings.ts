/** `savings`: measures what the state files save. */

import { join } from 'node:path';

import type { Command } from 'commander';

import { groupThousands } from '../../core/meter/format-tokens.ts';
import {
  type Measure,
  MEASURE_NAMES,
  savingsOf,
  type Technique,
  TECHNIQUE_NAMES,
  techniquesOf,
  TIMES,
} from '../../core/savings/savings.ts';
import { definitionFolders } from '../../node/agents/agents.ts';
import { systemEnvironment } from '../../node/machine/environment.ts';
import { measureSavings, type MeasuredSavings } from '../../node/savings/measure-savings.ts';
import { loadTokenizer } from '../../node/tokens/load-tokenizer.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { currentBanner } from './meter.ts';

export function addSavingsCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('savings')
    .description('measure how many tokens and how much time Ninefold saves here')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showSavings));
}

async function showSavings(
  context: CommandContext,
  [id]: readonly string[],
  options: Options,
): Promise<void> {
  const { service, system, folder } = context;
  // Fails before the tokenizer is loaded.
  const state = await service.state(id);
  const { reading } = await currentBanner(context, state.id);
  const environment = { ...systemEnvironment(), home: system.home, env: system.environment };
  const countText = await loadTokenizer();
  const measured = await measureSavings({
    folder,
    id: state.id,
    definitionFolders: [join(folder.folder, '.claude'), ...(await definitionFolders(environment))],
    transcript: reading?.tokens ?? null,
    count: (text) => Promise.resolve(countText(text)),
  });
  const savings = savingsOf(measured.measures);
  const techniques = techniquesOf(measured.measures);
  if (options.json === true) context.printJson({ encoding: 'o200k_base', ...measured, techniques, savings });
  else for (const line of linesOf(measured, techniques, savings)) context.print(line);
}

function linesOf(
  { id, measures, isApproximate }: MeasuredSavings,
  techniques: readonly Technique[],
  savings: ReturnType<typeof savingsOf>,
): readonly string[] {
  const names = Object.keys(MEASURE_NAMES) as Measure[];
  const widest = Math.max(
    ...names.map((name) => MEASURE_NAMES[name].length),
    ...savings.map(({ what }) => what.length),
  );
  const row = (what: string, figure: string, note = ''): string =>
    `${what.padEnd(widest)}  ${figure.padStart(12)}${note === '' ? '' : `  ${note}`}`;
  return [
    `${id}: tokens (o200k), ${isApproximate ? 'some approximated' : 'counted now'}`,
    ...techniques.map((technique) => row(TECHNIQUE_NAMES[technique.id], ...figuresOf(technique))),
    '',
    ...names.map((name) => row(MEASURE_NAMES[name], figureText(measures[name], TIMES.has(name)))),
    '',
    ...savings.map(({ what, percent, formula }) => row(what, shareText(percent), formula)),
  ];
}

const NOT_MEASURED = 'not measured';

function shareText(percent: number | null): string {
  if (percent === null) return NOT_MEASURED;
  return percent < 0 ? 'none saved' : `${percent}% saved`;
}

/** `75% saved`, and from what to what. */
function figuresOf({ before, after, percent, unit }: Technique): readonly [string, string] {
  if (percent === null) return [NOT_MEASURED, ''];
  const [from, to] = [before, after].map((figure) => figureText(figure, unit === 'milliseconds'));
  return [shareText(percent), `${from} → ${to}${percent < 0 ? ': longer than what it replaces' : ''}`];
}

function figureText(figure: number | null, isTime: boolean): string {
  if (figure === null) return NOT_MEASURED;
  return isTime ? `${Math.round(figure / 1000)} s` : groupThousands(figure);
}
