/**
 * Merges a task's output: the chosen files land in one step, recorded by one group of events (deliverables, and the
 * merge with the hash of each file as evidence). Nothing lands while a chosen file has an open conflict.
 */

import { NinefoldError, asFailure } from '../errors.ts';
import { hasMarks, fitted } from '../tasks/compare.ts';
import { FILE_REFUSAL_WORDS } from '../tasks/task-paths.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskRecord } from '../tasks/task-record.ts';
import type { Actor } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { diffTask, weigh } from './task-diff.ts';
import type { TaskFileDiff, Weighed } from './task-diff.ts';
import type { TaskServiceContext } from './task-service-context.ts';
import { mergeIntents } from './task-merge-intents.ts';
import type { MergedFile, StoredTask } from './task-ports.ts';
import { isRunAlive, viewOf } from './task-view.ts';
import type { TaskView } from './task-view.ts';
import type { Outcome } from './workflow-service.ts';

export interface MergeTask {
  /** Files to take; defaults to every declared one that isn't rejected. */
  readonly paths?: readonly string[];
  /** Also takes undeclared files, which a person has reviewed. */
  readonly isUndeclaredWanted?: boolean;
  /** Conflicts are resolved in their marked copies. */
  readonly isResolved?: boolean;
  /** Files to take in the task's version, whatever the workspace has. */
  readonly theirs?: readonly string[];
  /** Files that aren't wanted. */
  readonly reject?: readonly string[];
}

export interface MergeOutcome {
  readonly task: TaskView;
  /** Paths that landed. */
  readonly merged: readonly string[];
  /** What remains and why, as `diff` reports it. */
  readonly left: readonly TaskFileDiff[];
  readonly workflow: WorkflowState;
  /** The merge is saved, but an export couldn't be written. */
  readonly exportFailure: NinefoldError | null;
}

/**
 * Merges chosen files.
 *
 * @throws task-merge-of-person, task-running, task-closed, task-nothing, task-conflict, task-conflict-whole,
 *   task-unresolved, task-file-unknown, task-file-refused, task-file-undeclared, task-file-moved, task-merge-failed
 */
export async function mergeTask(
  service: TaskServiceContext,
  id: string,
  request: MergeTask,
  actor: Actor,
): Promise<MergeOutcome> {
  const { ports, workflows } = service;
  await refuseAgent(service, actor);
  await service.requireRecovered();
  const task = await ports.store.read(id);
  if (task.record.discardedAt !== null) throw new NinefoldError('task-closed', { id, state: 'discarded' });
  if (isRunAlive(task, ports)) throw new NinefoldError('task-running', { id });
  const workflow = await workflows.state(task.record.workflow ?? undefined);
  const weighed = await weighAll(service, task);
  const rejected = rejections(id, request, weighed);
  const chosen = choose(id, request, weighed);
  if (chosen.length === 0 && rejected.size === 0) throw new NinefoldError('task-nothing', { id });
  const files = await resolveAll(service, task, request, chosen);
  const landed = files.length === 0 ? null : await writeMerge(service, task, workflow, files, actor);
  const paths = files.map(({ path }) => path);
  const taken = paths.map((path) => [path, weighed.get(path)?.diff.theirs?.hash ?? null] as const);
  const { task: settled } = await settle(service, task, rejected, Object.fromEntries(taken));
  return {
    task: await viewOf(settled, ports, service.now()),
    merged: paths,
    left: (await diffTask(service, id)).filter((diff) => diff.state !== 'same' && !diff.isRejected),
    workflow: landed?.state ?? workflow,
    exportFailure: landed?.exportFailure ?? null,
  };
}

export interface RejectOutcome {
  readonly task: TaskView;
  /** Files that still need review. */
  readonly left: readonly TaskFileDiff[];
}

/**
 * Marks files as unwanted, without merging anything.
 *
 * @throws task-merge-of-person, task-running, task-closed, task-file-unknown
 */
export async function rejectFiles(
  service: TaskServiceContext,
  id: string,
  paths: readonly string[],
  actor: Actor,
): Promise<RejectOutcome> {
  const { ports } = service;
  await refuseAgent(service, actor);
  const task = await ports.store.read(id);
  if (task.record.discardedAt !== null) throw new NinefoldError('task-closed', { id, state: 'discarded' });
  if (isRunAlive(task, ports)) throw new NinefoldError('task-running', { id });
  const rejected = rejections(id, { reject: paths }, await weighAll(service, task));
  const { task: settled, left } = await settle(service, task, rejected, {});
  return { task: await viewOf(settled, ports, service.now()), left };
}

