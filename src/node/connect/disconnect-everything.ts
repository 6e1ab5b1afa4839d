/** Disconnects every agent, for the extension's removal. */

import { join } from 'node:path';

import { shellWords } from '../../core/connect/shell-words.ts';
import { NinefoldError } from '../../core/errors.ts';
import { pathExists } from '../files/optional-file.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { userFolder } from '../state/user-folder.ts';
import { applyConnection, planDisconnect } from './connect.ts';
import { readConnections } from './connections.ts';
import { removeUnusedCache } from './remove-cache.ts';

/**
 * Disconnects every agent of every folder and removes the cache, unless the agents run another installation by now. What can't be restored
 * doesn't keep the rest from it.
 *
 * @param cli this installation's `cli.js`, absolute
 * @returns what can't be restored
 * @throws NinefoldError file-damaged, state-newer
 */
export async function disconnectEverything(
  environment: MeterEnvironment,
  cli: string,
): Promise<readonly NinefoldError[]> {
  const { home } = environment;
  const used = await launchedCli(home);
  if (used !== null && used !== cli && (await pathExists(used))) return [];
  const failures: NinefoldError[] = [];
  for (const { agent, folder } of await readConnections(home)) {
    try {
      const plan = await planDisconnect({ agent, folder, environment });
      await applyConnection(plan, { runtime: process.execPath, cli });
    } catch (error) {
      if (!NinefoldError.is(error)) throw error;
      failures.push(error);
    }
  }
  await removeUnusedCache(environment);
  return failures;
}

/** Returns the program that the agents' launcher runs; null if that can't be told. */
async function launchedCli(home: string): Promise<string | null> {
  const launcher = await tryReadForeignText(join(userFolder(home), 'bin', 'ninefold'), 'fields');
  const line = /^ninefold_cli=(.+)$/m.exec(launcher ?? '')?.[1];
  return line === undefined ? null : (shellWords(line)?.[0] ?? null);
}
