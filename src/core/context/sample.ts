/** Chooses which files of a code base to read: some of every folder, whatever its size. */

import { compare } from './languages.ts';
import type { SourcePath } from './languages.ts';

/** Maximum number of files to open. */
const MAX_SOURCES = 280;
const MAX_TESTS = 100;

/** Folders of third-party code, generated files, and test data. */
const FOREIGN =
  /(^|\/)(\.[^/]+|node_modules|bower_components|vendor|third_party|site-packages|__pycache__|fixtures?|__fixtures__|testdata|__snapshots__|__mocks__|migrations)(\/|$)/;
/** Build results, which a walk without git skips too; git would ignore them. */
const BUILT =
  /^(dist|build|out|target|bin|obj|coverage|venv|env|DerivedData|Pods|_build|deps|tmp|temp|logs|storybook-static)$/;

/** Tests whether a file is the project's own and worth reading. */
export function isOwnFile(path: string): boolean {
  return !FOREIGN.test(path);
}

/** Tests whether a walk without git enters a folder of that name. */
export function isWalkedFolder(name: string): boolean {
  return !FOREIGN.test(`${name}/`) && !BUILT.test(name);
}

/** Chooses the files to open: a share of every folder's sources and tests, in stable order. */
export function chooseSample(all: readonly SourcePath[]): readonly SourcePath[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const pathsOf = (isTest: boolean): readonly string[] =>
    all.filter((source) => source.isTest === isTest).map(({ path }) => path);
  const chosen = [...spread(pathsOf(false), MAX_SOURCES), ...spread(pathsOf(true), MAX_TESTS)];
  return chosen.sort(compare).flatMap((path) => byPath.get(path) ?? []);
}

/**
 * Chooses at most `most` paths: one file of each folder, then a second of each …; thins out the last round evenly.
 */
export function spread(paths: readonly string[], most: number): readonly string[] {
  if (paths.length <= most) return paths;
  const folders = [...byFolder(paths).values()];
  const chosen: string[] = [];
  for (let round = 0; chosen.length < most; round++) {
    const candidates = folders.flatMap((files) => files[round] ?? []);
    if (candidates.length === 0) break;
    const room = most - chosen.length;
    const step = Math.max(1, candidates.length / room);
    for (let at = 0; at < candidates.length && chosen.length < most; at += step) {
      const path = candidates[Math.floor(at)];
      if (path !== undefined) chosen.push(path);
    }
  }
  return chosen;
}

/** Groups paths by folder, in order; entry points come last, because they are the least typical. */
function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [path]);
    else files.push(path);
  }
  const isEntry = (path: string): boolean => /(^|\/)(index|main|mod|lib|__init__)\.\w+$/.test(path);
  for (const [folder, files] of folders) {
    const entries = files.filter(isEntry);
    if (entries.length > 0) folders.set(folder, [...files.filter((path) => !isEntry(path)), ...entries]);
  }
  return folders;
}
