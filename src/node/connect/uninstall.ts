/**
 * Runs when VS Code has removed the extension, in plain Node, without the `vscode` module: gives every connected file
 * back. Nobody reads what it prints but VS Code's log.
 */

import { join } from 'node:path';

import { faultText } from '../../core/text/fault-text.ts';
import { systemEnvironment } from '../machine/environment.ts';
import { loadConnectModule } from './load-connect.ts';

async function giveBack(): Promise<void> {
  const { disconnectEverything } = await loadConnectModule();
  const failures = await disconnectEverything(systemEnvironment(), join(__dirname, 'cli.js'));
  for (const failure of failures) report(failure);
}

function report(error: unknown): void {
  process.stderr.write(`ninefold: ${faultText(error)}\n`);
  process.exitCode = 1;
}

giveBack().catch(report);
