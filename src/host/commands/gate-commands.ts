import { l10n } from 'vscode';

import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { uncheckedRejection } from '../../core/workflow/rejection.ts';
import { requireCurrent } from '../../core/workflow/decide-gates.ts';
import { STEP_IDS, isSubPhase, stepName } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { MissingEvidence, WorkflowState } from '../../core/workflow/state.ts';
import { phasesFor } from '../../core/view/row-actions.ts';
import { MANY_REJECTIONS, rejectionPhrase } from '../../core/workflow/rejection-words.ts';
import { runTests } from '../checks/run-tests.ts';
import { translate, translateLack } from '../messages.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { runCommand } from '../registration/register-command.ts';
import { gateTargetOf } from '../tree/row-guards.ts';
import type { CommandTarget, GateTarget } from '../tree/row-guards.ts';
import { announceApproval } from './announce-approval.ts';
import { askReason, pickStep } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { createText, suggestedDocument } from './suggested-document.ts';
import { showWarning } from '../notices.ts';
import { asSentence } from '../sentence.ts';

/** Creates the commands that approve, submit, reject, skip, and reopen phases. */
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

/** Resolves the workflow of a gate once, so that a switch in between doesn't redirect it. */
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
  if (!(await confirmsRejected(context, state)) || !(await confirmsGate(context, service, state))) return;
  // Name the step, so that an approval made in between isn't mistaken for this one.
  const outcome = await service.execute({ kind: 'approve', phase: state.current }, PERSON, state.id);
  await settle(context, outcome);
  void announceApproval(context, state.current, outcome);
}

/** Asks before a rejected phase is approved in which nothing changed since. */
async function confirmsRejected({ model, review }: CommandContext, state: WorkflowState): Promise<boolean> {
  const rejection = uncheckedRejection(state);
  if (rejection === null) return true;
  const { key } = model.current ?? {};
  await review.look(key);
  if (review.isReworked(key) !== false) return true;
  const anyway = l10n.t('Approve Anyway');
  const { reason } = rejection;
  const text = l10n.t('Phase {phase} was rejected: {reason}; nothing changed since.', {
    phase: nameOf(state.current),
    reason,
  });
  return (await showWarning(text, anyway)) === anyway;
}

/** Asks if evidence is missing; tests may be run until none is, or the user approves anyway. */
async function confirmsGate(
  context: CommandContext,
  service: WorkflowService,
  { id, current }: WorkflowState,
): Promise<boolean> {
  const anyway = l10n.t('Approve Anyway');
  const run = l10n.t('Run Tests and Record');
  const row = suggestedDocument(context);
  const create = row === undefined ? undefined : createText(row);
  const buttons = [...(create === undefined ? [] : [create]), ...(isSubPhase(current) ? [run] : []), anyway];
  for (;;) {
    const missing = await service.missingEvidence(id);
    if (missing.length === 0) return true;
    const chosen = await showWarning(missingText(current, missing), ...buttons);
    if (chosen === anyway) return true;
    if (chosen !== undefined && chosen === create) await runCommand('ninefold.createDeliverable', row);
    if (chosen !== run || !(await runTests(context, current))) return false;
  }
}

function missingText(step: StepId, missing: readonly MissingEvidence[]): string {
  const reasons = missing.map(translateLack).join(' ');
  return l10n.t('Phase {phase} is missing evidence. {reasons}', { phase: nameOf(step), reasons });
}

async function undoApproval(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const step = STEP_IDS.find((known) => known === target.phase);
  const intent = { kind: 'undoApproval', ...(step === undefined ? {} : { phase: step }) } as const;
  const outcome = await service.execute(intent, PERSON, state.id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is reopened', { phase: nameOf(outcome.state.current) }));
}

async function submit(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const intent = { kind: 'submit', phase: target.phase ?? state.current } as const;
  const outcome = await service.execute(intent, PERSON, state.id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Phase {phase} is waiting for approval', { phase: nameOf(outcome.state.current) }));
}

async function reject(context: CommandContext, target: GateTarget): Promise<void> {
  const { service, state } = await subjectOf(context, target);
  const { id, current } = state;
  requireCurrent(state, target.phase);
  const reason = await askReason('reject', {
    title: l10n.t('Reject Phase {phase}', { phase: nameOf(current) }),
    prompt: l10n.t('What needs to be redone? The reason is added to the handoff.'),
  });
  if (reason === undefined) return;
  const outcome = await service.execute({ kind: 'reject', phase: current, reason }, PERSON, id);
  await settle(context, outcome);
  const { attempts } = outcome.state.steps[current];
  if (attempts >= MANY_REJECTIONS) void warnOfAttempts(context, outcome.state, attempts);
}

async function warnOfAttempts(
  { model }: CommandContext,
  { id, current }: WorkflowState,
  count: number,
): Promise<void> {
  const reopen = l10n.t('Reopen an Earlier Phase…');
  const text = asSentence(translate(rejectionPhrase('rejected-often', { phase: nameOf(current), count })));
  if ((await showWarning(text, reopen)) !== reopen) return;
  // By the time it's answered, another folder or workflow may be current.
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
    prompt: l10n.t("Why isn't it needed? The reason is added to the handoff."),
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
    prompt: l10n.t('Why reopen it? (Optional) Later phases become pending again; nothing is lost.'),
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
  confirmBriefly(l10n.t('Phase {phase} is now current', { phase: nameOf(outcome.state.current) }));
}

/** `1 Requirements`, `5b TDD GREEN`. */
function nameOf(step: StepId): string {
  return `${step} ${stepName(step)}`;
}
