/** The files that an agent wrote, as paths in the workspace folder. */

import { isAbsolutePath, wayTo, withSlashes } from '../paths/paths.ts';
import type { FolderPlace } from '../service/ports.ts';
import type { Activity, WrittenFile } from './activity.ts';

/** Returns the written files inside the folder, relative to it, most edited first; each once, with its last write. */
export function writtenInFolder(
  { files, cwd }: Pick<Activity, 'files' | 'cwd'>,
  place: FolderPlace,
): readonly WrittenFile[] {
  const inside = new Map<string, WrittenFile>();
  for (const file of files) {
    const path = pathInFolder(file.path, cwd, place);
    if (path === null) continue;
    const known = inside.get(path);
    const edits = (known?.edits ?? 0) + file.edits;
    inside.set(path, { path, edits, at: later(known?.at ?? null, file.at) });
  }
  return [...inside.values()].sort((left, right) => right.edits - left.edits);
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one) > Date.parse(other) ? one : other;
}

/** Null for a path outside the folder. */
function pathInFolder(path: string, cwd: string | null, { folders, platform }: FolderPlace): string | null {
  const base = withSlashes(cwd ?? folders[0] ?? '', platform);
  const absolute = isAbsolutePath(path, platform) ? path : `${base}/${withSlashes(path, platform)}`;
  const ways = folders.map((folder) => wayTo(absolute, folder, platform));
  return ways.find((way) => way !== null && way !== '') ?? null;
}
