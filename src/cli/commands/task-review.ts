/** Review of a task's output: tasks diff, merge, discard. */

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command } from 'commander';

import { removeTree } from '../../node/files/patient-files.ts';
import type { TaskFileDiff } from '../../core/service/task-diff.ts';
import { FILE_REFUSAL_WORDS } from '../../core/tasks/task-paths.ts';
import { runGit } from '../../node/git/run-git.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { collect, optionTexts } from './options.ts';

export function addReviewCommands(group: Command, withContext: ActionMaker): void {
  group
    .command('diff')
    .argument('<task>')
    .description("compare a task's files with the workspace; changes nothing")
    .option('--stat', 'list the files only')
    .option('--json', 'print JSON')
    .action(withContext(showDiff));
  group
    .command('merge')
    .argument('<task>')
    .argument('[paths...]', 'files to merge (default: all declared files)')
    .description("merge a task's files into the workspace in one step, and record them in the workflow")
    .option('--include-undeclared', "also merge files that the task didn't declare")
    .option('--resolved', 'merge the marked copies after you resolved their conflicts')
    .option('--theirs <path>', "use the task's version of a file; repeatable", collect)
    .option('--reject <path>', 'reject a file; repeatable', collect)
    .option('--json', 'print JSON')
    .action(withContext(mergeTask));
  group
    .command('discard')
    .argument('<task>')
    .description('delete what a task wrote, including its worktree')
    .option('--json', 'print JSON')
    .action(withContext(discardTask));
}

async function showDiff(
  context: CommandContext,
  [id = '']: readonly string[],
  options: Options,
): Promise<void> {
  const { tasks } = context.folder;
  await tasks.requireRecovered();
  const diffs = await tasks.diff(id);
  const none = `${id} hasn't written anything yet`;
  context.printRows(options.json === true, diffs, diffs.map(lineOf), none);
  if (options.json === true || options.stat === true) return;
  for (const diff of diffs) {
    if (diff.state === 'same' || diff.state === 'refused' || diff.isBinary) continue;
    context.printText(await patchOf(context, id, diff));
  }
}

/** Formats a file, such as `clean     added    tests/a.test.ts`, with notes. */
function lineOf(diff: TaskFileDiff): string {
  const notes = [
    ...(diff.isDeclared ? [] : ['not declared']),
    ...(diff.isRejected ? ['rejected'] : []),
    ...(diff.isMerged ? ['merged with changes in the workspace'] : []),
    ...(diff.isBinary ? ['binary'] : []),
    ...(diff.reason === null ? [] : [reasonInWords(diff)]),
  ];
  const note = notes.length === 0 ? '' : `  (${notes.join('; ')})`;
  return `${diff.state.padEnd(8)}  ${diff.change.padEnd(7)}  ${diff.path}${note}`;
}

const CONFLICT_WORDS: Readonly<Record<string, string>> = {
  lines: 'changed on both sides',
  'both-added': 'added on both sides',
  binary: 'changed on both sides',
  'deleted-here': 'deleted in the workspace',
  'deleted-there': 'changed in the workspace',
  whole: 'changed on both sides',
};

function reasonInWords({ state, reason }: TaskFileDiff): string {
  const words: Readonly<Record<string, string>> = state === 'refused' ? FILE_REFUSAL_WORDS : CONFLICT_WORDS;
  return words[reason ?? ''] ?? '';
}

/** Returns what merging a file would change, as a git patch. */
async function patchOf(context: CommandContext, id: string, { path }: TaskFileDiff): Promise<string> {
  const { tasks } = context.folder;
  const [ours, result] = await Promise.all([tasks.side(id, path, 'ours'), tasks.side(id, path, 'result')]);
  const folder = await mkdtemp(join(tmpdir(), 'ninefold-diff-'));
  try {
    await writeFile(join(folder, 'a'), ours ?? '');
    await writeFile(join(folder, 'b'), result ?? '');
    const args = ['diff', '--no-index', '--no-color', '--', 'a', 'b'];
    const { stdout } = await runGit(folder, args);
    const body = stdout.toString('utf8').split('\n').slice(4).join('\n');
    const from = ours === null ? '/dev/null' : `a/${path}`;
    return `\n--- ${from}\n+++ ${result === null ? '/dev/null' : `b/${path}`}\n${body}`;
  } finally {
    await removeTree(folder);
  }
}

async function mergeTask(
  context: CommandContext,
  [id = '', ...paths]: readonly string[],
  options: Options,
): Promise<void> {
  if (context.actor.kind !== 'person') await context.warnOfWaiting('approvedBy');
  const outcome = await context.folder.tasks.merge(
    id,
    {
      paths,
      isUndeclaredWanted: options.includeUndeclared === true,
      isResolved: options.resolved === true,
      theirs: optionTexts(options.theirs),
      reject: optionTexts(options.reject),
    },
    context.actor,
  );
  const { task, merged, left, workflow, exportFailure } = outcome;
  if (exportFailure !== null) context.warn(describe(exportFailure));
  if (options.json === true) {
    context.printJson({ task, merged, left, workflow: workflow.id, revision: workflow.revision });
    return;
  }
  for (const path of merged) context.print(path);
  for (const diff of left) context.warn(`not merged: ${lineOf(diff)}`);
  if (left.some(({ isDeclared, state }) => !isDeclared && state !== 'refused')) {
    context.warn('merge undeclared files with --include-undeclared, or leave them out with --reject PATH');
  }
  const what = `${merged.length} ${merged.length === 1 ? 'file' : 'files'} merged`;
  context.print(`${what}, ${id} is ${task.state}; ${workflow.id} is at revision ${workflow.revision}`);
}

async function discardTask(
  context: CommandContext,
  [id = '']: readonly string[],
  options: Options,
): Promise<void> {
  const task = await context.folder.tasks.discard(id);
  if (options.json === true) context.printJson(task);
  else context.print(task?.state === 'merged' ? `deleted what was left of ${id}` : `${id} is discarded`);
}
