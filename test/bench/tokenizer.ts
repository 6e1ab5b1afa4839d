/** The tokenizer against the others, on a megabyte of mixed text, and alone on text made to be slow. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { get_encoding } from 'tiktoken';

import { loadEncoding } from '../../src/node/tokens/load-encoding.ts';
import { mixedText } from '../unit/tokens/sample-texts.ts';
import type { Figure } from './figures.ts';
import { atMost, milliseconds, percentile } from './figures.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
const MIN_TIMES = 10;
const MAX_HOSTILE_MS = 1000;
/** Units that make one piece of a megabyte, or pieces that nothing remembers. */
const HOSTILE = [
  'a',
  'ab',
  ' ',
  '\n',
  '=',
  '━',
  '漢',
  '漢字仮名',
  '👍',
  'สวัสดี',
  'abcdefghijklmnopqrstuvwxyz',
];

type Count = (text: string) => number;

/** Each takes its turn in every round, so that what else the machine does falls on all alike. */
export function tokenizers(): Promise<readonly Figure[]> {
  const started = performance.now();
  const ours = loadEncoding('o200k', 'dist');
  const loaded = performance.now() - started;
  const reference = new Tiktoken(o200k);
  const wasm = get_encoding('o200k_base');
  const counters: Readonly<Record<string, Count>> = {
    ninefold: (text) => ours(text).tokens,
    'js-tiktoken': (text) => reference.encode(text, [], []).length,
    'tiktoken (WASM)': (text) => wasm.encode(text, [], []).length,
    'gpt-tokenizer': (text) => countTokens(text, { disallowedSpecial: new Set() }),
  };
  const text = projectText();
  const times = Object.fromEntries(Object.keys(counters).map((name) => [name, [] as number[]]));
  const counts = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, count] of Object.entries(counters)) {
      const begun = performance.now();
      counts.add(count(text));
      times[name]?.push(performance.now() - begun);
    }
  }
  const median = (name: string): number => percentile(times[name] ?? [], 0.5);
  const rivals = Object.keys(counters).filter((name) => name !== 'ninefold');
  return Promise.resolve([
    {
      what: 'the four counts of 1 MB of mixed text',
      measured: [...counts].join(', '),
      budget: 'one',
      isWithin: counts.size === 1,
    },
    ...rivals.map((name) => quicker(name, median(name), median('ninefold'))),
    atMost('loading the ranks', loaded, 100),
    ...hostile(ours),
  ]);
}

function quicker(name: string, theirs: number, ours: number): Figure {
  const times = theirs / ours;
  const isRuled = name === 'js-tiktoken';
  return {
    what: `1 MB of mixed text, ${name} against ours`,
    measured: `${times.toFixed(1)} × (${milliseconds(theirs)} against ${milliseconds(ours)})`,
    budget: isRuled ? `≥ ${MIN_TIMES} ×` : 'none',
    isWithin: !isRuled || times >= MIN_TIMES,
  };
}

/** The slowest of them. */
function hostile(ours: ReturnType<typeof loadEncoding>): Figure[] {
  const times = HOSTILE.map((unit) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(unit)));
    const begun = performance.now();
    ours(text);
    return { unit, time: performance.now() - begun };
  });
  const [worst] = times.toSorted((one, other) => other.time - one.time);
  if (worst === undefined) return [];
  return [
    atMost(
      `1 MB without a break, the slowest of ${times.length} (${JSON.stringify(worst.unit)})`,
      worst.time,
      MAX_HOSTILE_MS,
    ),
  ];
}

/** This project's code and documents, and text in other scripts: a megabyte. */
function projectText(): string {
  const read = (folder: string, ending: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  const own = [...read('src', '.ts'), ...read('docs', '.md'), ...read('test/unit', '.ts')]
    .join('\n')
    .slice(0, 900_000);
  // js-tiktoken takes U+FEFF for white space, which it isn't: without it all agree.
  const more = mixedText(400).replaceAll('\uFEFF', '');
  return own + more.slice(0, Math.max(0, MEGABYTE - own.length));
}
