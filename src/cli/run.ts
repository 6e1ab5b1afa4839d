/** Runs the command line: argv → command → exit code. */

import { Command } from 'commander';
import type { CommanderError } from 'commander';

import { NinefoldError } from '../core/errors.ts';
import { exitCodeOf } from '../core/failures/failures.ts';
import { faultText } from '../core/text/fault-text.ts';
import { wellFormed } from '../core/text/well-formed.ts';
import { actorOf } from '../node/machine/actor.ts';
import type { ActionMaker, Options } from './action.ts';
import { checkWords, commandName } from './check-words.ts';
import { addCommands } from './command-groups.ts';
import type { CommandContext, GlobalOptions, System } from './context.ts';
import { describe, openContext, writeErrorLine } from './context.ts';
import { behindOptions } from './list-texts.ts';
import { isReading, takeInBefore } from './proposals.ts';
import { RedactedErrors } from './redacted-errors.ts';
import { readVersion } from './version.ts';

const USAGE = 2;
/** Exit code of a bug in Ninefold. */
const FAULT = 70;
/** Exit code of `check` if it was refused before its command ran. */
const NOT_RUN = 125;
/** State root of a folder without one. */
const OWN_ROOT = '.claude';

/** Runs one command line. @returns 0 done, 1 refused, 2 usage, 3 state unreadable */
export async function runCommandLine(given: System): Promise<number> {
  const system = wellFormedSystem(given);
  if (actorOf(system.environment).kind === 'person') return runCommand(system);
  const errors = new RedactedErrors(system.writeError);
  try {
    return await runCommand({ ...system, writeError: (text) => errors.write(text) });
  } catch (fault) {
    errors.write(`${faultText(fault)}\n`);
    return FAULT;
  } finally {
    await errors.flush();
  }
}

async function runCommand(system: System): Promise<number> {
  let exitCode = 0;
  const saved = new SavedNote(system);
  const program = newProgram(system);
  const withContext: ActionMaker =
    (work) =>
    async (...parameters) => {
      // Commander passes each argument, the options, and finally the command itself.
      const command = parameters.at(-1) as Command;
      const options = command.optsWithGlobals<Options>();
      const name = nameOf(command);
      // `--user` has another meaning for other commands.
      const isUserWanted = name === 'init' && options.user === true;
      const isEmergency = name === 'save' && options.emergency === true;
      const context = await (isEmergency ? openWhatIsLeft : openContext)(
        system,
        program.opts<GlobalOptions>(),
        isUserWanted,
      );
      if (!isReading(name, options)) await takeInBefore(context);
      // An edit that was taken in is a separate change: the command may still be refused.
      context.service.onDidChange((_, events) => {
        if (events.length > 0) saved.note();
      });
      await work(context, command.args, options);
      exitCode = context.exitCode;
    };
  await addCommands(program, withContext, commandName(system.argv));
  applyToAll(program, system);
  try {
    await program.parseAsync([...ownWords(system.argv)], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Smaller numbers are exit codes of the command itself.
    const isCheck = checkWords(system.argv) !== undefined && NinefoldError.is(error);
    if (isCheck) return Math.max(exitCodeFor(error, system), NOT_RUN);
    return saved.isSaved ? saved.exitCodeAfter(error) : exitCodeFor(error, system);
  }
}

/** Returns the words for commander; a single word replaces the command of a check. */
function ownWords(argv: readonly string[]): readonly string[] {
  const check = checkWords(argv);
  if (check === undefined) return behindOptions(argv);
  return check.command.length === 0 ? check.own : [...check.own, 'command'];
}

/** Records whether the command has saved a change, which must not be repeated whatever fails afterwards. */
class SavedNote {
  readonly #system: System;
  isSaved = false;

  constructor(system: System) {
    this.#system = system;
  }

  note(): void {
    this.isSaved = true;
    this.#system.noteSaved?.();
  }

  exitCodeAfter(error: unknown): number {
    const said = NinefoldError.is(error) ? describe(error) : `internal error: ${String(error)}`;
    writeErrorLine(this.#system, `the change is saved, don't repeat it; a later step failed: ${said}`);
    return 0;
  }
}

/** Makes arguments and stdin well-formed Unicode: on Windows an argument can contain half a surrogate pair. */
function wellFormedSystem(system: System): System {
  return {
    ...system,
    argv: system.argv.map(wellFormed),
    readInput: async () => wellFormed(await system.readInput()),
  };
}

/** Opens the folder with its own state root if the list of the user's projects can't be read, which an emergency doesn't need. */
async function openWhatIsLeft(system: System, options: GlobalOptions): Promise<CommandContext> {
  try {
    return await openContext(system, options);
  } catch (error) {
    if (!NinefoldError.is(error) || error.code === 'folder-missing') throw error;
    writeErrorLine(system, describe(error));
    return openContext(system, { ...options, stateDir: OWN_ROOT });
  }
}

/** Returns a command's name without the program's: `deliverable add`. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent === null || parent === null ? command.name() : `${parent.name()} ${command.name()}`;
}

function newProgram(system: System): Command {
  return new Command('ninefold')
    .description('Carry a long AI coding workflow across agent sessions.')
    .option('--cwd <dir>', 'folder to work in (default: the current one)')
    .option('--state-dir <dir>', 'state directory (default: nearest .claude with Ninefold state)')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureOutput({ writeOut: system.writeOut, writeErr: () => undefined });
}

/** Applies settings to all subcommands, because commander doesn't inherit all of them. */
function applyToAll(command: Command, system: System): void {
  command.allowExcessArguments(false).exitOverride((error) => {
    throw new UsageError(command, error);
  });
  command.configureOutput({ writeOut: system.writeOut, writeErr: () => undefined });
  for (const child of command.commands) applyToAll(child, system);
}

/** What commander refuses, with the command whose help explains it. */
class UsageError extends Error {
  readonly command: Command;
  readonly refusal: CommanderError;

  constructor(command: Command, refusal: CommanderError) {
    super(refusal.message);
    this.command = command;
    this.refusal = refusal;
  }
}

function exitCodeFor(error: unknown, system: System): number {
  if (NinefoldError.is(error)) {
    writeErrorLine(system, describe(error));
    return exitCodeOf(error);
  }
  if (!(error instanceof UsageError)) throw error;
  const { command, refusal } = error;
  if (refusal.exitCode === 0) return 0;
  const help = `see \`${pathOf(command)} --help\``;
  if (refusal.code === 'commander.help') {
    writeErrorLine(system, `${command.parent === null ? 'no command given' : 'missing subcommand'}; ${help}`);
    return USAGE;
  }
  // A suggestion is on a line of its own.
  const text = refusal.message
    .replace(/^error: /, '')
    .replace('\n', ' ')
    .replace(/\.?\s*$/, '');
  writeErrorLine(system, text.includes('; ') ? text : `${text}; ${help}`);
  return USAGE;
}

/** Returns a command as it is called: `ninefold tasks run`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
