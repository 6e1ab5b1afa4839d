/** Tools for agent tasks: an agent can create and list them; the command line runs them, and a person merges them. */

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
      'Create a background task for another agent from the workflow. `ninefold tasks run` runs it; a person merges what it writes.',
    input: z.object({
      template: z.enum(TASK_TEMPLATES).describe('Kind of work; empty for anything else.'),
      title: z.string().optional().describe('Title, in one line.'),
      task: z.string().optional().describe("What to do. Default: the workflow's task."),
      outputs: z
        .array(z.string())
        .optional()
        .describe('Paths that it may write; a folder ends in /. Required for empty.'),
      files: z.array(z.string()).optional().describe("Files to read. Default: the workflow's deliverables."),
      agent: z
        .string()
        .optional()
        .describe(`${agentNames({}).join(', ')} or a name in the rules.`),
      place: z.enum(TASK_PLACES).optional().describe('Where it works. Default: its own git worktree.'),
      workflow,
    }),
    annotations: ADDS,
    run: createTask,
  }),
  tool({
    name: 'list_agent_tasks',
    title: 'List Agent Tasks',
    description: 'List background tasks: state, agent, and what each may write and has written.',
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
    `Created task ${task.id}: ${task.title}, for ${task.agent}. Its description is in ${task.taskFile}.`,
    `\`ninefold tasks run ${task.id}\` runs it; a person merges what it writes.`,
    ...overlaps.map(({ task: other, paths }) => `Task ${other} may also write ${paths.join(', ')}.`),
    ...(uncommitted.length === 0
      ? []
      : [`Its worktree won't contain the uncommitted changes in ${uncommitted.join(', ')}.`]),
  ];
  return sentences.join(' ');
}

async function listTasks(context: ServerContext): Promise<ToolResult> {
  const { tasks: found, failures } = await (await context.folder()).tasks.list();
  const tasks = await Promise.all(
    found.map(async (task) => ({ ...task, title: await context.shown(task.title) })),
  );
  const unreadable = failures.map(toolFailure);
  const none = 'No agent tasks yet. Create one with create_agent_task.';
  const lines = [...tasks.map(lineOf), ...unreadable];
  return { text: lines.length === 0 ? none : lines.join('\n'), data: { tasks, unreadable } };
}

function lineOf({ id, title, state, failure, outputs }: TaskView): string {
  const why = failure === null ? '' : ` (${failure})`;
  const wrote = outputs.length === 0 ? '' : `, wrote ${outputs.map(({ path }) => path).join(', ')}`;
  return `${id}: ${title}, ${state}${why}${wrote}`;
}
