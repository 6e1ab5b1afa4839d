/** Agent tasks: tasks create, list, prepare, run, cancel, diff, merge, discard. */

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
/** Signals by which a terminal ends what runs in it. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function addTaskCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('tasks').description('background work of other agents');
  addCreate(group, withContext);
  group
    .command('list')
    .description('show the tasks, oldest first; merged and discarded ones with --all')
    .option('--all', 'merged and discarded ones too')
    .option('--json', 'as JSON')
    .action(withContext(listTasks));
  group
    .command('prepare')
    .argument('<task>')
    .description('make the folder that its agent works in, to run one there by hand')
    .action(withContext(async (context, [id = '']) => context.print(await context.folder.tasks.prepare(id))));
  group
    .command('run')
    .argument('<task>')
    .description('run its agent and wait for the end; its words go to the log and to stdout')
    .option('--agent <agent>', 'another agent than the task names')
    .option('--time-limit <minutes>', 'minutes after which it is ended (default: the rule tasks.timeLimit)')
    .option('--fresh', 'throw away what an earlier run left')
    .option('--json', 'as JSON, without its words')
    .action(withContext(runTask));
  group
    .command('cancel')
    .argument('<task>')
    .description('end its run')
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
    .description('make a task of a template, filled from the workflow; nothing runs yet')
    .option('--id <id>', 'id of the task (default: the name of the template)')
    .option('--title <title>', 'title')
    .option('--task <text>', "what is to be done (default: the workflow's task)")
    .option(
      '--output <path>',
      'a file it may write, or a folder with / at its end; may stand several times',
      collect,
    )
    .option(
      '--file <path>',
      "a file to read (default: the workflow's deliverables); may stand several times",
      collect,
    )
    .option('--phase <phase>', 'phase that its output belongs to')
    .option(
      '--agent <agent>',
      `${agentNames({}).join(', ')}, or a name of taskCommands (default: the rule tasks.agent)`,
    )
    .option('--place <place>', `${TASK_PLACES.join(' or ')} (default: the rule tasks.place)`)
    .option('--workflow <id>', 'workflow (default: the active one)')
    .option('--json', 'as JSON')
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
  } else context.print(`${created.task.id} is made: ${created.task.taskFile}`);
}

function tellConcerns(context: CommandContext, { overlaps, uncommitted }: CreatedTask): void {
  for (const { task, paths } of overlaps) {
    context.warn(`task '${task}' may write ${paths.join(', ')} too; whichever is merged second may conflict`);
  }
  if (uncommitted.length > 0) {
    context.warn(
      `the task's worktree will not have what isn't committed in ${uncommitted.join(', ')}; commit it, or use --place workspace`,
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
    'no agent task here; `ninefold tasks create` makes one',
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
  // Whoever ends this command ends the agent: nothing is left that nobody watches.
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

/** An agent that waits for another one is told how it ended and its last words; the rest is in the log. */
async function tellAgent(context: CommandContext, task: TaskView, log: string): Promise<void> {
  const { redactor } = context.service.ports;
  const { text } = await redactor.redact(withoutSequences(await readEnd(log)));
  const next = task.state === 'finished' ? [`\`ninefold tasks diff ${task.id}\` shows what it wrote`] : [];
  const lines = [`${task.id}: ${task.state}${detailsOf(task)}`, ...next];
  const end = { head: lines.join('\n'), log: context.shownPath(log) };
  context.printText(`${endText(summarize(text, context.cwd).tail, end)}\n`);
}
