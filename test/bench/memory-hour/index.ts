/**
 * A process that meters an hour of work run fast, as a window does: the session is followed line by line, the list of sessions
 * read every minute, the usage every five. Prints what it holds after collecting garbage, as {@link HourMemory}.
 */

import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import type { MeterEnvironment } from '../../../src/node/machine/environment.ts';
import { systemEnvironment } from '../../../src/node/machine/environment.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import type { MeterClock } from '../../../src/node/machine/clock.ts';
import { SessionListReader } from '../../../src/node/meter/session-list-reader.ts';
import { openFolder } from '../../../src/node/folder/open-folder.ts';
import { UsageMeter } from '../../../src/node/usage/measure-usage.ts';
import { usageQuestion } from '../../../src/node/usage/usage-question.ts';
import { compactionLine, transcriptPath } from '../../harness/sample-transcript.mjs';
import { ninefold } from '../../ui/command-line.ts';
import { sameChance } from '../../unit/tokens/sample-texts.ts';
import type { Session } from '../transcript-folder.ts';
import { turn } from '../transcript-folder.ts';

export interface HourMemory {
  readonly turns: number;
  /** Of the transcripts. */
  readonly bytes: number;
  readonly polls: number;
  readonly looks: number;
  /** Bytes on the heap and beside it, after collecting garbage. */
  readonly before: number;
  readonly halfway: number;
  readonly after: number;
}

const HOUR_MS = 3_600_000;
const TURNS = 1800;
/** After so many the session is another, as after `/clear`. */
const TURNS_PER_SESSION = 600;
const MINUTE_MS = 60_000;
const USAGE_MS = 5 * MINUTE_MS;
const FULL = 160_000;
const LONGEST_WAIT_MS = 10_000;

/** A clock that the hour moves, with the polls that fall due. */
class HourClock implements MeterClock {
  polls = 0;
  #time: number;
  #due = Infinity;
  #interval = Infinity;
  #poll: () => void = () => undefined;

  constructor(time: number) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  every(milliseconds: number, callback: () => void): { dispose: () => void } {
    [this.#interval, this.#due, this.#poll] = [milliseconds, this.#time + milliseconds, callback];
    return { dispose: () => (this.#due = Infinity) };
  }

  advance(milliseconds: number): void {
    this.#time += milliseconds;
    for (; this.#due <= this.#time; this.#due += this.#interval) {
      this.polls += 1;
      this.#poll();
    }
  }
}

/** Writes as the agent does, each line at the time of the clock. */
class Writer {
  bytes = 0;
  readonly #home: string;
  readonly #workspace: string;
  readonly #clock: HourClock;
  readonly #chance = sameChance(23);
  #session: Session | undefined;
  #sessions = 0;
  readonly #sizes = new Map<string, number>();
  #tokens = 0;

  constructor(home: string, workspace: string, clock: HourClock) {
    this.#home = home;
    this.#workspace = workspace;
    this.#clock = clock;
  }

  /** The next lines are another session's. */
  clear(): void {
    const sessionId = `6f0c1b52-8d3a-4f70-9f0e-${(this.#sessions++).toString().padStart(12, '0')}`;
    this.#session = { sessionId, workspace: this.#workspace, model: 'claude-opus-4-5-20251101' };
    this.#tokens = 20_000;
  }

  /** One more turn, behind a compaction where the window is full. @returns the time that its lines have */
  turn(): string {
    const session = this.#session;
    if (session === undefined) throw new Error('no session was begun');
    this.#tokens += this.#chance(3_000);
    const isFull = this.#tokens > FULL;
    const compaction = isFull ? compactionLine(session, 'auto', this.#tokens) : '';
    if (isFull) this.#tokens = 25_000;
    const at = new Date(this.#clock.now()).toISOString();
    const lines = `${compaction}${turn(session, this.#tokens, this.#chance)}`;
    const path = transcriptPath(this.#home, session);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, lines.replace(/"timestamp":"[^"]+"/g, `"timestamp":"${at}"`));
    const size = statSync(path).size;
    utimesSync(path, this.#clock.now() / 1000, this.#clock.now() / 1000);
    this.bytes += size - (this.#sizes.get(path) ?? 0);
    this.#sizes.set(path, size);
    return at;
  }
}

/** Resolved when the meter shows the figures of that time. */
async function shows(follower: MeterFollower, at: string): Promise<void> {
  if (follower.reading?.at === at) return;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the meter shows ${follower.reading?.at ?? 'nothing'} and not ${at}`)),
      LONGEST_WAIT_MS,
    );
    const listening = follower.onDidChange((reading) => {
      if (reading?.at !== at) return;
      clearTimeout(late);
      listening.dispose();
      resolve();
    });
  });
}

/** What else a window reads of sessions. */
function windowReads(
  environment: MeterEnvironment,
  workspace: string,
): { list: (follower: MeterFollower, now: number) => Promise<void>; measure: () => Promise<void> } {
  const board = new SessionListReader(environment);
  const usage = new UsageMeter(environment);
  return {
    list: async ({ transcript: followed }, now) => {
      const folder = {
        key: 'one',
        name: 'one',
        path: workspace,
        rules: DEFAULT_RULES,
        followed,
        pinned: null,
      };
      const rows = await board.read([folder], now);
      if (rows.length === 0) throw new Error('no session is listed');
    },
    measure: async () => {
      const opened = await openFolder({ folder: workspace, home: environment.home, environment: {} });
      const { transcripts, failures } = await usage.measure(await usageQuestion(opened, 'shop', true));
      if (transcripts === 0 || failures.length > 0) throw new Error(`usage: ${failures.join('; ')}`);
    },
  };
}

async function held(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function hour(home: string, workspace: string): Promise<HourMemory> {
  ninefold({ home, workspace }, 'init', 'shop', 'Shop');
  const environment = { ...systemEnvironment(), home, env: {} };
  const clock = new HourClock(Date.now());
  const writer = new Writer(home, workspace, clock);
  const failures: unknown[] = [];
  let looks = 0;
  const before = await held();
  const follower = new MeterFollower({
    folder: workspace,
    environment,
    rules: DEFAULT_RULES,
    clock,
    onError: (error) => failures.push(error),
    onSearched: () => (looks += 1),
  });
  try {
    const { list, measure } = windowReads(environment, workspace);
    await follower.start();
    let halfway = before;
    for (let done = 0; done < TURNS; done++) {
      if (done % TURNS_PER_SESSION === 0) writer.clear();
      if (done === TURNS / 2) halfway = await held();
      clock.advance(HOUR_MS / TURNS);
      await shows(follower, writer.turn());
      const since = ((done + 1) * HOUR_MS) / TURNS;
      if (since % MINUTE_MS === 0) await list(follower, clock.now());
      if (since % USAGE_MS === 0) await measure();
    }
    await follower.whenIdle();
    if (failures.length > 0) throw new AggregateError(failures, 'following failed');
    const after = await held();
    // Alive to the end: what they hold is what is measured.
    await list(follower, clock.now());
    await measure();
    return { turns: TURNS, bytes: writer.bytes, polls: clock.polls, looks, before, halfway, after };
  } finally {
    follower.dispose();
  }
}

async function main(): Promise<void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    const [home, workspace] = [join(scratch, 'home'), join(scratch, 'workspace')];
    for (const folder of [home, workspace]) mkdirSync(folder);
    console.log(JSON.stringify(await hour(home, workspace)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
