import { l10n } from 'vscode';

import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { PartIntent } from '../../core/workflow/intents.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { checkDecisionKey, checkLine } from '../../core/workflow/names.ts';
import type { WorkflowOverview } from '../../core/workflow/overview.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { todoOf, workflowOf } from '../tree/row-guards.ts';
import { addLine } from './add-line.ts';
import { askLine } from './ask.ts';
import type { LineQuestion } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { startWorkflow } from './start-workflow.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/** Creates the commands for workflows and for parts that aren't phases or files. */
export function workflowCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.startWorkflow': () => startWorkflow(context),
    'ninefold.switchWorkflow': (row) => switchWorkflow(context, workflowOf(row)),
    'ninefold.renameWorkflow': () => rename(context),
    'ninefold.setTask': () => setTask(context),
    'ninefold.setBranch': () => setBranch(context),
    'ninefold.recordDecision': () => recordDecision(context),
    'ninefold.addNextStep': (row) => addNextStep(context, todoOf(row)),
  };
}

async function switchWorkflow(context: CommandContext, given: string | undefined): Promise<void> {
  const { service } = await context.model.writable();
  const state =
    given === undefined
      ? await pickWorkflow(context, service, l10n.t('Switch Workflow'))
      : await service.state(given);
  if (state === undefined) return;
  await settle(context, await service.activate(state.id));
  confirmBriefly(l10n.t('{name} is the active workflow', { name: state.name }));
}

interface WorkflowItem extends Choice {
  readonly state: WorkflowOverview;
}

/** Asks for one of the folder's workflows, last changed first. @throws workflow-none-active if there is none */
export async function pickWorkflow(
  { reporter }: CommandContext,
  service: WorkflowService,
  title: string,
): Promise<WorkflowOverview | undefined> {
  const active = await service.activeId();
  const { overviews, failures } = await service.ports.journals.readOverviews();
  // An unreadable journal mustn't hide the others.
  for (const { error } of failures) reporter.note("couldn't read a workflow", error);
  if (overviews.length === 0) throw new NinefoldError('workflow-none-active');
  const newestFirst = overviews.toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt));
  const items = newestFirst.map((state): WorkflowItem => {
    const written =
      state.handoffAt === null
        ? l10n.t('No handoff yet')
        : l10n.t('Handoff from {time}', { time: new Date(state.handoffAt).toLocaleString() });
    const icon = state.id === active ? 'circle-filled' : 'circle-outline';
    return {
      state,
      icon,
      label: state.name,
      description: `${state.id} · ${statusOf(state)}`,
      detail: `${phaseLabel(state)} · ${written}`,
    };
  });
  const options = {
    title,
    placeHolder: l10n.t('Select a workflow'),
    matchOnDescription: true,
    // The walkthrough page may still have the focus.
    ignoreFocusOut: true,
  };
  return (await pickOne(items, options))?.state;
}

function statusOf({ status }: WorkflowOverview): string {
  switch (status) {
    case 'in_progress':
      return l10n.t('in progress');
    case 'paused':
      return l10n.t('paused');
    case 'completed':
      return l10n.t('completed');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}

async function rename(context: CommandContext): Promise<void> {
  await changeField(context, (state) => ({
    title: l10n.t('Rename Workflow'),
    prompt: l10n.t('The id remains {id}.', { id: state.id }),
    value: state.name,
    check: (text) => checkLine(l10n.t('the name'), text, LONGEST.name),
    intent: (name) => ({ kind: 'rename', name }),
  }));
}

async function setTask(context: CommandContext): Promise<void> {
  await changeField(context, (state) => ({
    title: l10n.t('Set Task'),
    prompt: l10n.t('What should be done, in one line? The next session reads it first.'),
    value: state.task,
    check: (text) => checkLine(l10n.t('the task'), text, LONGEST.task),
    intent: (task) => ({ kind: 'setTask', task }),
  }));
}

async function setBranch(context: CommandContext): Promise<void> {
  await changeField(context, (state) => ({
    title: l10n.t('Set Branch'),
    prompt: l10n.t('The branch for this workflow. Leave empty for none.'),
    value: state.branch ?? '',
    isOptional: true,
    check: (text) => checkLine(l10n.t('the branch'), text, LONGEST.name),
    intent: (branch) => ({ kind: 'setBranch', branch: branch === '' ? null : branch }),
  }));
}

interface FieldQuestion extends LineQuestion {
  readonly intent: (answer: string) => PartIntent;
}

async function changeField(
  context: CommandContext,
  questionFor: (state: WorkflowState) => FieldQuestion,
): Promise<void> {
  const { service } = await context.model.writable();
  const state = await service.state();
  const { intent, ...question } = questionFor(state);
  const answer = await askLine(question);
  if (answer !== undefined) await settle(context, await service.execute(intent(answer), PERSON, state.id));
}

async function recordDecision(context: CommandContext): Promise<void> {
  const { service } = await context.model.writable();
  const { id } = await service.state();
  const key = await askLine({
    title: l10n.t('Record Decision (1/3)'),
    prompt: l10n.t('What is the decision about? Enter a short key.'),
    placeHolder: 'auth-strategy',
    check: checkDecisionKey,
  });
  if (key === undefined) return;
  const choice = await askLine({
    title: l10n.t('Record Decision (2/3)'),
    prompt: l10n.t('What was chosen for {key}?', { key }),
    check: (text) => checkLine(l10n.t('the choice'), text),
  });
  if (choice === undefined) return;
  const reason = await askLine({
    title: l10n.t('Record Decision (3/3)'),
    prompt: l10n.t('Why {choice}?', { choice }),
    check: (text) => checkLine(l10n.t('the reason'), text),
  });
  if (reason === undefined) return;
  await settle(
    context,
    await service.execute({ kind: 'recordDecision', id: key, choice, reason }, PERSON, id),
  );
  confirmBriefly(l10n.t('Decision {key} recorded', { key }));
}

/** @param given the text of an agent's to-do; undefined to ask for one */
async function addNextStep(context: CommandContext, given: string | undefined): Promise<void> {
  if (given !== undefined) {
    const { service } = await context.model.writable();
    await settle(context, await service.execute({ kind: 'addNextStep', text: given }, PERSON));
    confirmBriefly(l10n.t('Next step added'));
    return;
  }
  const question = {
    title: l10n.t('Add Next Step'),
    prompt: l10n.t('What should be done next? The step is added to the handoff.'),
    check: (line: string) => checkLine(l10n.t('the next step'), line),
  };
  await addLine(context, 'addNextStep', question, l10n.t('Next step added'));
}
