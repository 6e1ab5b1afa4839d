/**
 * `npm run bench [-- NAME…] [--write]`: measures what has a budget. With `--write` the table goes to
 * docs/benchmarks.md. Ends with 1 where a budget isn't kept.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { activity } from './activity.ts';
import { agentTree } from './agent-tree.ts';
import { edits, typing } from './estimate.ts';
import type { Figure } from './figures.ts';
import { projectContext } from './context.ts';
import { discovery } from './discovery.ts';
import { handoff } from './handoff.ts';
import { hooks } from './hooks.ts';
import { idle } from './idle.ts';
import { largePlaces } from './large-places.ts';
import { latency } from './latency.ts';
import { bundleSize, exportTokens } from './sizes.ts';
import { startUp } from './start-up.ts';
import { mcp } from './mcp.ts';
import { redactor } from './redactor.ts';
import { memoryHour } from './memory-hour.ts';
import { statusLine } from './statusline.ts';
import { merging } from './merge.ts';
import { longJournal, transition } from './state.ts';
import { strain } from './strain.ts';
import { tokenizers } from './tokenizer.ts';
import { toonKeys } from './toon.ts';
import { usageIndex } from './usage-index.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'start-up': startUp,
  discovery,
  latency,
  strain,
  idle,
  'memory-hour': memoryHour,
  usage: usageIndex,
  activity,
  handoff,
  large: largePlaces,
  estimate: typing,
  edits,
  tokenizer: tokenizers,
  toon: toonKeys,
  transition,
  journal: longJournal,
  merging,
  mcp,
  'agent-tree': agentTree,
  statusline: statusLine,
  hooks,
  redactor,
  context: projectContext,
  tokens: exportTokens,
  size: bundleSize,
};

const DOCUMENT = 'docs/benchmarks.md';
const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { write: { type: 'boolean' } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const figures: Figure[] = [];
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench === undefined) throw new Error(`no bench '${name}'; one of ${Object.keys(BENCHES).join(', ')}`);
    console.log(`${name} …`);
    const measured = await bench();
    // At once, so that a later group that fails loses nothing.
    console.log(measured.map(rowOf).join('\n'));
    figures.push(...measured);
  }
  const table = tableOf(figures);
  console.log(`\n${table}`);
  if (values.write === true) write(table);
  if (figures.some(({ isWithin }) => !isWithin)) process.exitCode = 1;
}

function rowOf({ what, measured, budget, isWithin }: Figure): string {
  return `| ${what} | ${measured} | ${budget} | ${isWithin ? 'yes' : '**no**'} |`;
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(rowOf);
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}`;
  return ['| what | measured | budget | kept |', '|---|---|---|---|', ...rows, '', machine, ''].join('\n');
}

function write(table: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${DOCUMENT} has no place for the figures`);
  writeFileSync(DOCUMENT, `${text.slice(0, before + BEGIN.length)}\n\n${table}\n${text.slice(after)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
