/** Gates: submit, approve, reject, skip, reopen, and phase. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { phraseText } from '../../core/meter/meter-words.ts';
import type { Outcome } from '../../core/service/workflow-service.ts';
import { evidencePhrase, lackText } from '../../core/workflow/evidence-words.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import type { GateIntent } from '../../core/workflow/intents.ts';
import { PHASE_RANGE } from '../../core/workflow/phases.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import { MANY_REJECTIONS, rejectionPhrase } from '../../core/workflow/rejection-words.ts';
import type { MissingEvidence } from '../../core/workflow/state.ts';
import { approvalNote } from '../../node/readings/approval-note.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { meterEnvironment } from './meter.ts';
import { optionText } from './options.ts';

const GATES = [
  ['submit', 'ask a person to approve the current phase'],
  ['approve', 'complete the current phase and start the next'],
  ['reject', 'reject the current phase, with a reason, so that work on it continues'],
  ['skip', 'skip a phase, with a reason'],
  ['reopen', 'go back to a phase; later phases become pending again'],
] as const;

type GateName = (typeof GATES)[number][0];

export function addGateCommands(program: Command, withContext: ActionMaker): void {
  for (const [name, description] of GATES) {
    program
      .command(name)
      .description(description)
      .argument('[phase]', PHASE_RANGE)
      .option('--reason <text>', 'why')
      .option('--workflow <id>', 'workflow (default: the active one)')
      .action(withContext((context, [phase], options) => pass(context, name, phase, options)));
  }
  program
    .command('phase')
    .description('make a phase current; earlier phases count as completed but unverified')
    .argument('<id>')
    .argument('<phase>', PHASE_RANGE)
    .action(withContext(setPhase));
}

async function pass(
  context: CommandContext,
  name: GateName,
  phase: string | undefined,
  options: Options,
): Promise<void> {
  if (name === 'approve' && context.actor.kind !== 'person') await context.warnOfWaiting('approvedBy');
  const outcome = await context.service.execute(
    intentOf(name, phase, optionText(options.reason)),
    context.actor,
    optionText(options.workflow),
  );
  report(context, outcome);
  const note = await approvalNote(context.folder, outcome, meterEnvironment(context), describe);
  for (const sentence of note) context.warn(sentence);
}

function intentOf(name: GateName, phase: string | undefined, reason: string | undefined): GateIntent {
  const named = phase === undefined ? {} : { phase };
  switch (name) {
    case 'submit':
    case 'approve':
      return { kind: name, ...named };
    case 'reject':
    case 'skip':
      if (reason === undefined) throw new NinefoldError('reason-missing', { action: name });
      return { kind: name, ...named, reason };
    case 'reopen':
      return reason === undefined ? { kind: name, ...named } : { kind: name, ...named, reason };
  }
}

async function setPhase(context: CommandContext, [id = '', phase = '']: readonly string[]): Promise<void> {
  report(context, await context.service.execute({ kind: 'setPhase', phase }, context.actor, id));
}

function report(context: CommandContext, outcome: Outcome): void {
  context.warnOfExports(outcome);
  const { state } = outcome;
  for (const event of outcome.events) {
    if (event.type === 'phase.approved') warnOfMissing(context, event.data.step, event.data.unverified);
    if (event.type === 'phase.rejected' && state.steps[event.data.step].attempts >= MANY_REJECTIONS) {
      const { attempts } = state.steps[event.data.step];
      const often = rejectionPhrase('rejected-often', { phase: event.data.step, count: attempts });
      context.warn(phraseText(often));
    }
    context.print(`${event.type.replace('phase.', '')} phase ${stepsOf(event)}`);
  }
  const isDone = state.status === 'completed';
  context.print(isDone ? `${state.id} is completed` : `${phaseLabel(state)} (${waiting(outcome)})`);
}

/** Returns the steps of a gate's event. */
function stepsOf({ data }: WorkflowEvent): string {
  if ('step' in data) return data.step ?? '';
  return 'steps' in data ? data.steps.join(', ') : '';
}

function waiting({ state }: Outcome): string {
  return state.steps[state.current].status.replaceAll('_', ' ');
}

function warnOfMissing(context: CommandContext, step: string, missing: readonly MissingEvidence[]): void {
  for (const what of missing) {
    const lack = lackText(what, 'cli');
    context.warn(phraseText(evidencePhrase('approved-unverified', { phase: step, lack })));
  }
}
