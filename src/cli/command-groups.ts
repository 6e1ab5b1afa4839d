/**
 * The commands of the command line, by the file that adds them. What few invocations need is loaded with its command:
 * the build makes a file of its own of it.
 */

import type { Command } from 'commander';

import type { ActionMaker } from './action.ts';
import { addConfigCommand } from './commands/config.ts';
import { addConnectCommands } from './commands/connect.ts';
import { addContextCommand } from './commands/context.ts';
import { addExportCommands } from './commands/exports.ts';
import { addGateCommands } from './commands/gates.ts';
import { addHandoffCommands } from './commands/handoff.ts';
import { addHookCommand } from './commands/hook.ts';
import { addMcpCommand } from './commands/mcp.ts';
import { addMeterCommands } from './commands/meter.ts';
import { addPartCommands } from './commands/parts.ts';
import { addResumeCommand } from './commands/resume.ts';
import { addSaveCommand } from './commands/save.ts';
import { addStatusLineCommand } from './commands/statusline.ts';
import { addWorkflowCommands } from './commands/workflows.ts';

/** Adds a file's commands to the program. */
type AddCommands = (program: Command, withContext: ActionMaker) => void;

interface DeferredGroup {
  /** Names of its commands. */
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommands>;
}

/** In the order of `--help`. */
const GROUPS: readonly (AddCommands | DeferredGroup)[] = [
  addWorkflowCommands,
  addGateCommands,
  addPartCommands,
  { names: ['check'], load: async () => (await import('./commands/check.ts')).addCheckCommand },
  addExportCommands,
  addSaveCommand,
  addHandoffCommands,
  addResumeCommand,
  { names: ['recover'], load: async () => (await import('./commands/recover.ts')).addRecoverCommand },
  addMeterCommands,
  { names: ['savings'], load: async () => (await import('./commands/savings.ts')).addSavingsCommand },
  { names: ['usage'], load: async () => (await import('./commands/usage.ts')).addUsageCommand },
  { names: ['activity'], load: async () => (await import('./commands/activity.ts')).addActivityCommand },
  { names: ['verify'], load: async () => (await import('./commands/verify.ts')).addVerifyCommand },
  addContextCommand,
  addConfigCommand,
  { names: ['share', 'remove'], load: async () => (await import('./commands/folders.ts')).addFolderCommands },
  addHookCommand,
  { names: ['tasks'], load: async () => (await import('./commands/tasks.ts')).addTaskCommands },
  addConnectCommands,
  addStatusLineCommand,
  addMcpCommand,
];

/**
 * Adds the commands that a call needs: those that are always loaded and the called one's file, or all for a call that
 * names none or an unknown one: its answer is the help or a suggestion.
 *
 * @param name of the called command, known or not; undefined without one
 */
export async function addCommands(
  program: Command,
  withContext: ActionMaker,
  name: string | undefined,
): Promise<void> {
  const isDeferred = GROUPS.some((group) => typeof group !== 'function' && group.names.includes(name ?? ''));
  for (const group of GROUPS) {
    if (typeof group === 'function') group(program, withContext);
    else if (name === undefined || group.names.includes(name)) (await group.load())(program, withContext);
  }
  const isKnown = name === undefined || isDeferred || program.commands.some((one) => one.name() === name);
  if (isKnown) return;
  for (const group of GROUPS) if (typeof group !== 'function') (await group.load())(program, withContext);
}
