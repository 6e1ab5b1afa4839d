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

/** Commands about the background work of other agents. */
export function taskCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.showAgentTasks': () => commands.executeCommand(`${TASKS_VIEW}.focus`),
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
      l10n.t("Task '{other}' may write {files} too; whichever is merged second may conflict.", {
        other,
        files: paths.join(', '),
      }),
    ),
    ...(uncommitted.length === 0
      ? []
      : [
          l10n.t("Its worktree won't have what isn't committed in {files}.", {
            files: uncommitted.join(', '),
          }),
        ]),
  ];
  const now = l10n.t('Run');
  const made = l10n.t("Agent task '{title}' is made.", { title: task.title });
  const chosen =
    warnings.length === 0
      ? await showInformation(made, now)
      : await showWarning([made, ...warnings].join(' '), now);
  if (chosen === now) await run(context, task.id);
}

/**
 * Runs it by the command line, as a task of the window: its terminal shows the agent's words, and whoever closes it ends the
 * agent. The runtime is the one that runs this extension, because Node may be missing.
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
  const question = l10n.t("Run '{title}' again? What it wrote before is thrown away.", { title });
  return (await showWarning(question, { modal: true }, yes)) === yes;
}

/** Told by the window that ran it; the view shows it in every window. */
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
    const text = l10n.t("Agent task '{title}' is finished. Files: {count}.", {
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
    const question = l10n.t("Discard '{title}'? What it wrote is thrown away; its text and log stay.", {
      title,
    });
    if ((await showWarning(question, { modal: true }, yes)) !== yes) return;
  }
  await tasks.discard(id);
  await context.taskTree()?.refresh();
  confirmBriefly(l10n.t('{title} is discarded', { title }));
}
