/** Removes everything that Ninefold wrote in a folder, after listing it. What a person wrote stays. */

import { dirname, join } from 'node:path';

import { isBelow } from '../../core/paths/paths.ts';
import type { ContextCache } from '../../core/context/context-cache.ts';
import { NinefoldError } from '../../core/errors.ts';
import { folderLine } from '../../core/handoff/folder-line.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { EXPORT_SCHEMA } from '../../core/exports/toon.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { FileFact } from '../../core/workflow/facts.ts';
import { unwritable } from '../files/atomic-file.ts';
import { removeFile, removeTree } from '../files/patient-files.ts';
import { contextFileHash, readContextCache } from '../project/project-facts.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { isRefusal, tryReadText } from '../files/safe-read.ts';
import { isFile, isLink } from '../files/optional-file.ts';
import { removeEmptyUserHandoffs, usersHandoffs } from '../state/user-handoffs.ts';
import type { OpenFolder } from './open-folder.ts';
import { ownState } from '../state/own-state.ts';
import { excludeFile, readExclude, readOrigin, withoutLines, writeExclude } from '../state/private-state.ts';
import type { Origin } from '../state/private-state.ts';
import { refusalOf } from '../files/plain-file.ts';
import { RULES_FILE } from '../rules/rules-file.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { leftWorktrees } from '../tasks/task-worktrees.ts';
import { unregisterProject } from '../state/project-registry.ts';
import { changedRootRules, takeBackRootRules } from '../state/shared-rules.ts';

export interface Removal {
  /** Absolute paths of files and folders to remove. */
  readonly removed: readonly string[];
  /** Edited deliverables, and what another program stores in `state/`: they stay. */
  readonly kept: readonly string[];
  /** Git's exclude file, from which our lines would be removed. */
  readonly exclude: string | null;
  /** The root's own ignore file, from which the lines of shared state would be removed. */
  readonly ignore: string | null;
}

/**
 * Plans the removal, of handoffs that are in the user's folder too. Writes nothing.
 *
 * @param home the person's home folder
 */
export async function planRemoval({ service, layout, tasks }: OpenFolder, home: string): Promise<Removal> {
  const exports = [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE].map((file) =>
    layout.absolute(file),
  );
  const ours = await Promise.all(exports.map(async (path) => ((await isOurExport(path)) ? [path] : [])));
  const { untouched, kept } = await deliverables(service, layout);
  const { own, others } = await ownState(layout);
  const isAllOurs = layout.project === null && own.length > 0 && others.length === 0;
  const state = isAllOurs ? [join(layout.root, 'state')] : own;
  const rules = layout.project === null ? await present(join(layout.root, RULES_FILE)) : [];
  const context = await contextFiles(layout);
  const lines = [folderLine(service.ports.workspace.folder)];
  const handoffs = (await usersHandoffs(home, lines)).map(({ file }) => file);
  const worktrees = await leftWorktrees(layout, tasks.ports.worktrees);
  const exclude = await excludeFile(layout);
  const text = exclude === undefined ? undefined : await readExclude(exclude);
  const hasLines =
    exclude !== undefined && text !== undefined && withoutLines(text, exclude.lines, 'ended') !== text;
  return {
    removed: [
      ...new Set([
        ...worktrees,
        ...ours.flat(),
        ...rules,
        ...context.ours,
        ...untouched,
        ...handoffs,
        // Last, because it knows what to remove if something before it can't be.
        ...state,
      ]),
    ],
    kept: [...kept, ...context.edited, ...others],
    exclude: hasLines ? exclude.path : null,
    ignore: await changedRootRules(layout),
  };
}

/**
 * Removes what `planRemoval` listed.
 *
 * @throws file-unwritable if something can't be removed
 */
