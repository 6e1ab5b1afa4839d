/** `verify`: strict reading of state and TOON, `file:line: message`. */

import { resolve } from 'node:path';

import type { Command } from 'commander';

import { wayTo } from '../../core/paths/paths.ts';
import { stateFiles, verifyFile } from '../../node/folder/verify.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';

const UNREADABLE = 3;

export function addVerifyCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('verify')
    .description('read state and TOON strictly')
    .argument('[file...]', 'files (default: the state of this folder)')
    .option('--json', 'as JSON')
    .action(withContext(verify));
}

async function verify(context: CommandContext, files: readonly string[], options: Options): Promise<void> {
  const { cwd } = context.world;
  const paths =
    files.length > 0
      ? files.map((file) => resolve(cwd, file))
      : await stateFiles(context.folder.layout, await context.service.ports.journals.listIds());
  const faults = (await Promise.all(paths.map((path) => verifyFile(path)))).flat();
  if (options.json === true) context.printJson({ files: paths.length, faults });
  else {
    for (const { file, line, message } of faults)
      context.print(`${wayTo(file, cwd, process.platform) ?? file}:${line}: ${message}`);
    context.print(`files read: ${paths.length}; faults: ${faults.length}`);
  }
  if (faults.length > 0) context.exitCode = UNREADABLE;
}
