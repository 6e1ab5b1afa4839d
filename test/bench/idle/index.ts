/**
 * Run by VS Code inside its extension host as if it were a suite: lets the host come to rest, then leaves what it
 * costs over a while in the file that NINEFOLD_BENCH_RESULTS names.
 */

import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { extensions, Uri, window, workspace } from 'vscode';

/** What a host at rest costs. */
export interface IdleCost {
  /** Share of one core, 0 to 1, while measured. */
  readonly processor: number;
  /** Resident bytes of the process after collecting garbage, at the end. */
  readonly memory: number;
}

export async function run(): Promise<void> {
  const { NINEFOLD_BENCH_RESULTS: results, NINEFOLD_BENCH_OPEN: file } = process.env;
  const seconds = Number(process.env.NINEFOLD_BENCH_SECONDS);
  const settle = Number(process.env.NINEFOLD_BENCH_SETTLE_SECONDS);
  if (results === undefined || !(seconds > 0))
    throw new Error('NINEFOLD_BENCH_RESULTS and _SECONDS are needed');
  await extensions.getExtension('ninefold.ninefold')?.activate();
  const folder = workspace.workspaceFolders?.[0];
  if (file !== undefined && folder !== undefined)
    await window.showTextDocument(Uri.joinPath(folder.uri, file));
  await wait(settle * 1000);
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await wait(seconds * 1000);
  const { user, system } = process.cpuUsage(cpu);
  const processor = (user + system) / 1000 / (performance.now() - started);
  collectGarbage();
  const cost: IdleCost = { processor, memory: process.memoryUsage().rss };
  writeFileSync(results, JSON.stringify(cost));
}

/** Twice: what the first round finalized goes with the second. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
}
