/**
 * `npm run torture [-- NAME…] [--kills N] [--rounds N]`: what takes minutes and must not break: many
 * writers, killed at any instant, and mutated TOON. Ends with 1 where anything was lost, torn or held twice.
 */

import { open } from '../unit/support/folders.ts';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { longJournal } from '../unit/support/long-journal.ts';
import { tortureAgreement } from './agreement.ts';
import { crashSteps } from './crash-steps.ts';
import { forgedLocks } from './forged-locks.ts';
import { gitTraps } from './git-traps.ts';
import { hostileFiles } from './hostile-files.ts';
import { killedCalls } from './killed-calls.ts';
import { hostileTexts } from './hostile-text.ts';
import { killedWriters } from './killed-writers.ts';
import { lockRounds } from './lock-rounds.ts';
import { manyUpdates } from './many-updates.ts';
import { pulledWriters } from './pulled-writers.ts';
import { inMemory } from './quick-folder.ts';
import { sharedHistories } from './shared-histories.ts';
import { tortureToon } from './toon.ts';

const WORKER = join(import.meta.dirname, 'worker', 'index.js');
const CLI = resolve('dist', 'cli.js');
const SERVER = resolve('dist', 'mcp.js');
const TAKEOVER_MS = 100;
/** Of the TOON reader's torture, the same in every run. */
const MUTATIONS = 100_000;
const SEED = 20260105;
const SNAPSHOT_EVENTS = 400;
const FORGED_STATES = 5_000;
const HISTORIES = 1_000;

interface Amounts {
  readonly kills: number;
  readonly rounds: number;
}

/** Each says what it saw, and whether that is well. */
const TORTURES: Readonly<
  Record<string, (folder: string, amounts: Amounts) => Promise<readonly [string, boolean]>>
