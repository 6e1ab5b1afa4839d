/** Asks for the details of an agent task and creates it. */

import { l10n } from 'vscode';

import type { CreatedTask } from '../../core/service/agent-task-service.ts';
import { agentNames } from '../../core/tasks/agent-commands.ts';
import {
  TASK_TEMPLATES,
  TASK_TEMPLATE_TEXTS,
  suggestedOutput,
  taskBody,
} from '../../core/tasks/task-templates.ts';
import type { TaskTemplate } from '../../core/tasks/task-templates.ts';
import { checkLine } from '../../core/workflow/names.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { askLine } from './ask.ts';
import { PERSON } from './command-context.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

const STEPS = 3;

interface TemplateItem extends Choice {
  readonly template: TaskTemplate;
}

interface AgentItem extends Choice {
  readonly agent: string;
}

/**
 * Asks for template, files, and agent, and for the task's text if no template provides it.
 *
 * @returns undefined after Escape
 */
export async function askForTask({ service, tasks }: OpenFolder): Promise<CreatedTask | undefined> {
  const state = await service.state();
  await tasks.checkCreate();
  const template = await pickTemplate();
  if (template === undefined) return undefined;
  const body = template === 'empty' ? await askBody(taskBody(template, state, undefined)) : '';
  if (body === undefined) return undefined;
  const outputs = await askLine({
    title: titleOf(2),
    prompt: l10n.t(
      'Which files can the agent write? Enter comma-separated paths in the workspace; end a folder with /.',
    ),
    value: suggestedOutput(template, state) ?? '',
    check: (text) => checkLine(l10n.t('the list of files'), text),
  });
  if (outputs === undefined) return undefined;
  const rules = await service.ports.workspace.rules();
  const agent = await pickAgent(agentNames(rules.taskCommands), rules.tasks.agent);
  if (agent === undefined) return undefined;
  const paths = outputs.split(',').map((path) => path.trim());
  return tasks.create(
    { template, agent, outputs: paths.filter((path) => path !== ''), ...(body === '' ? {} : { task: body }) },
    PERSON,
  );
}

function titleOf(step: number): string {
  return l10n.t('Create Agent Task ({step}/{steps})', { step, steps: STEPS });
}

async function pickTemplate(): Promise<TaskTemplate | undefined> {
  const details: Readonly<Record<TaskTemplate, string>> = {
    tests: l10n.t('Write tests for what the workflow builds, without changing the code'),
    docs: l10n.t('Describe what was built, how it works, and how to use it'),
    review: l10n.t("Report bugs first, then code that's hard to read, without changing the code"),
    security: l10n.t('Report security issues with location and fix, without changing the code'),
    empty: l10n.t('Describe the task in your own words'),
  };
  const items = TASK_TEMPLATES.map((template): TemplateItem => ({
    template,
    label: TASK_TEMPLATE_TEXTS[template].title,
    detail: details[template],
  }));
  const placeHolder = l10n.t('Select what the other agent does in parallel with your session');
  return (await pickOne(items, { title: titleOf(1), placeHolder, ignoreFocusOut: true }))?.template;
}

function askBody(value: string): Promise<string | undefined> {
  return askLine({
    title: titleOf(1),
    prompt: l10n.t('What should the agent do? It gets only this text.'),
    value,
  });
}

/** The agent set in the rules comes first. */
async function pickAgent(names: readonly string[], usual: string): Promise<string | undefined> {
  const sorted = [...names].sort((one, other) => Number(other === usual) - Number(one === usual));
  const items = sorted.map((agent): AgentItem => ({ agent, label: agent }));
  const placeHolder = l10n.t('Select an agent');
  return (await pickOne(items, { title: titleOf(3), placeHolder, ignoreFocusOut: true }))?.agent;
}
