/** Agent tasks: tasks create, list, prepare, run, cancel; and those of {@link addReviewCommands}. */

import type { Command } from 'commander';

import { endText, fittingLines } from '../../core/checks/answer.ts';
import { withoutSequences } from '../../core/checks/output-lines.ts';
import { summarize } from '../../core/checks/recognize.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { CreatedTask } from '../../core/service/agent-task-service.ts';
import type { TaskView } from '../../core/service/task-view.ts';
import { shownValue } from '../../core/rules/shown-value.ts';
import { agentNames } from '../../core/tasks/agent-commands.ts';
import { TASK_PLACES } from '../../core/tasks/task-places.ts';
import { TASK_TEMPLATES } from '../../core/tasks/task-templates.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { followLog, readEnd } from '../follow-log.ts';
import { collect, optionText, optionTexts } from './options.ts';
import { addReviewCommands } from './task-review.ts';

const CLOSED: ReadonlySet<string> = new Set(['merged', 'discarded']);
/** Signals with which a terminal ends its processes. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function addTaskCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('tasks').description('run background tasks with other agents');
  addCreate(group, withContext);
  group
    .command('list')
    .description('list tasks, oldest first, without merged and discarded ones')
    .option('--all', 'include merged and discarded tasks')
    .option('--json', 'print JSON')
    .action(withContext(listTasks));
  group
    .command('prepare')
    .argument('<task>')
    .description("create a task's folder, so that you can run an agent there yourself")
    .action(withContext(async (context, [id = '']) => context.print(await context.folder.tasks.prepare(id))));
  group
    .command('run')
    .argument('<task>')
    .description("run a task's agent and wait until it ends; writes its output to the log and stdout")
    .option('--agent <agent>', 'agent to run (default: the agent of the task)')
    .option('--time-limit <minutes>', 'time limit in minutes (default: the rule tasks.timeLimit)')
    .option('--fresh', 'delete what an earlier run left')
    .option('--json', "print JSON instead of the agent's output")
    .action(withContext(runTask));
  group
    .command('cancel')
    .argument('<task>')
    .description('cancel a running task')
    .action(
      withContext(async (context, [id = '']) => {
        await context.folder.tasks.cancel(id);
        context.print(`${id} is cancelled`);
      }),
    );
  addReviewCommands(group, withContext);
}

function addCreate(group: Command, withContext: ActionMaker): void {
  group
    .command('create')
    .argument('[template]', TASK_TEMPLATES.join(', '), 'empty')
    .description('create a task from a template and the workflow, without running it')
    .option('--id <id>', 'id of the task (default: name of the template)')
    .option('--title <title>', 'title')
    .option('--task <text>', "what to do (default: the workflow's task)")
    .option('--output <path>', 'file that the agent may write, or a folder ending in /; repeatable', collect)
    .option(
      '--file <path>',
      "file that the agent should read (default: the workflow's deliverables); repeatable",
      collect,
    )
    .option('--phase <phase>', 'phase that its output belongs to')
    .option(
      '--agent <agent>',
      `${agentNames({}).join(', ')}, or a name in taskCommands (default: the rule tasks.agent)`,
    )
    .option('--place <place>', `${TASK_PLACES.join(' or ')} (default: the rule tasks.place)`)
    .option('--workflow <id>', 'workflow (default: the active one)')
    .option('--json', 'print JSON')
    .action(withContext(createTask));
}

async function createTask(
  context: CommandContext,
  [template = 'empty']: readonly string[],
  options: Options,
): Promise<void> {
  const texts = ['id', 'title', 'task', 'phase', 'agent', 'place', 'workflow'] as const;
  const given = Object.fromEntries(
    texts.flatMap((name) => {
      const text = optionText(options[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  await context.warnOfWaiting('tasks');
  const created = await context.folder.tasks.create(
    { template, ...given, outputs: optionTexts(options.output), files: optionTexts(options.file) },
    context.actor,
  );
  tellConcerns(context, created);
  if (options.json === true) {
    const { task, overlaps, uncommitted } = created;
    context.printJson({ ...task, overlaps, uncommitted });
  } else context.print(`created ${created.task.id}: ${created.task.taskFile}`);
}

function tellConcerns(context: CommandContext, { overlaps, uncommitted }: CreatedTask): void {
  for (const { task, paths } of overlaps) {
    context.warn(`task '${task}' may also write ${paths.join(', ')}; the one merged second may conflict`);
  }
  if (uncommitted.length > 0) {
    context.warn(
      `the task's worktree won't contain the uncommitted changes in ${uncommitted.join(', ')}; commit them, or use --place workspace`,
    );
  }
}

async function listTasks(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  await context.warnOfWaiting('tasks');
  const unsettled = await context.folder.tasks.recover();
  const { tasks, failures } = await context.folder.tasks.list();
  context.report([...unsettled, ...failures]);
  const chosen = options.all === true ? tasks : tasks.filter(({ state }) => !CLOSED.has(state));
  const shown = await context.redactedRows(chosen, ['title', 'failure']);
  const lines = shown.map((task) => `${task.id}  ${task.state}  ${task.title}${detailsOf(task)}`);
  context.printRows(
    options.json === true,
    shown,
    context.actor.kind === 'agent' ? fittingLines(lines) : lines,
    'no agent tasks yet; create one with `ninefold tasks create`',
  );
}

function detailsOf({ agent, elapsed, outputs, failure }: TaskView): string {
  const parts = [
    ...(agent === '' ? [] : [agent]),
    ...(elapsed === null ? [] : [`${Math.round(elapsed / 1000)} s`]),
    ...(outputs.length === 0 ? [] : [`${outputs.length} ${outputs.length === 1 ? 'file' : 'files'}`]),
    ...(failure === null ? [] : [failure]),
  ];
  return parts.length === 0 ? '' : `  (${parts.join(', ')})`;
}

async function runTask(
  context: CommandContext,
  [id = '']: readonly string[],
  options: Options,
): Promise<void> {
  const { tasks } = context.folder;
  await context.warnOfWaiting('tasks');
  const limit = optionText(options.timeLimit);
  const agent = optionText(options.agent);
  // Ending this command also ends the agent, so that none runs unwatched.
  const end = (): void => void tasks.cancel(id).catch(() => undefined);
  for (const signal of ENDING) process.once(signal, end);
  try {
    const { log, ended } = await tasks.run(id, {
      ...(agent === undefined ? {} : { agent }),
      ...(limit === undefined ? {} : { timeLimit: Number(limit) }),
      isFresh: options.fresh === true,
      onCommand: (command, folder) => context.warn(`running ${shownValue(command)} in ${folder}`),
    });
    const isShown = options.json !== true && context.actor.kind !== 'agent';
    const stopFollowing = isShown ? followLog(log, (text) => context.printText(text)) : undefined;
    const task = await ended;
    await stopFollowing?.();
    if (options.json === true) context.printJson(task);
    else if (!isShown) await tellAgent(context, task, log);
    if (task.state !== 'finished') {
      throw new NinefoldError('task-failed', { id, reason: task.failure ?? task.state, log });
    }
    if (isShown) context.print(`${id} is finished; \`ninefold tasks diff ${id}\` shows what it wrote`);
  } finally {
    for (const signal of ENDING) process.off(signal, end);
  }
}

/** Prints how the run ended and its last lines for an agent that waited for it; the rest is in the log. */
async function tellAgent(context: CommandContext, task: TaskView, log: string): Promise<void> {
  const { redactor } = context.service.ports;
  const { text } = await redactor.redact(withoutSequences(await readEnd(log)));
  const next = task.state === 'finished' ? [`\`ninefold tasks diff ${task.id}\` shows what it wrote`] : [];
  const lines = [`${task.id}: ${task.state}${detailsOf(task)}`, ...next];
  const end = { head: lines.join('\n'), log: context.shownPath(log) };
  context.printText(`${endText(summarize(text, context.cwd).tail, end)}\n`);
}
