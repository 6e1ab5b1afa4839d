import { join } from 'node:path';

import {
  commands,
  l10n,
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  tasks as windowTasks,
  Uri,
  window,
} from 'vscode';
import type { TaskExecution } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { TASKS_VIEW } from '../contributions.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { askForTask } from './create-task.ts';
import { taskFileOf, taskIdOf } from './pick-task.ts';
import { acceptFile, acceptTask, compareFile, rejectFile } from './review-task.ts';
import { showError, showInformation, showWarning } from '../notices.ts';

const RUN_BY_NINEFOLD = 'Ninefold';

/** Creates the commands for agent tasks. */
export function taskCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.createAgentTask': () => create(context),
    'ninefold.runAgentTask': (row) => run(context, row),
    'ninefold.cancelAgentTask': (row) => cancel(context, row),
    'ninefold.discardAgentTask': (row) => discard(context, row),
    'ninefold.openTaskText': (row) => window.showTextDocument(Uri.file(taskFileOf(row).path)),
    'ninefold.compareTaskFile': (row) => compareFile(context, taskFileOf(row)),
    'ninefold.acceptAgentTask': (row) => acceptTask(context, row),
    'ninefold.acceptTaskFile': (row) => acceptFile(context, taskFileOf(row)),
    'ninefold.rejectTaskFile': (row) => rejectFile(context, taskFileOf(row)),
  };
}

async function create(context: CommandContext): Promise<void> {
  const open = await context.model.writable();
  const created = await askForTask(open);
  if (created === undefined) return;
  const { task, overlaps, uncommitted } = created;
  await commands.executeCommand(`${TASKS_VIEW}.focus`);
  await context.taskTree()?.refresh();
  const warnings = [
    ...overlaps.map(({ task: other, paths }) =>
      l10n.t("Task '{other}' may also write {files}; the one merged second may conflict.", {
        other,
        files: paths.join(', '),
      }),
    ),
    ...(uncommitted.length === 0
      ? []
      : [
          l10n.t("Its worktree won't include uncommitted changes in {files}.", {
            files: uncommitted.join(', '),
          }),
        ]),
  ];
  const now = l10n.t('Run');
  const made = l10n.t("Created agent task '{title}'.", { title: task.title });
  const chosen =
    warnings.length === 0
      ? await showInformation(made, now)
      : await showWarning([made, ...warnings].join(' '), now);
  if (chosen === now) await run(context, task.id);
}

/**
 * Runs the task with the command line as a VS Code task: its terminal shows the agent's output, and closing the
 * terminal ends the agent. Uses this extension's runtime, because Node may not be installed.
 */
async function run(context: CommandContext, subject: unknown): Promise<void> {
  const open = await context.model.writable();
  const id = await taskIdOf(open.tasks, subject, ['open', 'failed', 'finished']);
  const { title, state, outputs } = await open.tasks.get(id);
  const isAgain = outputs.length > 0 && state !== 'open';
  if (isAgain && !(await confirmsFresh(title))) return;
  const folder = context.model.current?.folder;
  if (folder === undefined) throw new NinefoldError('folder-none');
  const args = [
    '--cwd',
    open.folder,
    '--state-dir',
    open.root,
    'tasks',
    'run',
    id,
    ...(isAgain ? ['--fresh'] : []),
  ];
  const execution = new ProcessExecution(process.execPath, [join(__dirname, 'cli.js'), ...args], {
    cwd: open.folder,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new Task({ type: 'ninefold', task: id }, folder, title, RUN_BY_NINEFOLD, execution);
  task.presentationOptions = {
    reveal: TaskRevealKind.Silent,
    panel: TaskPanelKind.Dedicated,
    showReuseMessage: false,
  };
  tellItsEnd(context, open, id, await windowTasks.executeTask(task));
  await context.taskTree()?.refresh();
}

async function confirmsFresh(title: string): Promise<boolean> {
  const yes = l10n.t('Run Again');
  const question = l10n.t("Run '{title}' again? Its previous output will be discarded.", { title });
  return (await showWarning(question, { modal: true }, yes)) === yes;
}

/** Notifies in the window that ran the task; the view shows the result in every window. */
function tellItsEnd(context: CommandContext, open: OpenFolder, id: string, running: TaskExecution): void {
  const listener = windowTasks.onDidEndTask(({ execution }) => {
    if (execution !== running) return;
    listener.dispose();
    told(context, open, id).catch((error: unknown) => void context.reporter.show(error));
  });
}

async function told(context: CommandContext, open: OpenFolder, id: string): Promise<void> {
  await context.taskTree()?.refresh();
  const { state, title, failure, log, outputs } = await open.tasks.get(id);
  if (state === 'finished') {
    const review = l10n.t('Review');
    const text = l10n.t("Agent task '{title}' finished. Files: {count}.", {
      title,
      count: outputs.length,
    });
    if ((await showInformation(text, review)) === review) {
      await commands.executeCommand(`${TASKS_VIEW}.focus`);
    }
  }
  if (state !== 'failed') return;
  const show = l10n.t('Show Log');
  const text = l10n.t("Agent task '{title}' failed: {reason}.", { title, reason: failure ?? '' });
  const chosen = log === null ? await showError(text) : await showError(text, show);
  if (chosen === show && log !== null) await window.showTextDocument(Uri.file(log));
}

async function cancel(context: CommandContext, subject: unknown): Promise<void> {
  const { tasks } = await context.model.writable();
  const { title } = await tasks.cancel(await taskIdOf(tasks, subject, ['running']));
  await context.taskTree()?.refresh();
  confirmBriefly(l10n.t('{title} is cancelled', { title }));
}

async function discard(context: CommandContext, subject: unknown): Promise<void> {
  const { tasks } = await context.model.writable();
  const id = await taskIdOf(tasks, subject, ['open', 'finished', 'failed']);
  const { title, outputs } = await tasks.get(id);
  if (outputs.length > 0) {
    const yes = l10n.t('Discard');
    const question = l10n.t(
      "Discard '{title}'? Its output will be discarded; its description and log are kept.",
      {
        title,
      },
    );
    if ((await showWarning(question, { modal: true }, yes)) !== yes) return;
  }
  await tasks.discard(id);
  await context.taskTree()?.refresh();
  confirmBriefly(l10n.t('{title} is discarded', { title }));
}
