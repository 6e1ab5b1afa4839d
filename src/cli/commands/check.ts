/** `check`: runs a command, shows its output or what it says, records it, and ends as it did. */

import type { Command } from 'commander';

import { answerText } from '../../core/checks/answer.ts';
import { runCheck } from '../../node/checks/check.ts';
import type { ActionMaker } from '../action.ts';
import { checkWords } from '../check-words.ts';
import type { CommandContext } from '../context.ts';

export function addCheckCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('check')
    .usage('[options] [STEP --] COMMAND…')
    .description('run a command and record how it ended; an agent is told a summary')
    // What stands there is read by `checkWords`: its options are the command's own.
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
    ...(isAgent ? {} : { onOutput: system.relay ?? shownBy(context) }),
  });
  context.exitCode = result.exitCode;
  if (isAgent) context.printText(`${answerText(result.summary, result)}\n`);
  else
    context.warn(
      [result.note, ...(result.log === null ? [] : [`its output is in ${result.log}`])].join('; '),
    );
}

/** Where nothing else passes it on. */
function shownBy({ system }: CommandContext): NonNullable<CommandContext['system']['relay']> {
  const decoder = new TextDecoder();
  return (bytes) => {
    system.writeOut(decoder.decode(bytes, { stream: true }));
    return undefined;
  };
}