> = {
  async kills(folder, { kills }) {
    const seen = await killedWriters({ worker: WORKER, cli: CLI, folder, kills, services: 2, commands: 2 });
    const { acknowledged, lost, twice, unsaid, read, wrong, seconds } = seen;
    for (const line of [...lost.map((task) => `lost ${task}`), ...wrong]) console.log(line);
    const text =
      `${seen.kills} kills in ${seconds.toFixed(0)} s: ${acknowledged} acknowledged changes, ${lost.length} lost, ` +
      `${twice} twice, ${unsaid} saved unsaid; ${read} readings, ${wrong.length} torn or stale`;
    return [text, lost.length === 0 && twice === 0 && wrong.length === 0 && read > 0];
  },

  async steps(folder) {
    const path = join(folder, '.claude', 'state', 'workflows', 'wf-001.journal.jsonl');
    mkdirSync(dirname(path), { recursive: true });
    // Long enough for a snapshot to be written with the change.
    writeFileSync(path, longJournal(SNAPSHOT_EVENTS));
    const { service } = await open(folder);
    await service.activate('wf-001');
    const { steps, crashes, saved, wrong } = await crashSteps(WORKER, folder);
    for (const line of wrong) console.error(line);
    const text = `a change cut off at each of its ${steps} steps: ${crashes} times, ${saved} times saved all the same`;
    return [text, wrong.length === 0 && crashes === steps];
  },

  async agreement() {
    const { tried, wrong } = await inMemory(tortureAgreement);
    const text = `${tried} commands on spoilt files: ${wrong.length} refusals that verify doesn't name`;
    return [text, wrong.length === 0];
  },

  async updates(folder) {
    const { wanted, acknowledged, there, seconds } = await manyUpdates(WORKER, folder, 8, 200);
    const text = `8 processes × 200 updates in ${seconds.toFixed(0)} s: ${there} of ${wanted}, ${acknowledged} acknowledged`;
    return [text, there === wanted && acknowledged === wanted];
  },

  async lock(folder, { rounds }) {
    const seen = await lockRounds(WORKER, folder, rounds);
    const at = (share: number): number =>
      seen.takeovers[Math.min(seen.takeovers.length - 1, Math.floor(share * seen.takeovers.length))] ??
      Number.NaN;
    const [p50, p95, most] = [at(0.5), at(0.95), at(1)].map((value) => value.toFixed(1));
    const text =
      `${rounds} rounds, ${seen.killedWaiting} with a second kill: two holders ${seen.twice} times; ` +
      `takeover after a kill p50 ${p50} ms, p95 ${p95} ms, at most ${most} ms`;
    return [text, seen.twice === 0 && at(1) < TAKEOVER_MS];
  },

  async calls(folder, { kills }) {
    const seen = await killedCalls({
      server: SERVER,
      cli: CLI,
      folder,
      calls: Math.ceil(kills / 5),
      seed: SEED,
    });
    for (const line of seen.wrong) console.error(line);
    const text =
      `${seen.calls} changes through servers that were killed ${seen.kills} times in ${seen.seconds.toFixed(0)} s, ` +
      `${seen.already} of them answered with what a killed call had saved: ${seen.wrong.length} not there exactly once`;
    return [text, seen.wrong.length === 0 && seen.kills > 0 && seen.already > 0];
  },

  async forged(folder) {
    const seen = await forgedLocks(folder, FORGED_STATES, SEED, 128);
    for (const line of seen.wrong) console.error(line);
    const text =
      `${seen.states} forged states: ${seen.held} writers got the lock, ${seen.refused} were refused, the last after ` +
      `${seen.longest.toFixed(0)} ms; ${seen.wrong.length} wrong; the processor worked ${(seen.processorShare * 100).toFixed(1)}% of the wait`;
    return [text, seen.wrong.length === 0 && seen.held + seen.refused === seen.states];
  },

  async git() {
    const { traps, variables, faults } = await gitTraps();
    for (const fault of faults) console.error(fault);
    const text = `${traps} traps set for git and ${variables} misleading variables: ${faults.length} faults`;
    return [text, faults.length === 0];
  },

  async text(folder) {
    const { wrong, ...figures } = await hostileTexts(CLI, resolve('dist', 'mcp.js'), folder);
    for (const line of wrong) console.error(line);
    const isWell = wrong.length === 0 && figures.saved === figures.acknowledged && figures.saved > 0;
    return [`lone surrogates and hostile text under load: ${JSON.stringify(figures)}`, isWell];
  },

  async files() {
    const { tried, faults } = await inMemory(hostileFiles);
    return [`${tried} commands on files that are none: ${faults.length} faults`, faults.length === 0];
  },

  async histories() {
    const { histories, faults, seconds } = await inMemory(() => sharedHistories(HISTORIES));
    for (const fault of faults) console.error(fault);
    const text = `${histories} histories of git in ${seconds.toFixed(0)} s: ${faults.length} faults`;
    return [text, faults.length === 0];
  },

  async pulls(folder) {
    const seen = await pulledWriters({ worker: WORKER, cli: CLI, folder, updates: 200, commands: 20 });
    for (const line of seen.wrong) console.error(line);
    const text =
      `${seen.acknowledged} changes by three windows and a command line while git pulled ${seen.pulls} times in ` +
      `${seen.seconds.toFixed(0)} s: ${seen.wrong.length} not there exactly once`;
    return [text, seen.wrong.length === 0 && seen.pulls > 0];
  },

  toon() {
    const { failures, ...figures } = tortureToon(MUTATIONS, SEED);
    for (const failure of failures) console.error(failure);
    return Promise.resolve([JSON.stringify(figures), failures.length === 0]);
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kills: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '500' } },
  });
  const amounts = { kills: Number(values.kills), rounds: Number(values.rounds) };
  for (const name of positionals.length > 0 ? positionals : Object.keys(TORTURES)) {
    const torture = TORTURES[name];
    if (torture === undefined) throw new Error(`no '${name}'; one of ${Object.keys(TORTURES).join(', ')}`);
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
    try {
      const [text, isWell] = await torture(folder, amounts);
      console.log(`${name}: ${text}${isWell ? '' : ' — NOT WELL'}`);
      if (!isWell) process.exitCode = 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