/** Only a person reviews while the rules leave approval to one. */
async function refuseAgent({ workflows }: TaskServiceContext, actor: Actor): Promise<void> {
  const { approvedBy } = await workflows.ports.workspace.rules();
  if (actor.kind !== 'person' && approvedBy === 'person') throw new NinefoldError('task-merge-of-person');
}

async function weighAll(
  service: TaskServiceContext,
  task: StoredTask,
): Promise<ReadonlyMap<string, Weighed>> {
  const weighed = new Map<string, Weighed>();
  for (const found of await service.ports.files.found(task)) {
    weighed.set(found.path, await weigh(service, task, found));
  }
  return weighed;
}

/** Maps each rejected path to the hash of what was rejected. */
function rejections(
  id: string,
  { reject = [] }: MergeTask,
  weighed: ReadonlyMap<string, Weighed>,
): ReadonlyMap<string, string | null> {
  return new Map(reject.map((path) => [path, known(id, path, weighed).diff.theirs?.hash ?? null]));
}

function choose(id: string, request: MergeTask, weighed: ReadonlyMap<string, Weighed>): readonly Weighed[] {
  const { reject = [], theirs = [], isUndeclaredWanted = false } = request;
  const named = request.paths ?? [];
  if (named.length + theirs.length > 0) {
    const all = [...new Set([...named, ...theirs])].map((path) => known(id, path, weighed));
    for (const { diff } of all) refuseUnwanted(diff, isUndeclaredWanted);
    return all;
  }
  return [...weighed.values()].filter(
    ({ diff }) =>
      diff.state !== 'refused' &&
      !diff.isRejected &&
      !diff.isLanded &&
      !reject.includes(diff.path) &&
      (diff.isDeclared || isUndeclaredWanted) &&
      // A declared file that the workspace already has is evidence too.
      (diff.state !== 'same' || diff.isDeclared),
  );
}

function refuseUnwanted(
  { path, state, reason, isDeclared }: TaskFileDiff,
  isUndeclaredWanted: boolean,
): void {
  if (state === 'refused') {
    throw new NinefoldError('task-file-refused', {
      path,
      reason: FILE_REFUSAL_WORDS[reason as RefusalReason],
    });
  }
  if (!isDeclared && !isUndeclaredWanted) throw new NinefoldError('task-file-undeclared', { path });
}

function known(id: string, path: string, weighed: ReadonlyMap<string, Weighed>): Weighed {
  const found = weighed.get(path);
  if (found === undefined) throw new NinefoldError('task-file-unknown', { id, path });
  return found;
}

/** Computes what would land. Unresolved conflicts are marked for a person, and then nothing lands. */
async function resolveAll(
  service: TaskServiceContext,
  task: StoredTask,
  request: MergeTask,
  chosen: readonly Weighed[],
): Promise<readonly MergedFile[]> {
  const files: MergedFile[] = [];
  const open: Weighed[] = [];
  for (const weighed of chosen) {
    const bytes = await resultOf(service, task, request, weighed);
    if (bytes === undefined) open.push(weighed);
    else files.push(mergedFileOf(weighed, bytes));
  }
  if (open.length > 0) await refuseOpen(service, task, open);
  return files;
}

/**
 * Returns the new content of a file; null to delete it, undefined if its conflict is open.
 *
 * @throws task-unresolved
 */
async function resultOf(
  { ports }: TaskServiceContext,
  task: StoredTask,
  request: MergeTask,
  { diff, ours, theirs, comparison }: Weighed,
): Promise<Uint8Array | null | undefined> {
  if (request.theirs?.includes(diff.path) === true) return fitted(theirs.bytes, ours.bytes);
  if (comparison?.state === 'clean') return comparison.result;
  if (comparison?.state === 'same') return ours.bytes;
  const marked = task.record.marked[diff.path];
  if (request.isResolved !== true || marked === undefined) return undefined;
  // A side changed after the copy was made: the resolution is outdated.
  if (marked.ours !== (diff.ours?.hash ?? null) || marked.theirs !== (diff.theirs?.hash ?? null))
    return undefined;
  const bytes = await ports.marked.read(task, diff.path);
  if (bytes === null) return undefined;
  if (hasMarks(bytes))
    throw new NinefoldError('task-unresolved', { path: ports.marked.path(task, diff.path) });
  return bytes;
}

