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
import { POLL_MS, SnapshotReader } from '../../src/host/folders/snapshot-reader.ts';
import { systemEnvironment } from '../../src/node/machine/environment.ts';
import { MeterFollower } from '../../src/node/meter/follower.ts';
import { openFolder } from '../../src/node/folder/open-folder.ts';
import type { OpenFolder, OpenFolderOptions } from '../../src/node/folder/open-folder.ts';
import { refusedFiles } from '../../src/node/folder/refused-files.ts';
import { hasOlderState } from '../../src/node/recovery/older-workflow.ts';
import { stateStatuses } from '../../src/node/folder/state-statuses.ts';
import type { Places } from './idle-session.ts';
import { prepareSession } from './idle-session.ts';

const SECONDS = 60;
/** Until what runs again and again is compiled. */
const SETTLE_SECONDS = 20;
const ENGINE = { DEFAULT_RULES, hasOlderState, refusedFiles, stateStatuses };

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
    const failures: unknown[] = [];
    const look = lookAt(options, (error) => failures.push(error));
    await look();
    timer = setInterval(() => void look().catch((error: unknown) => failures.push(error)), POLL_MS);
    await wait(SETTLE_SECONDS * 1000);
    const [cpu, started] = [process.cpuUsage(), performance.now()];
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

/** The look of a `FolderController`, without the host. */
function lookAt(options: OpenFolderOptions, failed: (error: unknown) => void): () => Promise<void> {
  const reader = new SnapshotReader();
  let open: OpenFolder | undefined;
  return async () => {
    const isRead = await reader.isDue(ENGINE, open);
    const found = isRead ? await openFolder(options) : open;
    // What was read of it is kept, as long as it is the same.
    open ??= found;
    if (open === undefined) return;
    await takeInProposals(open.service, undefined, { mayDiffer: isRead });
    if (isRead) await reader.read(ENGINE, open, (_, error) => failed(error));
  };
}
