import { l10n } from 'vscode';

import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { requireCurrent } from '../../core/workflow/decide-gates.ts';
import { STEP_IDS, stepName } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { MissingEvidence, WorkflowState } from '../../core/workflow/state.ts';
import { phasesFor } from '../../core/view/row-actions.ts';
import { viewPhrase } from '../../core/view/view-words.ts';
import { translate } from '../messages.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { runCommand } from '../registration/register-command.ts';
import { gateTargetOf } from '../tree/row-guards.ts';
import type { CommandTarget, GateTarget } from '../tree/row-guards.ts';
import { announceApproval } from './announce-approval.ts';
import { askReason, pickStep } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { showWarning } from '../notices.ts';

/** Rejections of one step after which somebody should look at the whole. */
const MANY_ATTEMPTS = 3;

/** Commands that open and close phases. */
export function gateCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.approvePhase': (argument) => approve(context, gateTargetOf(argument)),
    'ninefold.undoApproval': (argument) => undoApproval(context, gateTargetOf(argument)),
    'ninefold.submitPhase': (argument) => submit(context, gateTargetOf(argument)),
    'ninefold.rejectPhase': (argument) => reject(context, gateTargetOf(argument)),
    'ninefold.skipPhase': (argument) => skip(context, gateTargetOf(argument)),
    'ninefold.reopenPhase': (argument) => reopen(context, gateTargetOf(argument)),
    'ninefold.setPhase': (argument) => setPhase(context, gateTargetOf(argument)),
  };
}

/** The workflow that a gate is about as it stands, and its service: it stays that one, whatever becomes the active one. */
async function subjectOf(
  { model }: CommandContext,
  { workflow }: GateTarget,
): Promise<{ readonly service: WorkflowService; readonly state: WorkflowState }> {
  const { service } = await model.writable();
  return { service, state: await service.state(workflow) };
}

async function approve(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  requireCurrent(state, target.phase);
  const missing = await service.missingEvidence(state.id);
  if (missing.length > 0 && !(await confirmMissing(state, missing))) return;
  // The step is named, so that an approval that came in between isn't taken for this one.
  const outcome = await service.execute({ kind: 'approve', phase: state.current }, PERSON, state.id);
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
  return (await showWarning(question, anyway)) === anyway;
}

async function undoApproval(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const step = STEP_IDS.find((known) => known === target.phase);
  const intent = { kind: 'undoApproval', ...(step === undefined ? {} : { phase: step }) } as const;
  const outcome = await service.execute(intent, PERSON, state.id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is open again', { phase: nameOf(outcome.state.current) }));
}

async function submit(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const intent = { kind: 'submit', phase: target.phase ?? state.current } as const;
  const outcome = await service.execute(intent, PERSON, state.id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} awaits approval', { phase: nameOf(outcome.state.current) }));
}

async function reject(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const { id, current } = state;
  requireCurrent(state, target.phase);
  const reason = await askReason('reject', {
    title: l10n.t('Reject Phase {phase}', { phase: nameOf(current) }),
    prompt: l10n.t('What has to be done again? The reason goes into the handoff.'),
  });
  if (reason === undefined) return;
  const outcome = await service.execute({ kind: 'reject', phase: current, reason }, PERSON, id);
  await settle(context, outcome);
  const { attempts } = outcome.state.steps[current];
  if (attempts >= MANY_ATTEMPTS) void warnOfAttempts(context, outcome.state, attempts);
}

async function warnOfAttempts(
  { model }: CommandContext,
  { id, current }: WorkflowState,
  count: number,
): Promise<void> {
  const reopen = l10n.t('Reopen an Earlier Phase…');
  const text = l10n.t(
    'Phase {phase} has been rejected {count} times. The fault may lie in an earlier phase.',
    {
      phase: nameOf(current),
      count,
    },
  );
  if ((await showWarning(text, reopen)) !== reopen) return;
  // A message may be answered when another folder is shown, or another workflow active.
  const target: CommandTarget = { folder: model.current?.key, workflow: id };
  await runCommand('ninefold.reopenPhase', target);
}

async function skip(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const title = l10n.t('Skip Phase');
  const phase = target.phase ?? (await pickStep(state, phasesFor(state, 'skip'), title));
  if (phase === undefined) return;
  const reason = await askReason('skip', {
    title: l10n.t('Skip Phase {phase}', { phase }),
    prompt: l10n.t('Why is it not needed? The reason goes into the handoff.'),
  });
  if (reason === undefined) return;
  await settle(context, await service.execute({ kind: 'skip', phase, reason }, PERSON, state.id));
}

async function reopen(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const phase = target.phase ?? (await pickStep(state, phasesFor(state, 'reopen'), l10n.t('Reopen Phase')));
  if (phase === undefined) return;
  const reason = await askReason('reopen', {
    title: l10n.t('Reopen Phase {phase}', { phase }),
    prompt: l10n.t('Later phases will be pending again; nothing is lost. Why? (Enter leaves it out.)'),
    isOptional: true,
  });
  if (reason === undefined) return;
  const intent = { kind: 'reopen', phase, ...(reason === '' ? {} : { reason }) } as const;
  await settle(context, await service.execute(intent, PERSON, state.id));
}

async function setPhase(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const phase =
    target.phase ?? (await pickStep(state, phasesFor(state, 'enter'), l10n.t('Make Phase Current')));
  if (phase === undefined) return;
  const outcome = await service.execute({ kind: 'setPhase', phase }, PERSON, state.id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is the current one', { phase: nameOf(outcome.state.current) }));
}

/** `1 Requirements`, `5b TDD GREEN`. */
function nameOf(step: StepId): string {
  return `${step} ${stepName(step)}`;
}
