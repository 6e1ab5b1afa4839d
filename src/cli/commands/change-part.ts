/** Changes one part of a workflow from the command line. */

import type { Command } from 'commander';

import type { WorkflowIntent } from '../../core/workflow/intents.ts';
import type { CommandContext } from '../context.ts';

/** Adds the option that names the workflow. */
export function withWorkflow(command: Command): Command {
  return command.option('--workflow <id>', 'workflow (default: the active one)');
}

/** Carries out an intent and prints the workflow's new revision. */
export async function carryOut(
  context: CommandContext,
  intent: WorkflowIntent,
  id: string | undefined,
): Promise<void> {
  const outcome = await context.service.execute(intent, context.actor, id);
  context.warnOfExports(outcome);
  const { state, events } = outcome;
  context.print(
    events.length === 0 ? 'nothing to change' : `saved; ${state.id} is at revision ${state.revision}`,
  );
}
