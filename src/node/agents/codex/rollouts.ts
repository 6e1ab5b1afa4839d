/** Where Codex CLI keeps its rollouts, and whose each of them is. */

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
  /** Last change, milliseconds since the epoch: a resumed session goes on in its old file. */
  readonly at: number;
}

export interface Rollouts {
  /** The one changed last first. */
  readonly rollouts: readonly Rollout[];
  /** Old ones in `.jsonl.zst`, which Node.js 20 can't read. */
  readonly compressed: number;
}

export function isRollout(name: string): boolean {
  return name.startsWith('rollout-') && name.endsWith('.jsonl');
}

/** Every rollout of `sessions/YYYY/MM/DD` and `archived_sessions`. */
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

/** Folders that always are of interest, and the newest year, month and day: the next session appears there. */
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

/** Folders named by a year, a month or a day, in order. */
async function numbered(folder: string): Promise<readonly string[]> {
  const names = (await ifReadable(readdir(folder))) ?? [];
  return names
    .filter((name) => /^(?:\d{4}|\d{2})$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The first lines of rollouts, each read once: what stands there never changes. */
export class RolloutHeads {
  readonly #known = new Map<string, TranscriptState>();

  /** The state after the first line; null where it can't be read, or isn't whole yet. */
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
