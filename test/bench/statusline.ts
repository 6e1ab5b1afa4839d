/** What the status-line bridge adds to a person's own line: both by a shell, with what an agent gives, turn and turn about. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { statusLineCommand } from '../../src/core/connect/commands.ts';
import { installLauncher } from '../../src/node/connect/launcher.ts';
import { statusLineText } from '../unit/meter/status-line-text.ts';
import type { Figure } from './figures.ts';
import { atMost, beside, percentile } from './figures.ts';

const ROUNDS = 200;
/** As much as a usual line does: it reads its input and prints. */
const OWN = "cat >/dev/null; printf 'mine'";
const BUDGET_MS = 15;

export async function statusLine(): Promise<readonly Figure[]> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    // The state root stands some folders above, as in a real project.
    const root = join(home, 'work', 'shop');
    const folder = join(root, 'packages', 'web');
    mkdirSync(join(root, '.claude', 'state', 'sessions'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(root, '.claude', 'state', 'sessions', 'current.json'), '{}');
    await installLauncher({ home, platform: 'linux' }, { runtime: process.execPath, cli: '/gone' });
    const programs = { folder: join(home, '.ninefold', 'bin'), isWindows: false };
    const bridged = statusLineCommand(programs, { whose: 'own', command: OWN });
    const input = statusLineText({ folder });
    const alone: number[] = [];
    const added: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const own = draw(OWN, input, home);
      alone.push(own);
      added.push(draw(bridged, input, home) - own);
    }
    return [
      beside("the person's own status line alone, p50", percentile(alone, 0.5)),
      atMost('added by the status-line bridge, p50', percentile(added, 0.5), BUDGET_MS),
      beside('added by the status-line bridge, p95', percentile(added, 0.95)),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @returns milliseconds */
function draw(command: string, input: string, home: string): number {
  const env = { PATH: process.env.PATH, HOME: home };
  const begun = performance.now();
  const { stdout } = spawnSync('/bin/sh', ['-c', command], { input, env, encoding: 'utf8' });
  const took = performance.now() - begun;
  if (stdout !== 'mine') throw new Error(`the line drew '${stdout}'`);
  return took;
}
