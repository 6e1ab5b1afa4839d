import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { workspace } from 'vscode';

import { loadConnectModule } from '../../node/connect/load-connect.ts';
import { userFolder } from '../../node/state/user-folder.ts';
import type { Reporter } from '../messages.ts';

/** Updates the launcher of connected agents to this version of the extension. */
export async function updateLauncher(reporter: Reporter): Promise<void> {
  const home = homedir();
  if (!workspace.isTrusted || !existsSync(join(userFolder(home), 'bin'))) return;
  try {
    const { refreshLauncher } = await loadConnectModule();
    const target = { runtime: process.execPath, cli: join(__dirname, 'cli.js') };
    await refreshLauncher({ home, platform: process.platform }, target, Date.now());
  } catch (error) {
    reporter.note("couldn't update the agents' launcher", error);
  }
}
