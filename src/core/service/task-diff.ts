/** Compares the files of a task with the workspace, one by one. Writes nothing. */

import { NinefoldError } from '../errors.ts';
import { compareFile } from '../tasks/compare.ts';
import type { Comparison, ConflictReason } from '../tasks/compare.ts';
import { isBinary } from '../tasks/line-ends.ts';
import { isDeclared } from '../tasks/task-paths.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskServiceContext } from './task-service-context.ts';
import type { FoundFile, PlainFile, StoredTask } from './task-ports.ts';

/**
 * `same`: the workspace already has it. `clean`: it can be taken, as it is or merged with changes since.
 * `conflict`: someone must resolve it. `refused`: it is never merged.
 */
type FileState = 'same' | 'clean' | 'conflict' | 'refused';

interface FileSide {
  readonly hash: string;
  readonly size: number;
}

export interface TaskFileDiff {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly state: FileState;
  readonly change: 'added' | 'changed' | 'deleted';
  /** If false, it is merged only when confirmed separately. */
  readonly isDeclared: boolean;
  /** A person doesn't want it, until the agent writes it again. */
  readonly isRejected: boolean;
  /** The task's version has already landed, unchanged or merged with the workspace's. */
  readonly isLanded: boolean;
  readonly isBinary: boolean;
  /** The workspace has changed since the task was made, and both sides were merged. */
  readonly isMerged: boolean;
  readonly reason: RefusalReason | ConflictReason | null;
  /** Null if that side has none. */
  readonly base: FileSide | null;
  readonly ours: FileSide | null;
  readonly theirs: FileSide | null;
  /** Absolute path of the file as the task wrote it, for an editor; null if there is none. */
  readonly theirsPath: string | null;
  /** Absolute path of the copy with conflict marks, which an attempted merge leaves; null if there is none. */
  readonly markedPath: string | null;
}

export type Side = 'base' | 'ours' | 'theirs' | 'result';

/** A file with everything that a merge needs. */
export interface Weighed {
  readonly diff: TaskFileDiff;
  readonly ours: PlainFile;
  readonly theirs: PlainFile;
  /** Undefined if it is refused. */
  readonly comparison: Comparison | undefined;
}

export async function diffTask(service: TaskServiceContext, id: string): Promise<readonly TaskFileDiff[]> {
  const task = await service.ports.store.read(id);
  if (task.record.discardedAt !== null) return [];
  const diffs: TaskFileDiff[] = [];
  for (const found of await service.ports.files.found(task))
    diffs.push((await weigh(service, task, found)).diff);
  return diffs;
}

/**
 * Reads one side of a file.
 *
 * @throws task-unknown, task-file-unknown, task-file-refused
 */
export async function sideOf(
  service: TaskServiceContext,
  id: string,
  path: string,
  side: Side,
): Promise<Uint8Array | null> {
  const task = await service.ports.store.read(id);
  const found = (await service.ports.files.found(task)).find((file) => file.path === path);
  if (found === undefined) throw new NinefoldError('task-file-unknown', { id, path });
  const { ours, theirs, comparison } = await weigh(service, task, found);
  if (comparison === undefined) return side === 'ours' ? ours.bytes : null;
  switch (side) {
    case 'base':
      return service.ports.files.base(task, path);
    case 'ours':
      return ours.bytes;
    case 'theirs':
      return theirs.bytes;
    case 'result':
      if (comparison.state === 'same') return ours.bytes;
      return comparison.state === 'clean' ? comparison.result : comparison.marked;
  }
}

/** Reads and compares a file's three sides. */
export async function weigh(
  service: TaskServiceContext,
  task: StoredTask,
  found: FoundFile,
): Promise<Weighed> {
  const { files } = service.ports;
  const { path, isDeleted, isInPlace } = found;
  if (found.refusal !== null) return refused(service, task, found, found.refusal);
  const ours = await files.ours(path);
  const theirs = isDeleted ? ABSENT : isInPlace ? ours : await files.theirs(task, path);
  const refusal = ours.refusal ?? theirs.refusal;
  if (refusal !== null) return refused(service, task, found, refusal);
  const base = await files.base(task, path);
  const sides = { base, ours: ours.bytes, theirs: theirs.bytes };
  const isLanded = isNoted(task.record.landed, service, path, theirs.bytes);
  const comparison: Comparison =
    isInPlace || isLanded
      ? { state: 'same' }
      : await compareFile(sides, (old, mine, other) => files.merge(old, mine, other, task.record.id));
  const isConflict = comparison.state === 'conflict';
  const diff: TaskFileDiff = {
    ...(await plainDiff(service, task, found)),
    state: comparison.state,
    change: isDeleted ? 'deleted' : (isInPlace ? base : ours.bytes) === null ? 'added' : 'changed',
    isRejected: isNoted(task.record.rejected, service, path, theirs.bytes),
    isLanded,
    isBinary: [ours.bytes, theirs.bytes].some((bytes) => bytes !== null && isBinary(bytes)),
    isMerged: comparison.state === 'clean' && comparison.isMerged,
    reason: isConflict ? comparison.reason : null,
    base: sizeOf(service, base),
    ours: sizeOf(service, ours.bytes),
    theirs: sizeOf(service, theirs.bytes),
    markedPath: isConflict && comparison.marked !== null ? service.ports.marked.path(task, path) : null,
  };
  return { diff, ours, theirs, comparison };
}

const ABSENT: PlainFile = { bytes: null, isExecutable: false, refusal: null };

async function refused(
  service: TaskServiceContext,
  task: StoredTask,
  found: FoundFile,
  reason: RefusalReason,
): Promise<Weighed> {
  const diff = { ...(await plainDiff(service, task, found)), theirsPath: null, reason };
  return { diff, ours: ABSENT, theirs: ABSENT, comparison: undefined };
}

async function plainDiff(
  { ports }: TaskServiceContext,
  task: StoredTask,
  { path, isDeleted, isInPlace }: FoundFile,
): Promise<TaskFileDiff> {
  return {
    path,
    state: 'refused',
    change: isDeleted ? 'deleted' : 'added',
    isDeclared: isDeclared(path, task.record.outputs),
    isRejected: false,
    isLanded: false,
    isBinary: false,
    isMerged: false,
    reason: null,
    base: null,
    ours: null,
    theirs: null,
    theirsPath: isDeleted || isInPlace ? null : await ports.files.theirsPath(task, path),
    markedPath: null,
  };
}

/** Tests whether exactly this version of the file was decided on. */
function isNoted(
  noted: Readonly<Record<string, string | null>>,
  { ports }: TaskServiceContext,
  path: string,
  theirs: Uint8Array | null,
): boolean {
  if (!Object.hasOwn(noted, path)) return false;
  return noted[path] === (theirs === null ? null : ports.files.hash(theirs));
}

function sizeOf({ ports }: TaskServiceContext, bytes: Uint8Array | null): FileSide | null {
  return bytes === null ? null : { hash: ports.files.hash(bytes), size: bytes.length };
}
