/** Changes one part of a workflow from the command line. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { failureCause } from '../../core/failures/failures.ts';
import { phaseOfStep } from '../../core/workflow/phases.ts';
import { stepsNamed } from '../../core/workflow/steps.ts';
import type { WorkflowIntent } from '../../core/workflow/intents.ts';
import type { CommandContext } from '../context.ts';

/** Adds the option that names the workflow. */
export function withWorkflow(command: Command): Command {
  return command.option('--workflow <id>', 'workflow (default: the active one)');
}

/** Carries out an intent and prints the workflow's new revision; a deliverable that is already there is what was asked for. */
export async function carryOut(
  context: CommandContext,
  intent: WorkflowIntent,
  id: string | undefined,
): Promise<void> {
  try {
    await execute(context, intent, id);
  } catch (error) {
    if (!NinefoldError.is(error, 'deliverable-exists') || !isOfPhase(intent, error)) throw error;
    context.print(`nothing to change: ${failureCause(error)}`);
  }
}

/** Tests whether an intent names the phase that a deliverable already has, or none. */
function isOfPhase(intent: WorkflowIntent, { parameters }: NinefoldError): boolean {
  if (intent.kind !== 'addDeliverable') return false;
  const [step] = intent.phase === undefined ? [] : stepsNamed(intent.phase);
  return step === undefined || phaseOfStep(step) === parameters.phase;
}

async function execute(
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
