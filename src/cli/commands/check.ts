/** `check`: runs a command, shows its output or a summary, records the result, and exits with its exit code. */

import type { Command } from 'commander';

import { answerText } from '../../core/checks/answer.ts';
import { NinefoldError } from '../../core/errors.ts';
import { failureCause } from '../../core/failures/failures.ts';
import { runCheck } from '../../node/checks/check.ts';
import type { ActionMaker } from '../action.ts';
import { checkWords, isStepWord } from '../check-words.ts';
import type { CommandContext } from '../context.ts';

export function addCheckCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('check')
    .usage('[options] [STEP --] COMMAND…')
    .description(
      'run a command and record its exit code as evidence for STEP (default: the current step); an agent gets a summary of the output',
    )
    // Read by `checkWords`, because its options belong to the command.
    .argument('<command...>')
    .action(withContext((context) => check(context)));
}

async function check(context: CommandContext): Promise<void> {
  const { actor, system, folder, cwd } = context;
  const { step, command } = checkWords(system.argv) ?? { step: null, command: [] };
  const isAgent = actor.kind === 'agent';
  const result = await runCheck(folder, {
    words: command,
    phase: step ?? undefined,
    cwd,
    environment: system.environment,
    home: system.home,
    actor,
    input: 'inherit',
    explain: failureCause,
    ...(isAgent ? {} : { onOutput: system.relay ?? shownBy(context) }),
  }).catch((error: unknown) => {
    throw withSeparator(error, command);
  });
  context.exitCode = result.exitCode;
  if (isAgent) context.printText(`${answerText(result.summary, result)}\n`);
  else context.warn([result.note, ...(result.log === null ? [] : [`output in ${result.log}`])].join('; '));
}

/** Replaces that no program is called `5b`: the step was named without `--` behind it. */
function withSeparator(error: unknown, [step = '']: readonly string[]): unknown {
  const isMissing = NinefoldError.is(error) && error.code === 'check-program-missing' && isStepWord(step);
  return isMissing ? new NinefoldError('check-separator-missing', { step }) : error;
}

/** Returns the output handler that is used without a relay. */
function shownBy({ system }: CommandContext): NonNullable<CommandContext['system']['relay']> {
  const decoder = new TextDecoder();
  return (bytes) => {
    system.writeOut(decoder.decode(bytes, { stream: true }));
    return undefined;
  };
}
