/** What the status-line bridge adds to a person's own line: both by a shell, with what an agent gives, turn and turn about. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { statusLineCommand } from '../../src/core/connect/commands.ts';
import { STORED_LINE_FILE, storedLine } from '../../src/core/connect/stored-line.ts';
import { EMPTY_CURRENT_SESSION } from '../../src/core/session/empty-session.ts';
import { installLauncher } from '../../src/node/connect/launcher.ts';
import { statusLineText } from '../unit/meter/status-line-text.ts';
import type { Figure } from './figures.ts';
import { atMost, beside, percentile } from './figures.ts';

const ROUNDS = 200;
/** As much as a usual line does: it reads its input and prints. */
const OWN = "cat >/dev/null; printf 'mine'";
const BUDGET_MS = 15;
/** With the figures of the input and the workflow's part as a runtime stored it. */
const NINEFOLDS = 'Phase 2 - Design · 20% · 120,000 of 1,000,000 tokens (12%)\n';

export async function statusLine(): Promise<readonly Figure[]> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    // The state root stands some folders above, as in a real project.
    const root = join(home, 'work', 'shop');
    const folder = join(root, 'packages', 'web');
    mkdirSync(join(root, '.claude', 'state', 'sessions'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    const state = join(root, '.claude', 'state');
    const record = { ...EMPTY_CURRENT_SESSION, active: 'wf-001' };
    writeFileSync(join(state, 'sessions', 'current.json'), JSON.stringify(record, null, 2));
    mkdirSync(join(state, 'workflows'));
    writeFileSync(join(state, 'workflows', 'wf-001.journal.jsonl'), '');
    utimesSync(join(state, 'workflows', 'wf-001.journal.jsonl'), 1, 1);
    const progress = { label: 'Phase 2 - Design', percent: 20 };
    writeFileSync(join(root, '.claude', STORED_LINE_FILE), storedLine('wf-001', progress));
    await installLauncher({ home, platform: 'linux' }, { runtime: process.execPath, cli: '/gone' });
    const programs = { folder: join(home, '.ninefold', 'bin'), isWindows: false };
    const bridged = statusLineCommand(programs, { whose: 'own', command: OWN });
    const input = statusLineText({ folder });
    const ninefolds = statusLineCommand(programs, null);
    const alone: number[] = [];
    const added: number[] = [];
    const drawn: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const own = draw(OWN, input, folder, home);
      alone.push(own);
      added.push(draw(bridged, input, folder, home) - own);
      // There is no runtime that could draw it.
      drawn.push(draw(ninefolds, input, folder, home, NINEFOLDS));
    }
    return [
      beside("the person's own status line alone, p50", percentile(alone, 0.5)),
      atMost('added by the status-line bridge, p50', percentile(added, 0.5), BUDGET_MS),
      beside('added by the status-line bridge, p95', percentile(added, 0.95)),
      atMost("Ninefold's own status line, process and all, p50", percentile(drawn, 0.5), BUDGET_MS),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @returns milliseconds */
function draw(command: string, input: string, folder: string, home: string, line = 'mine'): number {
  const env = { PATH: process.env.PATH, HOME: home };
  const begun = performance.now();
  const { stdout } = spawnSync('/bin/sh', ['-c', command], {
    ...{ cwd: folder, input, env, encoding: 'utf8' },
  });
  const took = performance.now() - begun;
  if (stdout !== line) throw new Error(`the line drew '${stdout}'`);
  return took;
}
