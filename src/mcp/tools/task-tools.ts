/** Tools on agent tasks: an agent may ask for one and look; running leaves it to the command line, merging to a person. */

import * as z from 'zod';

import type { CreatedTask } from '../../core/service/agent-task-service.ts';
import type { TaskView } from '../../core/service/task-view.ts';
import { agentNames } from '../../core/tasks/agent-commands.ts';
import { TASK_PLACES } from '../../core/tasks/task-places.ts';
import { TASK_TEMPLATES } from '../../core/tasks/task-templates.ts';
import { toolFailure } from '../mcp-messages.ts';
import { workflow } from '../schemas.ts';
import { ADDS, READS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import type { ServerContext } from '../context.ts';

export const TASK_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'create_agent_task',
    title: 'Create Agent Task',
    description:
      'Makes a background task for another agent, filled from the workflow. It runs once somebody starts it; a person merges what it writes.',
    input: z.object({
      template: z.enum(TASK_TEMPLATES).describe('What kind of work; empty for any.'),
      title: z.string().optional().describe('One line.'),
      task: z.string().optional().describe("What is to be done; the workflow's task where it is left out."),
      outputs: z
        .array(z.string())
        .optional()
        .describe('Paths that it may write; one that ends with / is a folder. Required for empty.'),
      files: z
        .array(z.string())
        .optional()
        .describe("Files to read; the workflow's deliverables if left out."),
      agent: z
        .string()
        .optional()
        .describe(`${agentNames({}).join(', ')} or one that the rules name.`),
      place: z
        .enum(TASK_PLACES)
        .optional()
        .describe('Where it works; a git worktree of its own if left out.'),
      workflow,
    }),
    annotations: ADDS,
    run: createTask,
  }),
  tool({
    name: 'list_agent_tasks',
    title: 'List Agent Tasks',
    description: 'Background tasks: state, agent, what each may write and has written.',
    input: z.object({}),
    annotations: READS,
    run: listTasks,
  }),
];

interface NewTask {
  readonly template: string;
  readonly title?: string | undefined;
  readonly task?: string | undefined;
  readonly outputs?: readonly string[] | undefined;
  readonly files?: readonly string[] | undefined;
  readonly agent?: string | undefined;
  readonly place?: string | undefined;
  readonly workflow?: string | undefined;
}

async function createTask(context: ServerContext, input: NewTask): Promise<ToolResult> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const { tasks } = await context.folder();
  const request = { template: input.template, ...(Object.fromEntries(given) as object) };
  const created = await tasks.create(request, context.actor);
  return { text: sentencesOf(created), data: { ...created } };
}

function sentencesOf({ task, overlaps, uncommitted }: CreatedTask): string {
  const sentences = [
    `Made task ${task.id}: ${task.title}, for ${task.agent}. It is described in ${task.taskFile}.`,
    `\`ninefold tasks run ${task.id}\` runs it; a person merges what it writes.`,
    ...overlaps.map(({ task: other, paths }) => `Task ${other} may write ${paths.join(', ')} too.`),
    ...(uncommitted.length === 0
      ? []
      : [`Its worktree will not have what isn't committed in ${uncommitted.join(', ')}.`]),
  ];
  return sentences.join(' ');
}

async function listTasks(context: ServerContext): Promise<ToolResult> {
  const { tasks: found, failures } = await (await context.folder()).tasks.list();
  const tasks = await Promise.all(
    found.map(async (task) => ({ ...task, title: await context.shown(task.title) })),
  );
  const unreadable = failures.map(toolFailure);
  const none = 'There is no agent task here yet; create_agent_task makes one.';
  const lines = [...tasks.map(lineOf), ...unreadable];
  return { text: lines.length === 0 ? none : lines.join('\n'), data: { tasks, unreadable } };
}

function lineOf({ id, title, state, failure, outputs }: TaskView): string {
  const why = failure === null ? '' : ` (${failure})`;
  const wrote = outputs.length === 0 ? '' : `, wrote ${outputs.map(({ path }) => path).join(', ')}`;
  return `${id}: ${title}, ${state}${why}${wrote}`;
}