export async function applyRemoval(layout: StateLayout, removal: Removal, home: string): Promise<void> {
  const origin = await readOrigin(layout);
  if (removal.exclude !== null) await restoreExclude(layout, origin);
  if (removal.ignore !== null) await takeBackRootRules(layout);
  for (const path of removal.removed) {
    try {
      await removeTree(path);
    } catch (error) {
      throw unwritable(path, error);
    }
    await removeEmptyFolders(dirname(path), layout.folder, origin?.madeRoot === true ? null : layout.root);
  }
  await removeEmptyUserHandoffs(home);
  if (layout.project === null) {
    if (origin?.madeRoot === true) await removeIfEmpty(layout.root);
  } else await unregisterProject(layout);
}

async function restoreExclude(layout: StateLayout, origin: Origin | undefined): Promise<void> {
  const file = await excludeFile(layout);
  if (file === undefined) return;
  const { path, lines } = file;
  const before = withoutLines((await readExclude(file)) ?? '', lines, origin?.exclude ?? 'ended');
  if (before !== '' || origin?.exclude !== 'absent') {
    await writeExclude(file, before);
    return;
  }
  await removeFile(path);
  if (origin.madeExcludeFolder) await removeIfEmpty(dirname(path));
}

/** Deliverables that equal their template are removed; the others are someone's work. */
async function deliverables(
  service: WorkflowService,
  layout: StateLayout,
): Promise<{ readonly untouched: readonly string[]; readonly kept: readonly string[] }> {
  const { states } = await service.list();
  const untouched = new Set<string>();
  const kept = new Set<string>();
  for (const { file, template } of states.flatMap((state) => state.deliverables)) {
    const path = join(layout.folder, file);
    const { exists, hash } = await factOf(service, file);
    if (exists) (template !== null && hash === template ? untouched : kept).add(path);
  }
  return { untouched: [...untouched], kept: [...kept].filter((path) => !untouched.has(path)) };
}

/** Files of the project context; edited ones are the user's. */
async function contextFiles(
  layout: StateLayout,
): Promise<{ readonly ours: readonly string[]; readonly edited: readonly string[] }> {
  const cache = await readCache(layout);
  const ours: string[] = [];
  const edited: string[] = [];
  for (const [path, hash] of Object.entries(cache?.written ?? {})) {
    // Someone may have edited the cache.
    if ((await refusalOf(layout.root, path)) !== null) {
      edited.push(layout.absolute(path));
      continue;
    }
    const text = await tryReadText({ path: layout.absolute(path), kind: 'derived' });
    if (text !== undefined) (contextFileHash(text) === hash ? ours : edited).push(layout.absolute(path));
  }
  return { ours, edited };
}

/** Undefined if `safe-read.ts` refuses it: the files it records stay. */
async function readCache(layout: StateLayout): Promise<ContextCache | undefined> {
  try {
    return (await readContextCache(layout)).cache;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Someone may have edited the journal: whatever is outside the folder, or can't be checked, stays. */
async function factOf({ ports }: WorkflowService, file: string): Promise<FileFact> {
  try {
    return (await ports.workspace.files([file]))[file] ?? ABSENT;
  } catch (error) {
    if (NinefoldError.is(error)) return { exists: true, hash: null };
    throw error;
  }
}

const ABSENT: FileFact = { exists: false, hash: null };

async function isOurExport(path: string): Promise<boolean> {
  return (await tryReadText({ path, kind: 'derived' }))?.includes(`\nschema: ${EXPORT_SCHEMA}\n`) === true;
}

/** Removes a link itself, never its target. */
async function present(path: string): Promise<readonly string[]> {
  return (await isLink(path)) || (await isFile(path)) ? [path] : [];
}

/** Also removes empty folders, up to the workspace folder; `stop` stays. */
async function removeEmptyFolders(from: string, folder: string, stop: string | null): Promise<void> {
  for (
    let path = from;
    path !== folder && path !== stop && isBelow(path, folder, process.platform);
    path = dirname(path)
  ) {
    if (!(await removeIfEmpty(path))) return;
  }
}
