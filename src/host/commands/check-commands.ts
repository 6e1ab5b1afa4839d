import { runTests } from '../checks/run-tests.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { gateTargetOf } from '../tree/row-guards.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the command that runs the project's tests. */
export function checkCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.runTests': (argument) => run(context, argument),
  };
}

async function run(context: CommandContext, argument: unknown): Promise<void> {
  await runTests(context, gateTargetOf(argument).phase);
}
