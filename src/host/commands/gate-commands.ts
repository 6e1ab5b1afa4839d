import { l10n, window } from 'vscode';

import { stepName } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { MissingEvidence, WorkflowState } from '../../core/workflow/state.ts';
import { namesCurrent } from '../../core/workflow/steps.ts';
import { phasesFor } from '../../core/view/row-actions.ts';
import { viewPhrase } from '../../core/view/view-words.ts';
import { translate } from '../messages.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { runCommand } from '../registration/register-command.ts';
import { phaseOf } from '../tree/row-guards.ts';
import type { CommandTarget } from '../tree/row-guards.ts';
import { announceApproval } from './announce-approval.ts';
import { askReason, pickStep } from './ask.ts';
import { PERSON, confirmBriefly, settle, subjectOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** Rejections of one step after which somebody should look at the whole. */
const MANY_ATTEMPTS = 3;

/** Commands that open and close phases. */
export function gateCommands(context: CommandContext): CommandHandlers {
  const subject = (argument: unknown): string | undefined => phaseOf(subjectOf(context, argument));
  return {
    'ninefold.approvePhase': (argument) => approve(context, subject(argument)),
    'ninefold.undoApproval': () => undoApproval(context),
    'ninefold.submitPhase': (argument) => submit(context, subject(argument)),
    'ninefold.rejectPhase': (argument) => reject(context, subject(argument)),
    'ninefold.skipPhase': (argument) => skip(context, subject(argument)),
    'ninefold.reopenPhase': (argument) => reopen(context, subject(argument)),
    'ninefold.setPhase': (argument) => setPhase(context, subject(argument)),
  };
}

async function approve(context: CommandContext, phase: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const state = await service.state();
  const isCurrent = phase === undefined || namesCurrent(state, phase);
  const missing = isCurrent ? await service.missingEvidence(state.id) : [];
  if (missing.length > 0 && !(await confirmMissing(state, missing))) return;
  // The step is named, so that an approval that came in between isn't taken for this one.
  const outcome = await service.execute(
    { kind: 'approve', phase: isCurrent ? state.current : phase },
    PERSON,
    state.id,
  );
  await settle(context, outcome);
  void announceApproval(context, state.current, outcome);
}

async function confirmMissing(state: WorkflowState, missing: readonly MissingEvidence[]): Promise<boolean> {
  const anyway = l10n.t('Approve Anyway');
  const reasons = missing.map((what) => translate(viewPhrase(`lacks-${what}`))).join(' ');
  const question = l10n.t('Phase {phase} lacks evidence. {reasons}', {
    phase: nameOf(state.current),
    reasons,
  });
  return (await window.showWarningMessage(question, anyway)) === anyway;
}

async function undoApproval(context: CommandContext): Promise<void> {
  const { service } = await context.model.writable();
  const outcome = await service.execute({ kind: 'undoApproval' }, PERSON);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is open again', { phase: nameOf(outcome.state.current) }));
}

async function submit(context: CommandContext, phase: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const outcome = await service.execute({ kind: 'submit', ...named(phase) }, PERSON);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} awaits approval', { phase: nameOf(outcome.state.current) }));
}

async function reject(context: CommandContext, phase: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const { current } = await service.state();
  const reason = await askReason('reject', {
    title: l10n.t('Reject Phase {phase}', { phase: nameOf(current) }),
    prompt: l10n.t('What has to be done again? The reason goes into the handoff.'),
  });
  if (reason === undefined) return;
  const outcome = await service.execute({ kind: 'reject', phase: phase ?? current, reason }, PERSON);
  await settle(context, outcome);
  const { attempts } = outcome.state.steps[current];
  if (attempts >= MANY_ATTEMPTS) void warnOfAttempts(context, current, attempts);
}

async function warnOfAttempts({ model }: CommandContext, step: StepId, count: number): Promise<void> {
  const reopen = l10n.t('Reopen an Earlier Phase…');
  const text = l10n.t(
    'Phase {phase} has been rejected {count} times. The fault may lie in an earlier phase.',
    {
      phase: nameOf(step),
      count,
    },
  );
  if ((await window.showWarningMessage(text, reopen)) !== reopen) return;
  await runCommand('ninefold.reopenPhase', targetOf(model));
}

async function skip(context: CommandContext, given: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const state = await service.state();
  const title = l10n.t('Skip Phase');
  const phase = given ?? (await pickStep(state, phasesFor(state, 'skip'), title));
  if (phase === undefined) return;
  const reason = await askReason('skip', {
    title: l10n.t('Skip Phase {phase}', { phase }),
    prompt: l10n.t('Why is it not needed? The reason goes into the handoff.'),
  });
  if (reason === undefined) return;
  await settle(context, await service.execute({ kind: 'skip', phase, reason }, PERSON));
}

async function reopen(context: CommandContext, given: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const state = await service.state();
  const phase = given ?? (await pickStep(state, phasesFor(state, 'reopen'), l10n.t('Reopen Phase')));
  if (phase === undefined) return;
  const reason = await askReason('reopen', {
    title: l10n.t('Reopen Phase {phase}', { phase }),
    prompt: l10n.t('Later phases will be pending again; nothing is lost. Why? (Enter leaves it out.)'),
    isOptional: true,
  });
  if (reason === undefined) return;
  const intent = { kind: 'reopen', phase, ...(reason === '' ? {} : { reason }) } as const;
  await settle(context, await service.execute(intent, PERSON));
}

async function setPhase(context: CommandContext, given: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const state = await service.state();
  const phase = given ?? (await pickStep(state, phasesFor(state, 'enter'), l10n.t('Make Phase Current')));
  if (phase === undefined) return;
  const outcome = await service.execute({ kind: 'setPhase', phase }, PERSON);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is the current one', { phase: nameOf(outcome.state.current) }));
}

/** A message may be answered when another folder is shown. */
function targetOf({ current }: CommandContext['model']): CommandTarget {
  return { folder: current?.key };
}

function named(phase: string | undefined): { readonly phase?: string } {
  return phase === undefined ? {} : { phase };
}

/** `1 Requirements`, `5b TDD GREEN`. */
function nameOf(step: StepId): string {
  return `${step} ${stepName(step)}`;
}
