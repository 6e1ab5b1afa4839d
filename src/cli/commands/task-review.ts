/** What a person does with a task's output: tasks diff, merge, discard. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command } from 'commander';

import type { TaskFileDiff } from '../../core/service/task-diff.ts';
import { REFUSAL_WORDS } from '../../core/tasks/task-paths.ts';
import { runGit } from '../../node/git/run-git.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { collect, optionTexts } from './options.ts';

export function addReviewCommands(group: Command, withContext: ActionMaker): void {
  group
    .command('diff')
    .argument('<task>')
    .description('hold its files against the workspace; nothing is changed')
    .option('--stat', 'only which files, not what differs')
    .option('--json', 'as JSON')
    .action(withContext(showDiff));
  group
    .command('merge')
    .argument('<task>')
    .argument('[paths...]', 'files to take (default: every declared one)')
    .description('take over what it wrote, in one step, and record it in the workflow')
    .option('--include-undeclared', 'take files too that it did not declare')
    .option('--resolved', 'conflicts are resolved in their marked copies')
    .option('--theirs <path>', "take the task's version of a file whole; may stand several times", collect)
    .option('--reject <path>', 'a file that is not wanted; may stand several times', collect)
    .option('--json', 'as JSON')
    .action(withContext(mergeTask));
  group
    .command('discard')
    .argument('<task>')
    .description('throw away what it wrote, its worktree with it')
    .option('--json', 'as JSON')
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
  const none = `${id} has written nothing yet`;
  context.printRows(options.json === true, diffs, diffs.map(lineOf), none);
  if (options.json === true || options.stat === true) return;
  for (const diff of diffs) {
    if (diff.state === 'same' || diff.state === 'refused' || diff.isBinary) continue;
    context.printText(await patchOf(context, id, diff));
  }
}

/** `clean     added    tests/a.test.ts` and what a person has to know of it. */
function lineOf(diff: TaskFileDiff): string {
  const notes = [
    ...(diff.isDeclared ? [] : ['not declared']),
    ...(diff.isRejected ? ['rejected'] : []),
    ...(diff.isMerged ? ['put together with what changed meanwhile'] : []),
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
  const words: Readonly<Record<string, string>> = state === 'refused' ? REFUSAL_WORDS : CONFLICT_WORDS;
  return words[reason ?? ''] ?? '';
}

/** What taking a file over would change, as git shows it. */
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
    await rm(folder, { recursive: true, force: true });
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
    context.warn('what was not declared is taken with --include-undeclared, or left with --reject PATH');
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
  else context.print(task?.state === 'merged' ? `what was left of ${id} is gone` : `${id} is discarded`);
}
