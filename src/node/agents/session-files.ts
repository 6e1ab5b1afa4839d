/** What agents' lists of sessions have in common: files with their last change, and folders named after a path. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asFields, type Fields, parseObject } from '../../core/json-fields.ts';
import { lastChanges } from '../files/last-changes.ts';
import { ifReadable } from '../files/optional-file.ts';
import { firstLineOf } from './first-line.ts';
import type { ListedSession, ListedSubagent, WatchFolder } from './agent.ts';
import { spellingsOf } from './folder-paths.ts';

/** A transcript and what is known of its session, except for its last change. */
export type SessionFile = Pick<ListedSession, 'sessionId' | 'transcript' | 'isConfirmed'> &
  Partial<Pick<ListedSession, 'pid' | 'hasEnded' | 'isUnlisted' | 'isSecondary'>>;

/** Lists the sessions whose transcripts are files that can be read. */
export async function sessionsOfFiles(
  agent: string,
  files: readonly SessionFile[],
): Promise<readonly ListedSession[]> {
  const changes = await lastChanges(files.map(({ transcript }) => transcript));
  return files.flatMap((file, index): ListedSession[] => {
    const change = changes[index] ?? null;
    if (change === null) return [];
    const { at: activityAt, isEmpty } = change;
    return [{ pid: null, ...file, agent, hasTranscript: true, isEmpty, activityAt }];
  });
}

/** Lists the sub-agents whose transcripts are files that can be read. */
export async function subagentsOfFiles(
  agent: string,
  files: readonly Pick<ListedSubagent, 'sessionId' | 'parentSessionId' | 'transcript'>[],
): Promise<readonly ListedSubagent[]> {
  const changes = await lastChanges(files.map(({ transcript }) => transcript));
  return files.flatMap((file, index): ListedSubagent[] => {
    const change = changes[index] ?? null;
    return change === null ? [] : [{ ...file, agent, activityAt: change.at }];
  });
}

/** Lists the names in a folder; none if it can't be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await ifReadable(readdir(folder))) ?? [];
}

/** Lists the files in a folder whose names end so; none if it can't be read. */
export async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  return (await namesIn(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** Lists the folders below `root` that may be named after a path or one below it. */
export async function foldersNamedAfter(root: string, path: string): Promise<readonly string[]> {
  const spellings = await spellingsOf(path);
  const names = await namesIn(root);
  return names.filter((name) => mayBeNamedAfter(name, spellings)).map((name) => join(root, name));
}

/**
 * Lists what to watch for such folders: `root` for new ones, and something in each.
 *
 * @param watchIn what to watch in one of them
 */
export async function watchNamedAfter(
  root: string,
  path: string,
  watchIn: (folder: string) => Pick<WatchFolder, 'path' | 'concerns'>,
): Promise<readonly WatchFolder[]> {
  const spellings = await spellingsOf(path);
  const folders = await foldersNamedAfter(root, path);
  const own = { path: root, concerns: (name: string) => mayBeNamedAfter(name, spellings) };
  return [own, ...folders.map(watchIn)].map((watch) => ({ ...watch, isUrgent: true }));
}

/**
 * Tests whether a name of an agent's folder may stand for one of these paths or one below it. Agents put `-` in place
 * of separators, and some of them in place of more; the transcripts' own folders decide.
 */
function mayBeNamedAfter(name: string, paths: readonly string[]): boolean {
  const own = plain(name);
  return paths.map(plain).some((path) => own === path || own.startsWith(path === '' ? '' : `${path}-`));
}

function plain(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
}

/** Reads the first lines of transcripts, each once, because they never change. */
export class FirstLines {
  readonly #known = new Map<string, Fields>();

  /** Returns the fields of the first line; null if it can't be read, or isn't complete yet. */
  async of(path: string): Promise<Fields | null> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const fields = asFields(parseObject((await ifReadable(firstLineOf(path))) ?? ''));
    if (fields !== null) this.#known.set(path, fields);
    return fields;
  }
}
