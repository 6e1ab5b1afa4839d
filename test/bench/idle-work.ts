/**
 * What Ninefold does while nothing happens, in a process of its own: the looks at the folder and the poll of the session,
 * without the host, whose own work is ten times as much and never twice the same.
 */

import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { DEFAULT_RULES } from '../../src/core/rules/rules.ts';
import { takeInProposals } from '../../src/core/service/proposal-service.ts';
import { readSnapshot } from '../../src/host/folders/folder-snapshot.ts';
import { systemEnvironment } from '../../src/node/meter/environment.ts';
import { MeterFollower } from '../../src/node/meter/follower.ts';
import { openFolder } from '../../src/node/open-folder.ts';
import type { Places } from './idle-session.ts';
import { prepareSession } from './idle-session.ts';

const SECONDS = 60;
/** As `WorkspaceModel` looks. */
const LOOK_MS = 8000;

/** Share of one core, 0 to 1. */
export async function idleWork(): Promise<number> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  const places: Places = { workspace: join(scratch, 'workspace'), home: join(scratch, 'home') };
  for (const folder of [places.workspace, places.home]) mkdirSync(folder);
  prepareSession(places);
  const environment = { ...systemEnvironment(), home: places.home, env: {} };
  const follower = new MeterFollower({ folder: places.workspace, environment, rules: DEFAULT_RULES });
  let timer: NodeJS.Timeout | undefined;
  try {
    await follower.start();
    const options = { folder: places.workspace, home: places.home, environment: {} };
    const { service } = await openFolder(options);
    const failures: unknown[] = [];
    const look = async (): Promise<void> => {
      // The folder is looked up each time, and what was read of it is kept.
      await openFolder(options);
      await takeInProposals(service);
      await readSnapshot(service, DEFAULT_RULES, (_, error) => failures.push(error));
    };
    await look();
    const [cpu, started] = [process.cpuUsage(), performance.now()];
    timer = setInterval(() => void look().catch((error: unknown) => failures.push(error)), LOOK_MS);
    await wait(SECONDS * 1000);
    const { user, system } = process.cpuUsage(cpu);
    if (failures.length > 0) throw new AggregateError(failures, 'a look failed');
    return (user + system) / 1000 / (performance.now() - started);
  } finally {
    clearInterval(timer);
    follower.dispose();
    rmSync(scratch, { recursive: true, force: true });
  }
}
