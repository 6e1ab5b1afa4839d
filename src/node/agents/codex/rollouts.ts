/** Where Codex CLI stores its rollouts, and whose each of them is. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codexReader } from '../../../core/agents/codex/transcript.ts';
import { EMPTY_TRANSCRIPT, type TranscriptState } from '../../../core/meter/transcript-reader.ts';
import { ifReadable } from '../../files/optional-file.ts';
import { codexFolder } from './folder.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { firstLineOf } from '../first-line.ts';
import { lastChanges } from '../../files/last-changes.ts';

export interface Rollout {
  readonly path: string;
  readonly folder: string;
  /** Last change, in milliseconds since the epoch: a resumed session continues in its old file. */
  readonly at: number;
}

export interface Rollouts {
  /** Most recently changed first. */
  readonly rollouts: readonly Rollout[];
  /** Number of old ones in `.jsonl.zst`, which Node.js 20 can't read. */
  readonly compressed: number;
}

export function isRollout(name: string): boolean {
  return name.startsWith('rollout-') && name.endsWith('.jsonl');
}

/** Lists every rollout of `sessions/YYYY/MM/DD` and `archived_sessions`. */
export async function listRollouts(environment: MeterEnvironment): Promise<Rollouts> {
  const folders = await dayFolders(environment);
  const listed = await Promise.all(
    folders.map(async (folder) => ({ folder, names: (await ifReadable(readdir(folder))) ?? [] })),
  );
  const files = listed.flatMap(({ folder, names }) =>
    names.filter(isRollout).map((name) => ({ folder, path: join(folder, name) })),
  );
  const changes = await lastChanges(files.map(({ path }) => path));
  const rollouts = files
    .flatMap((file, index) => {
      const change = changes[index] ?? null;
      return change === null || change.isEmpty ? [] : [{ ...file, at: change.at }];
    })
    .sort((one, other) => other.at - one.at);
  const compressed = listed.flatMap(({ names }) => names).filter((name) => name.endsWith('.jsonl.zst'));
  return { rollouts, compressed: compressed.length };
}

/**
 * Lists folders to watch: the permanent ones, and the newest year, month, and day, where the next session appears.
 */
export async function rolloutFolders(
  environment: MeterEnvironment,
): Promise<{ readonly fixed: readonly string[]; readonly newest: readonly string[] }> {
  const [sessions, archived] = roots(environment);
  const newest: string[] = [];
  for (let folder: string | undefined = sessions; newest.length < 3; newest.push(folder)) {
    const last: string | undefined = (await numbered(folder)).at(-1);
    if (last === undefined) break;
    folder = last;
  }
  return { fixed: [sessions, archived], newest };
}

function roots(environment: MeterEnvironment): readonly [string, string] {
  const codex = codexFolder(environment);
  return [join(codex, 'sessions'), join(codex, 'archived_sessions')];
}

async function dayFolders(environment: MeterEnvironment): Promise<readonly string[]> {
  const [sessions, archived] = roots(environment);
  const below = async (folders: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(folders.map(numbered))).flat();
  return [...(await below(await below(await numbered(sessions)))), archived];
}

/** Folders named after a year, month, or day, in order. */
async function numbered(folder: string): Promise<readonly string[]> {
  const names = (await ifReadable(readdir(folder))) ?? [];
  return names
    .filter((name) => /^(?:\d{4}|\d{2})$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Reads the first lines of rollouts, each once, because they never change. */
export class RolloutHeads {
  readonly #known = new Map<string, TranscriptState>();

  /** Returns the state after the first line; null if it can't be read, or isn't complete yet. */
  async of({ path }: Rollout): Promise<TranscriptState | null> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const line = await ifReadable(firstLineOf(path));
    if (line === null) return null;
    const state = codexReader.feed(EMPTY_TRANSCRIPT, line);
    this.#known.set(path, state);
    return state;
  }
}
