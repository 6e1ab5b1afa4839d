/** Review of an agent task's files: compare, accept, reject, resolve. */

import { join } from 'node:path';

import { commands, l10n, Uri } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { Side, TaskFileDiff } from '../../core/service/task-diff.ts';
import type { MergeTask } from '../../core/service/task-merge.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { PERSON, confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { taskIdOf } from './pick-task.ts';
import { showWarning } from '../notices.ts';

export interface TaskFile {
  readonly id: string;
  /** Relative to the workspace folder. */
  readonly path: string;
}

/** Compares a workspace file with what accepting the task's version would make of it. */
export async function compareFile(context: CommandContext, { id, path }: TaskFile): Promise<void> {
  const open = await context.model.readable();
  const diff = (await open.tasks.diff(id)).find((one) => one.path === path);
  if (diff === undefined) throw new NinefoldError('task-file-unknown', { id, path });
  const theirs = diff.theirsPath === null ? undefined : Uri.file(diff.theirsPath);
  if (diff.isBinary && theirs !== undefined) {
    await commands.executeCommand('vscode.open', theirs);
    return;
  }
  const ours = diff.ours === null ? await shown(context, open, { id, path }, 'ours') : fileIn(open, path);
  const result = await shown(context, open, { id, path }, diff.state === 'conflict' ? 'theirs' : 'result');
  await commands.executeCommand(
    'vscode.diff',
    ours,
    result,
    l10n.t('{file} (Workspace ↔ {task})', { file: path, task: id }),
  );
}

/** Accepts all declared files; asks before it accepts undeclared ones. */
export async function acceptTask(context: CommandContext, subject: unknown): Promise<void> {
  const open = await context.model.writable();
  const id = await taskIdOf(open.tasks, subject, ['finished', 'failed', 'merged']);
  const wanted = (await open.tasks.diff(id)).filter(
    ({ state, isRejected, isLanded }) => state !== 'refused' && !isRejected && !isLanded,
  );
  const undeclared = wanted.filter(({ isDeclared, state }) => !isDeclared && state !== 'same');
  const isUndeclaredWanted = undeclared.length > 0 && (await wantsUndeclared(undeclared));
  if (isUndeclaredWanted === undefined) return;
  await merge(context, open, id, { isUndeclaredWanted });
}

/** @returns undefined if the user cancels */
async function wantsUndeclared(files: readonly TaskFileDiff[]): Promise<boolean | undefined> {
  const [all, declared] = [l10n.t('Accept All'), l10n.t('Accept Declared Only')];
  const detail = files.map(({ path }) => path).join('\n');
  const question = l10n.t('The task also wrote undeclared files. Accept them too?');
  const chosen = await showWarning(question, { modal: true, detail }, all, declared);
  return chosen === undefined ? undefined : chosen === all;
}

export async function acceptFile(context: CommandContext, { id, path }: TaskFile): Promise<void> {
  const open = await context.model.writable();
  const diff = (await open.tasks.diff(id)).find((one) => one.path === path);
  if (diff?.isDeclared === false && !(await wantsFile(path))) return;
  await merge(context, open, id, { paths: [path], isUndeclaredWanted: true });
}

async function wantsFile(path: string): Promise<boolean> {
  const yes = l10n.t('Accept');
  const question = l10n.t("The task didn't declare {file}. Accept it anyway?", { file: path });
  return (await showWarning(question, { modal: true }, yes)) === yes;
}

export async function rejectFile(context: CommandContext, { id, path }: TaskFile): Promise<void> {
  const { tasks } = await context.model.writable();
  const { left } = await tasks.reject(id, [path], PERSON);
  await context.taskTree()?.refresh();
  confirmBriefly(
    left.length === 0
      ? l10n.t('{file} is rejected; nothing left to review', { file: path })
      : l10n.t('{file} is rejected', { file: path }),
  );
}

