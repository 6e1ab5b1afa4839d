import { l10n } from 'vscode';

import type { Outcome } from '../../core/service/workflow-service.ts';
import { approvalAdvice } from '../../core/view/approval-advice.ts';
import type { ApprovalAdvice } from '../../core/view/approval-advice.ts';
import { stepName } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import { translate } from '../messages.ts';
import { runCommand } from '../registration/register-command.ts';
import type { CommandTarget } from '../tree/row-guards.ts';
import { planOf } from '../usage/plan-of.ts';
import type { CommandContext } from './command-context.ts';
import { createText, suggestedDocument } from './suggested-document.ts';
import { showInformation, showWarning } from '../notices.ts';

/**
 * Reports the approval of a phase and offers to undo it. Offers a handoff if a session of the plan ends or the next
 * phase won't fit. Waits for the answer.
 */
export async function announceApproval(
  context: CommandContext,
  step: StepId,
  outcome: Outcome,
): Promise<void> {
  const { state, events } = outcome;
  if (events.length === 0) return;
  const undo = l10n.t('Undo');
  const goOn = l10n.t('Continue in a New Session');
  const { sentences, isUrgent } = adviceOf(context, step, outcome);
  const text = [approvedText(step, outcome), ...sentences.map(translate)].join(' ');
  const document = sentences.length === 0 ? suggestedDocument(context) : undefined;
  const create = document === undefined ? undefined : createText(document);
  // VS Code stresses the first button: what comes next, not what takes it back.
  const first = sentences.length === 0 ? create : goOn;
  const buttons = [...(first === undefined ? [] : [first]), undo];
  // By the time it's answered, another folder, workflow, or phase may be current.
  const target: CommandTarget = { folder: context.model.current?.key, workflow: state.id, step };
  const chosen = isUrgent ? await showWarning(text, ...buttons) : await showInformation(text, ...buttons);
  if (chosen === undo) await runCommand('ninefold.undoApproval', target);
  else if (chosen === goOn) await runCommand('ninefold.continueSession', target);
  else if (chosen !== undefined && chosen === create)
    await runCommand('ninefold.createDeliverable', document);
}

function adviceOf(
  { model, usage, reading }: CommandContext,
  step: StepId,
  { state }: Outcome,
): ApprovalAdvice {
  const key = model.current?.key ?? '';
  const plan = planOf(model.current?.snapshot, state);
  if (plan === null) return { sentences: [], isUrgent: false };
  return approvalAdvice(state, step, plan, { measured: usage.of(key), reading: reading.of(key) });
}

function approvedText(step: StepId, { state }: Outcome): string {
  const phase = `${step} ${stepName(step)}`;
  return state.status === 'completed'
    ? l10n.t('Phase {phase} is approved. The workflow is completed.', { phase })
    : l10n.t('Phase {phase} is approved. Next is {next}.', {
        phase,
        next: `${state.current} ${stepName(state.current)}`,
      });
}
