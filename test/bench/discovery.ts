/** The reading of the session at work among hundreds of transcripts, in a fresh process; ccusage over the same folder. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_RULES } from '../../src/core/rules/rules.ts';
import { systemEnvironment } from '../../src/node/machine/environment.ts';
import { readLiveReading } from '../../src/node/meter/read-transcript.ts';
import { projectFolder } from '../harness/paths.mjs';
import type { Figure } from './figures.ts';
import { milliseconds, percentile } from './figures.ts';
import { addLargeSession, peakFigures } from './peak-record.ts';
import { rivalProgram } from './rival.ts';
import { growTranscripts, makeTranscripts, type TranscriptFolder } from './transcript-folder.ts';

const FILES = 500;
const BYTES = 700_000_000;
const LIVE_TOKENS = 123_456;
const ROUNDS = 7;
const MIN_TIMES = 5;
const MAX_READ = 256 * 1024;
/** What grows with the folder is its listing; more than this is no longer flat. */
const MAX_GROWTH = 1.5;

export async function discovery(): Promise<readonly Figure[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    const places = { home: join(scratch, 'home'), workspace: join(scratch, 'workspace') };
    for (const folder of Object.values(places)) mkdirSync(folder);
    const folder = makeTranscripts(places, { files: FILES, bytes: BYTES, liveTokens: LIVE_TOKENS });
    const read = await bytesRead(folder, scratch);
    const program = rivalProgram();
    // In pairs, because they compete with the same neighbours then.
    const pairs = Array.from({ length: ROUNDS }, () => ({
      rival: timeOf(() => runRival(program, folder, places.home)),
      own: timeOf(() => runOwn(folder, places.home)),
    }));
    const rival = median(pairs.map((pair) => pair.rival));
    const own = median(pairs.map((pair) => pair.own));
    const grown = [4, 16].map((factor) => {
      growTranscripts(folder, factor);
      return { factor, time: times(ROUNDS, () => runOwn(folder, places.home)) };
    });
    addLargeSession(folder, LIVE_TOKENS);
    const [first, next] = [await bytesRead(folder, scratch), await bytesRead(folder, scratch)];
    // Its first process makes the record.
    runOwn(folder, places.home);
    const time = times(ROUNDS, () => runOwn(folder, places.home));
    const most = { read: MAX_READ, growth: MAX_GROWTH };
    return [
      ...figures({ folder, read, rival, own, grown }),
      ...peakFigures({ first, next, time, own }, most),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Measured {
  readonly folder: TranscriptFolder;
  readonly read: number;
  readonly rival: number;
  readonly own: number;
  readonly grown: readonly { readonly factor: number; readonly time: number }[];
}

function figures({ folder, read, rival, own, grown }: Measured): Figure[] {
  const among = `${folder.files} transcripts, ${(folder.bytes / 1e6).toFixed(0)} MB`;
  return [
    {
      what: `bytes read of ${among}`,
      measured: `${(read / 1024).toFixed(0)} KB`,
      budget: `≤ ${MAX_READ / 1024} KB`,
      isWithin: read <= MAX_READ,
    },
    {
      what: `\`ninefold meter\` in a fresh process against ccusage, ${among}`,
      measured: `${(rival / own).toFixed(1)} × (${milliseconds(rival)} against ${milliseconds(own)})`,
      budget: `≥ ${MIN_TIMES} ×`,
      isWithin: rival / own >= MIN_TIMES,
    },
    ...grown.map(({ factor, time }) => ({
      what: `the same with ${factor} × as many transcripts`,
      measured: `${milliseconds(time)} (${(time / own).toFixed(2)} ×)`,
      budget: `≤ ${MAX_GROWTH} ×`,
      isWithin: time <= own * MAX_GROWTH,
    })),
  ];
}

async function bytesRead({ config, workspace }: TranscriptFolder, home: string): Promise<number> {
  const environment = { ...systemEnvironment(config), home, env: {} };
  const { reading, bytesRead: bytes } = await readLiveReading({
    folder: workspace,
    environment,
    rules: DEFAULT_RULES,
    now: Date.now(),
  });
  if (reading?.tokens !== LIVE_TOKENS) throw new Error(`read ${reading?.tokens ?? 'nothing'}`);
  return bytes;
}

function times(rounds: number, run: () => void): number {
  return median(Array.from({ length: rounds }, () => timeOf(run)));
}

function timeOf(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

function runOwn({ config, workspace }: TranscriptFolder, home: string): void {
  const cli = join(projectFolder, 'dist', 'cli.js');
  const printed = run(process.execPath, [cli, 'meter', '--json', '--cwd', workspace], config, home);
  const { tokens } = JSON.parse(printed) as { tokens: unknown };
  if (tokens !== LIVE_TOKENS) throw new Error(`ninefold read ${String(tokens)}`);
}

/** Its report by session, prices from its own copy, nothing fetched. */
function runRival(program: string, { config }: TranscriptFolder, home: string): void {
  const printed = run(program, ['session', '--json', '--offline'], config, home);
  const { session } = JSON.parse(printed) as { session: readonly unknown[] };
  if (session.length === 0) throw new Error('ccusage found no session');
}

function run(program: string, args: readonly string[], config: string, home: string): string {
  const env = { PATH: process.env.PATH, HOME: home, CLAUDE_CONFIG_DIR: config };
  const { status, stdout, stderr } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