async function merge(
  context: CommandContext,
  open: OpenFolder,
  id: string,
  request: MergeTask,
): Promise<void> {
  try {
    const { merged, exportFailure } = await open.tasks.merge(id, { ...request, isResolved: true }, PERSON);
    await context.model.refresh();
    if (exportFailure !== null) void context.reporter.show(exportFailure);
    confirmBriefly(l10n.t('Merged: {files}', { files: merged.join(', ') }));
  } catch (error) {
    if (!(await isTaken(context, open, id, request, error))) throw error;
  } finally {
    await context.taskTree()?.refresh();
  }
}

/** A conflict isn't an error: it opens for resolution. */
async function isTaken(
  context: CommandContext,
  open: OpenFolder,
  id: string,
  request: MergeTask,
  error: unknown,
): Promise<boolean> {
  const isConflict = ['task-conflict', 'task-conflict-whole', 'task-unresolved'].some(
    (code) => NinefoldError.is(error) && error.code === code,
  );
  if (!isConflict) return false;
  const named = request.paths;
  const conflict = (await open.tasks.diff(id)).find(
    ({ state, path, isRejected }) =>
      state === 'conflict' && !isRejected && (named === undefined || named.includes(path)),
  );
  if (conflict === undefined) return false;
  await (conflict.markedPath === null
    ? chooseSide(context, open, id, conflict)
    : resolve(context, open, id, conflict));
  return true;
}

/** Asks which side to keep when the two can't be merged into one file. */
async function chooseSide(
  context: CommandContext,
  open: OpenFolder,
  id: string,
  { path }: TaskFileDiff,
): Promise<void> {
  const [theirs, ours] = [l10n.t("Use Task's Version"), l10n.t('Keep Workspace Version')];
  const question = l10n.t("{file} changed on both sides and can't be merged.", {
    file: path,
  });
  const chosen = await showWarning(question, { modal: true }, theirs, ours);
  if (chosen === theirs)
    await merge(context, open, id, { paths: [path], theirs: [path], isUndeclaredWanted: true });
  if (chosen === ours) await rejectFile(context, { id, path });
}

/** Opens the merge editor, or the marked copy if the merge editor isn't available. */
async function resolve(
  context: CommandContext,
  open: OpenFolder,
  id: string,
  { path, markedPath }: TaskFileDiff,
): Promise<void> {
  const output = Uri.file(markedPath ?? '');
  const file = { id, path };
  const [base, ours, theirs] = await Promise.all(
    (['base', 'ours', 'theirs'] as const).map((side) => shown(context, open, file, side)),
  );
  try {
    await commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: ours, title: l10n.t('Workspace') },
      input2: { uri: theirs, title: l10n.t('Agent task {task}', { task: id }) },
      output,
    });
  } catch (error) {
    context.reporter.note("the merge editor isn't available", error);
    await commands.executeCommand('vscode.open', output);
  }
  const accept = l10n.t('Accept Resolved');
  const text = l10n.t(
    '{file} has conflicts. Nothing is merged yet. Resolve them, save the file, and accept it again.',
    { file: path },
  );
  // The notification stays until the conflict is resolved; the command doesn't wait.
  void showWarning(text, accept).then((chosen) => {
    if (chosen !== accept) return undefined;
    return merge(context, open, id, { paths: [path], isUndeclaredWanted: true }).catch((error: unknown) =>
      context.reporter.show(error),
    );
  });
}

/** A read-only document for one side of a diff; empty if the file isn't on that side. */
async function shown(
  context: CommandContext,
  { tasks }: OpenFolder,
  { id, path }: TaskFile,
  side: Side,
): Promise<Uri> {
  const bytes = await tasks.side(id, path, side);
  const text = bytes === null ? '' : new TextDecoder().decode(bytes);
  return context.documents.uriOf(path, `${id}-${side}-${Date.now()}`, text);
}

function fileIn({ folder }: OpenFolder, path: string): Uri {
  return Uri.file(join(folder, ...path.split('/')));
}
