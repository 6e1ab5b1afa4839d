import { reviewPhase } from '../review/review-phase.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the command that shows what an approval is about. */
export function reviewCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.reviewPhase': () => reviewPhase(context),
  };
}