function mergedFileOf({ diff, theirs }: Weighed, bytes: Uint8Array | null): MergedFile {
  return { path: diff.path, bytes, before: diff.ours?.hash ?? null, isExecutable: theirs.isExecutable };
}

/** @throws task-conflict-whole, task-conflict */
async function refuseOpen(
  service: TaskServiceContext,
  task: StoredTask,
  open: readonly Weighed[],
): Promise<never> {
  const { marked, store } = service.ports;
  const marks: Record<string, TaskRecord['marked'][string]> = {};
  let whole: string | undefined;
  for (const { diff, comparison } of open) {
    if (comparison?.state !== 'conflict' || comparison.marked === null) whole ??= diff.path;
    else {
      const sides = { ours: diff.ours?.hash ?? null, theirs: diff.theirs?.hash ?? null };
      const before = task.record.marked[diff.path];
      const isCurrent = before?.ours === sides.ours && before.theirs === sides.theirs;
      const isThere = isCurrent && (await marked.read(task, diff.path)) !== null;
      // Don't overwrite a copy that someone works on.
      if (!isThere) await marked.write(task, diff.path, comparison.marked);
      marks[diff.path] = sides;
    }
  }
  await store.change(task.record.id, (record) => ({ ...record, marked: { ...record.marked, ...marks } }));
  if (whole !== undefined) throw new NinefoldError('task-conflict-whole', { path: whole });
  const files = open.map(({ diff }) => `'${diff.path}'`).join(', ');
  throw new NinefoldError('task-conflict', { files, folder: task.markedFolder });
}

async function writeMerge(
  service: TaskServiceContext,
  task: StoredTask,
  workflow: WorkflowState,
  files: readonly MergedFile[],
  actor: Actor,
): Promise<Outcome> {
  const { ports, workflows } = service;
  const merge = workflows.ports.newId();
  const intents = mergeIntents(service, task.record, workflow, { merge, files });
  let outcome: Outcome | undefined;
  // Don't write what is already there.
  const moving = files.filter(
    ({ bytes, before }) => (bytes === null ? null : ports.files.hash(bytes)) !== before,
  );
  await ports.merges.write(task, merge, moving, async () => {
    try {
      outcome = await workflows.executeTogether(intents, actor, workflow.id);
      return null;
    } catch (error) {
      const isSaved = await service.hasMerge(task, merge).catch(asFailure);
      if (NinefoldError.is(isSaved)) return isSaved;
      if (!isSaved) throw error;
      outcome = { state: await workflows.state(workflow.id), events: [], exportFailure: null };
      return null;
    }
  });
  return outcome ?? { state: workflow, events: [], exportFailure: null };
}

interface Settled {
  readonly task: StoredTask;
  /** Files that are neither merged, nor rejected, nor the same as the workspace's. */
  readonly left: readonly TaskFileDiff[];
}

/** Records rejections, and when everything is settled, which removes the worktree. */
async function settle(
  service: TaskServiceContext,
  task: StoredTask,
  rejected: ReadonlyMap<string, string | null>,
  landed: Readonly<Record<string, string | null>>,
): Promise<Settled> {
  const { store } = service.ports;
  const { id } = task.record;
  const noted = await store.change(id, (record) => ({
    ...record,
    rejected: { ...record.rejected, ...Object.fromEntries(rejected) },
    landed: { ...record.landed, ...landed },
  }));
  const left = (await diffTask(service, id)).filter(
    (diff) => !diff.isRejected && (diff.state === 'clean' || diff.state === 'conflict'),
  );
  if (left.some(({ isDeclared }) => isDeclared) || Object.keys(noted.record.landed).length === 0)
    return { task: noted, left };
  const mergedAt = noted.record.mergedAt ?? service.now();
  const merged = await store.change(id, (record) => ({ ...record, mergedAt }));
  if (left.length > 0) return { task: merged, left };
  await service.removeWorktree(merged);
  return { task: await store.change(id, (record) => ({ ...record, worktree: null })), left };
}
