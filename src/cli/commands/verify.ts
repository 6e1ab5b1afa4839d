/** `verify`: strict reading of state and TOON, `file:line: message`. */

import { resolve } from 'node:path';

import type { Command } from 'commander';

import { shownPath } from '../../core/paths/paths.ts';
import { verifyFile, verifyState } from '../../node/folder/verify.ts';
import type { Verified } from '../../node/folder/verify.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';

const UNREADABLE = 3;

export function addVerifyCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('verify')
    .description('check state and TOON files for problems')
    .argument('[file...]', 'files to check (default: the state of this folder)')
    .option('--json', 'print JSON')
    .action(withContext(verify));
}

async function verify(context: CommandContext, files: readonly string[], options: Options): Promise<void> {
  const { cwd, home } = context.system;
  const { files: read, faults } =
    files.length > 0
      ? await verifyFiles(files.map((file) => resolve(cwd, file)))
      : await verifyState(context.folder, home);
  if (options.json === true) context.printJson({ files: read, faults });
  else {
    for (const { file, line, message } of faults)
      context.print(`${shownPath(file, cwd, process.platform)}:${line}: ${message}`);
    context.print(`files checked: ${read}; faults: ${faults.length}`);
  }
  if (faults.length > 0) context.exitCode = UNREADABLE;
}

async function verifyFiles(paths: readonly string[]): Promise<Verified> {
  const faults = await Promise.all(paths.map((path) => verifyFile(path)));
  return { files: paths.length, faults: faults.flat() };
}
