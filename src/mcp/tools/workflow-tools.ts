/** Tools for workflows. */

import * as z from 'zod';

import type { NinefoldError } from '../../core/errors.ts';
import { redactRows } from '../../core/redaction/redact-state.ts';
import { deliverableFacts } from '../../core/service/file-facts.ts';
import { writeSharedExports } from '../../core/service/shared-exports.ts';
import type { Outcome } from '../../core/service/workflow-service.ts';
import { statusView } from '../../core/view/status.ts';
import { phaseLabel, progressText } from '../../core/workflow/progress.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { startInBackground } from '../../node/machine/background-process.ts';
import { refreshForSession } from '../../node/readings/context-for-session.ts';
import { preset, workflow } from '../schemas.ts';
import { ADDS, READS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import type { ServerContext } from '../context.ts';
import { toolFailure } from '../mcp-messages.ts';

export const WORKFLOW_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'get_workflow',
    title: 'Get Workflow',
    description: 'Get the status of a workflow: phases, deliverables, decisions, next steps.',
    input: z.object({ workflow }),
    annotations: READS,
    run: async (context, input) => {
      const service = await context.service();
      const state = await service.state(input.workflow);
      await writeSharedExports(service);
      return describeState(context, state);
    },
  }),
  tool({
    name: 'list_workflows',
    title: 'List Workflows',
    description: 'List the workflows of this folder, and which one is active.',
    input: z.object({}),
    annotations: READS,
    run: listWorkflows,
  }),
  tool({
    name: 'start_workflow',
    title: 'Start Workflow',
    description: 'Start a nine-phase workflow for a feature and make it active.',
    input: z.object({
      id: z
        .string()
        .describe('1 to 64 letters, digits, dots, underscores, or dashes, such as auth-20260102.'),
      name: z.string().describe('Name of the feature.'),
      task: z.string().optional().describe('What to do, in one line. Default: the name.'),
      preset,
      agents: z.array(z.string()).optional().describe('Roles that work on it.'),
      branch: z.string().optional().describe('Git branch. Default: the current branch.'),
    }),
    annotations: ADDS,
    run: async (context, { id, name, task, preset: chosen, agents, branch }) => {
      const service = await context.service();
      const outcome = await service.start(
        {
          kind: 'start',
          id,
          name,
          ...(task === undefined ? {} : { task }),
          ...(chosen === undefined ? {} : { preset: chosen }),
          ...(agents === undefined ? {} : { agents }),
          ...(branch === undefined ? {} : { branch }),
        },
        context.actor,
      );
      await loadContext(context);
      return describeOutcome(context, outcome);
    },
  }),
  tool({
    name: 'switch_workflow',
    title: 'Switch Workflow',
    description: 'Make another workflow active.',
    input: z.object({ workflow: z.string().describe('Workflow id.') }),
    annotations: { ...ADDS, idempotentHint: true },
    run: async (context, input) =>
      describeOutcome(context, await (await context.service()).activate(input.workflow)),
  }),
];

/** Loads the project context for the session that started a workflow. */
async function loadContext(context: ServerContext): Promise<void> {
  const open = await context.folder();
  const { stateDirectory } = context.system;
  const args = ['context', ...(stateDirectory === undefined ? [] : ['--state-dir', stateDirectory])];
  await refreshForSession(open, context.actor, context.environment, () => {
    startInBackground(args, open.folder);
    return Promise.resolve();
  });
}

function describeOutcome(context: ServerContext, { state, exportFailure }: Outcome): Promise<ToolResult> {
  return describeState(context, state, followUp(exportFailure).join(' '));
}

/** Returns a failed follow-up of a saved change as a sentence, if any. */
export function followUp(failure: NinefoldError | null): readonly string[] {
  return failure === null ? [] : [toolFailure(failure)];
}

/** Describes a state as text and as the data of `status --json`, with numbered next steps. */
export async function describeState(
  context: ServerContext,
  given: WorkflowState,
  lead = '',
): Promise<ToolResult> {
  const service = await context.service();
  const { workspace } = service.ports;
  const state = await service.redacted(given);
  const view = statusView(state, await deliverableFacts(workspace, state));
  const nextSteps = view.nextSteps.map((step, index) => ({ number: index + 1, ...step }));
  const open = nextSteps.filter(({ status }) => status !== 'done');
  const current = state.steps[state.current].status.replaceAll('_', ' ');
  const running =
    state.status === 'in_progress' ? `${phaseLabel(state)} is ${current}` : `it is ${state.status}`;
  const sentences = [
    ...(lead === '' ? [] : [lead]),
    `${state.id} (${state.name}): ${running}, ${progressText(state)}.`,
    ...(view.constraints.length === 0
      ? []
      : [`Constraints: ${view.constraints.map(({ text }) => text).join('; ')}.`]),
    ...(view.questions ?? []).map(
      ({ text }) => `Question for a person, since histories that met disagree: ${text}.`,
    ),
    ...(open.length === 0
      ? []
      : [`Next: ${open.map(({ number, text }) => `${number}. ${text}`).join('; ')}.`]),
  ];
  return { text: sentences.join(' '), data: { ...view, nextSteps } };
}

async function listWorkflows(context: ServerContext): Promise<ToolResult> {
  const service = await context.service();
  const [{ overviews, failures }, active] = await Promise.all([
    service.ports.journals.readOverviews(),
    service.activeId(),
  ]);
  const shown = await redactRows(service.ports.redactor, overviews, ['name']);
  const workflows = shown.map(({ id, name, status, current }) => ({
    id,
    name,
    status,
    phase: current,
    active: id === active,
  }));
  const lines = workflows.map(
    ({ id, name, status, phase, active: isActive }) =>
      `${id}: ${name}, ${status}, phase ${phase}${isActive ? ' (active)' : ''}`,
  );
  const unreadable = failures.map(({ error }) => toolFailure(error));
  const none = 'No workflows yet. Start one with start_workflow.';
  const text = lines.length + unreadable.length === 0 ? none : [...lines, ...unreadable].join('\n');
  return { text, data: { workflows, unreadable } };
}
