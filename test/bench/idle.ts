/** What Ninefold costs while nothing happens: the extension host with it against the same host with an empty one. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import { runInHost } from '../harness/run-in-host.mjs';
import type { Figure } from './figures.ts';
import { percentile } from './figures.ts';
import type { Places } from './idle-session.ts';
import { prepareSession } from './idle-session.ts';
import { idleWork } from './idle-work.ts';
import type { IdleCost } from './idle/index.ts';

const ROUNDS = 3;
const SECONDS = 60;
/** Until start-up, the first looks and the editor's own work are over. */
const SETTLE_SECONDS = 20;
const MAX_PROCESSOR = 0.002;
const MEBIBYTE = 1024 * 1024;

interface Kind {
  readonly extension?: string;
  readonly prepare: (places: Places) => void;
  /** A file to open, relative to the workspace. */
  readonly open?: string;
}

type KindName = 'empty' | 'metering' | 'estimating';

/** Hosts take turns, so that what else the machine does falls on each alike. */
export async function idle(): Promise<readonly Figure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'nf-'));
  try {
    const kinds = {
      empty: { extension: emptyExtension(scratch), prepare: prepareSession },
      metering: { prepare: prepareSession },
      estimating: { prepare: prepareDocument, open: 'notes.md' },
    };
    const costs = { empty: [] as IdleCost[], metering: [] as IdleCost[], estimating: [] as IdleCost[] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of ['empty', 'metering', 'estimating'] as const) {
        costs[name].push(await measure(kinds[name], join(scratch, 'cost.json')));
      }
    }
    return [work(await idleWork()), ...chartsOf(costs)];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Each round's hosts ran one after the other, so their differences are what counts. */
function chartsOf({
  empty,
  metering,
  estimating,
}: Readonly<Record<KindName, readonly IdleCost[]>>): Figure[] {
  const own = percentile(
    empty.map(({ processor }) => processor),
    0.5,
  );
  const above = (of: readonly IdleCost[], what: keyof IdleCost): readonly number[] =>
    of.map((cost, round) => cost[what] - (empty[round]?.[what] ?? Number.NaN));
  const share = (value: number): string => `${(value * 100).toFixed(2)}%`;
  const mebibytes = (value: number): string => `${(value / MEBIBYTE).toFixed(0)} MB`;
  return [
    rounds(`idle over a minute, a session followed, above the host's own ${share(own)} of a core`, {
      values: above(metering, 'processor'),
      limit: MAX_PROCESSOR,
      shown: share,
    }),
    rounds('memory above an idle host', {
      values: above(metering, 'memory'),
      limit: 30 * MEBIBYTE,
      shown: mebibytes,
    }),
    rounds('the same with the tokenizer loaded', {
      values: above(estimating, 'memory'),
      limit: 150 * MEBIBYTE,
      shown: mebibytes,
    }),
  ];
}

/** The budget is held by what is ours alone: the host's own varies by more than that. */
function work(processor: number): Figure {
  return {
    what: 'idle over a minute: the looks at a folder and its session, in a process of their own',
    measured: `${(processor * 100).toFixed(2)}% of a core`,
    budget: `≤ ${(MAX_PROCESSOR * 100).toFixed(2)}%`,
    isWithin: processor <= MAX_PROCESSOR,
  };
}

interface Rounds {
  readonly values: readonly number[];
  readonly limit: number;
  readonly shown: (value: number) => string;
}

function rounds(what: string, { values, limit, shown }: Rounds): Figure {
  const median = percentile(values, 0.5);
  return {
    what,
    measured: `${shown(median)} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`,
    budget: `≤ ${shown(limit)}`,
    isWithin: median <= limit,
  };
}

async function measure({ extension, prepare, open }: Kind, results: string): Promise<IdleCost> {
  const code = await runInHost(join(projectFolder, 'out', 'bench', 'idle', 'index.js'), {
    isTrusted: true,
    prepare,
    ...(extension === undefined ? {} : { extension }),
    variables: {
      NINEFOLD_BENCH_RESULTS: results,
      NINEFOLD_BENCH_SECONDS: String(SECONDS),
      NINEFOLD_BENCH_SETTLE_SECONDS: String(SETTLE_SECONDS),
      ...(open === undefined ? {} : { NINEFOLD_BENCH_OPEN: open }),
    },
  });
  if (code !== 0) throw new Error(`the host ended with ${code}`);
  const cost = JSON.parse(readFileSync(results, 'utf8')) as IdleCost;
  rmSync(results);
  return cost;
}

/** No session: what is open is counted. */
function prepareDocument({ workspace }: Places): void {
  writeFileSync(join(workspace, 'notes.md'), 'Some words to count.\n'.repeat(2_000));
}

/** What the host costs by itself. @returns its folder */
function emptyExtension(scratch: string): string {
  const folder = join(scratch, 'empty');
  mkdirSync(folder);
  const manifest = {
    name: 'empty',
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './extension.js',
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'extension.js'), 'exports.activate = () => undefined;\n');
  return folder;
}
