/** `export`: writes derived files. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import type { ExportFile } from '../../core/service/ports.ts';
import { redactedExports } from '../../core/service/redacted-exports.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { olderWorkflow } from '../older-workflow.ts';
import { optionText } from './options.ts';

const FORMATS = ['toon', 'json', 'context', 'decisions'] as const;
type Format = (typeof FORMATS)[number];

export function addExportCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('export')
    .description('write the exports of a workflow')
    .argument('[id]')
    .option('--format <format>', `${FORMATS.join(', ')} (default: all)`)
    .option('--stdout', 'print instead of writing')
    .action(withContext(exportState));
}

async function exportState(
  context: CommandContext,
  [id]: readonly string[],
  options: Options,
): Promise<void> {
  const format = formatOf(optionText(options.format));
  const older = options.stdout === true ? await olderWorkflow(context, id) : undefined;
  if (older !== undefined) {
    const { state } = older.candidate;
    const files = await redactedExports(context.service.ports, state, true);
    printFile(context, files, filesOf(format ?? 'toon', state.id, false));
    return;
  }
  const state = await context.service.state(id);
  const isActive = (await context.service.activeId()) === state.id;
  if (options.stdout === true) {
    await printExport(context, state.id, format ?? 'toon', isActive);
    return;
  }
  const wanted = format === undefined ? undefined : filesOf(format, state.id, isActive);
  const isRootOnly = format === 'context' || format === 'decisions';
  if (isRootOnly && !isActive) {
    throw new NinefoldError('export-not-active', { file: wanted?.[0] ?? '', id: state.id });
  }
  const filter = wanted === undefined ? undefined : (path: string): boolean => wanted.includes(path);
  const written = new Set(await context.service.exportFiles(state.id, filter));
  const { exports } = context.service.ports;
  for (const path of written) context.print(exports.pathForReaders(path));
  const files = await context.service.makeExports(state.id, isActive);
  for (const { path } of files) {
    const isUnchanged = !written.has(path) && (filter === undefined || filter(path));
    if (isUnchanged) context.print(`${exports.pathForReaders(path)} (unchanged)`);
  }
}

async function printExport(
  context: CommandContext,
  id: string,
  format: Format,
  isActive: boolean,
): Promise<void> {
  printFile(context, await context.service.makeExports(id, true), filesOf(format, id, isActive));
}

/** Prints the first of these exports. */
function printFile(context: CommandContext, files: readonly ExportFile[], [path]: readonly string[]): void {
  const file = files.find((candidate) => candidate.path === path);
  if (file !== undefined) context.printText(file.text(context.service.ports.clock.now()));
}

function filesOf(format: Format, id: string, isActive: boolean): readonly string[] {
  switch (format) {
    case 'toon':
      return isActive ? [WORKFLOW_STATE_FILE, workflowFile(id, 'toon')] : [workflowFile(id, 'toon')];
    case 'json':
      return [workflowFile(id, 'json')];
    case 'context':
      return [SESSION_CONTEXT_FILE];
    case 'decisions':
      return [DECISIONS_FILE];
  }
}

function formatOf(format: string | undefined): Format | undefined {
  if (format === undefined) return undefined;
  const known = FORMATS.find((candidate) => candidate === format);
  if (known === undefined) throw new NinefoldError('format-unknown', { format, formats: FORMATS.join(', ') });
  return known;
}
