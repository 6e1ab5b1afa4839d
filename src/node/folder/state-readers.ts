/**
 * Every reader of a state file that can refuse it, as commands call it, so that `verify` reports each refusal. A new
 * kind of file belongs here.
 */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CONVENTIONS_FILE, PROJECT_CONFIG_FILE, PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { templateFile } from '../../core/templates/templates.ts';
import { isSessionId } from '../../core/workflow/names.ts';
import { PHASES } from '../../core/workflow/phases.ts';
import { readConnections } from '../connect/connections.ts';
import { readContextCache } from '../project/project-facts.ts';
import { ExportStore } from '../exports/export-store.ts';
import { ifReadable } from '../files/optional-file.ts';
import { prepareRoot } from './open-folder.ts';
import type { OpenFolder } from './open-folder.ts';
import { readText } from '../files/safe-read.ts';
import { readProjects } from '../state/user-projects.ts';
import { readAccepted } from '../rules/accepted-rules.ts';
import { WrittenExports } from '../exports/written-exports.ts';

export interface ReadFolder extends OpenFolder {
  readonly home: string;
  /** Ids of its workflows. */
  readonly ids: readonly string[];
}

/**
 * Reads all files of a kind.
 *
 * @throws NinefoldError what a command would be refused with
 */
type StateReader = (folder: ReadFolder) => Promise<readonly (() => Promise<unknown>)[]>;

const STATE_READERS: Readonly<Record<string, StateReader>> = {
  rules: one(({ service }) => service.ports.workspace.rules()),
  'the record of the session': one(({ service }) => service.ports.session.read()),
  'the active workflow': one(async ({ service }) => (await service.activeId()) !== null && service.state()),
  journals: each(({ service, ids }) => ids.map((id) => () => service.ports.journals.read(id))),
  'the record of written exports': one(({ layout }) => new WrittenExports(layout).read()),
  exports: each((folder) => exportPaths(folder).map((path) => () => checkExport(folder, path))),
  handoffs: each(({ service, ids }) => ids.map((id) => () => service.ports.exports.readHandoff(id))),
  'handoffs of sessions': ofSessions,
  'the list of handoffs': one(({ service }) => service.ports.exports.listHandoffs()),
  'the cache of the context': one(({ layout }) => readContextCache(layout)),
  'files of the context': contextFiles,
  templates: each(({ service }) =>
    templates().map((name) => () => service.ports.workspace.readTemplate(name)),
  ),
  'agent tasks': tasks,
  "the user's projects": one(({ home }) => readProjects(join(home, '.claude'))),
  'what the user accepted': one(({ home, layout }) => readAccepted(home, layout)),
  "the user's connections": one(({ home }) => readConnections(home)),
};

/** Lists what commands would be refused with, for every kind of file. */
export async function refusals(folder: ReadFolder): Promise<readonly NinefoldError[]> {
  const found = await Promise.all(Object.values(STATE_READERS).map((reader) => refusalsOf(reader, folder)));
  return found.flat();
}

async function refusalsOf(reader: StateReader, folder: ReadFolder): Promise<readonly NinefoldError[]> {
  const refused: NinefoldError[] = [];
  const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!NinefoldError.is(error)) throw error;
      refused.push(error);
      return undefined;
    }
  };
  for (const read of (await attempt(() => reader(folder))) ?? []) await attempt(read);
  return refused;
}

function one(read: (folder: ReadFolder) => Promise<unknown>): StateReader {
  return (folder) => Promise.resolve([() => read(folder)]);
}

function each(reads: (folder: ReadFolder) => readonly (() => Promise<unknown>)[]): StateReader {
  return (folder) => Promise.resolve(reads(folder));
}

async function ofSessions({ service }: ReadFolder): Promise<readonly (() => Promise<unknown>)[]> {
  const { exports } = service.ports;
  const files = (await exports.listHandoffs()).filter(({ id, isCurrent }) => isCurrent && isSessionId(id));
  return files.map(
    ({ id }) =>
      () =>
        exports.readHandoff(id),
  );
}

function exportPaths({ ids }: ReadFolder): readonly string[] {
  const own = ids.flatMap((id) => [workflowFile(id, 'json'), workflowFile(id, 'toon')]);
  return [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE, ...own];
}

async function checkExport({ layout, service }: ReadFolder, path: string): Promise<void> {
  const { clock } = service.ports;
  const store = new ExportStore({ layout, clock, prepare: () => prepareRoot(layout) });
  const obstacle = await store.obstacleAt(path);
  if (obstacle !== undefined) throw obstacle;
}

async function contextFiles({ layout }: ReadFolder): Promise<readonly (() => Promise<unknown>)[]> {
  const folder = join(layout.root, PROJECT_CONTEXTS);
  const projects = (await ifReadable(readdir(folder))) ?? [];
  const files = projects.flatMap((name) =>
    [PROJECT_CONFIG_FILE, CONVENTIONS_FILE].map((file) => join(folder, name, file)),
  );
  return files.map((path) => () => readText({ path, kind: 'cache' }));
}

function templates(): readonly string[] {
  return PHASES.flatMap(({ num, suggested }) => templateFile(num, suggested) ?? []);
}

async function tasks(folder: ReadFolder): Promise<readonly (() => Promise<unknown>)[]> {
  const { tasks: stored, failures } = await folder.tasks.ports.store.list();
  const texts = stored.map((task) => () => folder.tasks.ports.store.text(task));
  return [...failures.map((failure) => () => Promise.reject(failure)), ...texts];
}
