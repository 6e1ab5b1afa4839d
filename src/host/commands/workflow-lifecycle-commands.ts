import { l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { workflowOf } from '../tree/row-guards.ts';
import { askReason } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { recoverWorkflow } from './recover-workflow.ts';
import { pickWorkflow } from './workflow-commands.ts';
import { showInformation, showWarning } from '../notices.ts';

/** Creates the commands that pause, cancel, and delete workflows. */
export function workflowLifecycleCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.pauseWorkflow': (row) => pause(context, workflowOf(row)),
    'ninefold.cancelWorkflow': (row) => cancel(context, workflowOf(row)),
    'ninefold.deleteWorkflow': (row) => remove(context, row),
    'ninefold.recoverWorkflow': (row) => recoverWorkflow(context, workflowOf(row)),
  };
}

async function pause(context: CommandContext, id: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const outcome = await service.execute({ kind: 'setStatus', status: 'paused' }, PERSON, id);
  await settle(context, outcome);
  confirmBriefly(l10n.t('{name} is paused', { name: outcome.state.name }));
}

async function cancel(context: CommandContext, id: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const { name, id: workflow } = await service.state(id);
  const reason = await askReason('cancel', {
    title: l10n.t('Cancel Workflow {name}', { name }),
    prompt: l10n.t("Why won't it be finished? The reason is kept in the journal."),
  });
  if (reason === undefined) return;
  const intent = { kind: 'setStatus', status: 'cancelled', reason } as const;
  await settle(context, await service.execute(intent, PERSON, workflow));
  confirmBriefly(l10n.t('{name} is cancelled', { name }));
}

/** A workflow to delete; without a state if it can't be read. */
interface Doomed {
  readonly id: string;
  readonly state: WorkflowState | undefined;
}

async function remove(context: CommandContext, argument: unknown): Promise<void> {
  const { service } = await context.model.writable();
  const doomed = await chooseDoomed(context, service, argument);
  if (doomed === undefined) return;
  const name = doomed.state?.name ?? doomed.id;
  const question = l10n.t('Delete workflow {name}?', { name });
  const answer = l10n.t('Move to Trash');
  const detail = await whatGoes(service, doomed);
  if ((await showWarning(question, { modal: true, detail }, answer)) !== answer) return;
  const { deleteWorkflow } = await loadEngine();
  const folder = await deleteWorkflow(service, doomed.id);
  await context.model.refresh();
  const path = service.ports.exports.pathForReaders(folder);
  void showInformation(l10n.t('{name} was moved to {path}.', { name, path }));
}

async function chooseDoomed(
  context: CommandContext,
  service: WorkflowService,
  argument: unknown,
): Promise<Doomed | undefined> {
  const id = workflowOf(argument);
  if (id === undefined && argument === undefined) {
    const picked = await pickWorkflow(context, service, l10n.t('Delete Workflow'));
    return picked === undefined ? undefined : { id: picked.id, state: await service.state(picked.id) };
  }
  try {
    const state = await service.state(id);
    return { id: state.id, state };
  } catch (error) {
    // An unreadable workflow can still be deleted.
    if (id === undefined || !NinefoldError.is(error) || error.code === 'workflow-unknown') throw error;
    return { id, state: undefined };
  }
}

async function whatGoes(service: WorkflowService, { id, state }: Doomed): Promise<string> {
  const handoffs = (await service.ports.exports.listHandoffs(id)).length;
  const isActive = (await service.activeId()) === id;
  return [
    handoffs === 0
      ? l10n.t("Its journal and exports are moved to Ninefold's trash.")
      : l10n.t("Its journal, exports, and handoffs ({handoffs}) are moved to Ninefold's trash.", {
          handoffs,
        }),
    ...(isActive ? [l10n.t("It's the active workflow; no workflow will be active afterwards.")] : []),
    ...(state === undefined || state.deliverables.length === 0
      ? []
      : [l10n.t("Its deliverables ({count}) aren't deleted.", { count: state.deliverables.length })]),
  ].join('\n');
}
