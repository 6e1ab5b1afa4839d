/** The files that the build makes. */

import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The build under test; a package taken apart can be tested as well. */
const DIST = resolve(process.env.NINEFOLD_DIST ?? 'dist');

/** Copies bundles, with their parts, into a folder that lacks them. */
export function copyBundles(names: readonly string[], folder: string): void {
  for (const file of readdirSync(DIST)) {
    const beside = join(folder, file);
    if (!names.includes(file.split('.')[0] ?? '') || existsSync(beside)) continue;
    // Atomically, because another process may run tests of the same folder.
    const copy = `${beside}.${process.pid}`;
    copyFileSync(join(DIST, file), copy);
    renameSync(copy, beside);
  }
}

/** Returns a file's name without the hash that the name of a bundle's part ends with. */
export function withoutHash(file: string): string {
  return file.replace(/-[A-Z0-9]{8}(?=\.js$)/, '');
}

/** Returns the names of a package's files, sorted, once each without their hash. */
export function withoutHashes(files: readonly string[]): readonly string[] {
  return [...new Set(files.map(withoutHash))].sort();
}

/**
 * Returns the file of the bundle that a file belongs to.
 *
 * @example bundleOf('dist/engine.sessions-7C32J4EZ.js') // 'dist/engine.js'
 */
export function bundleOf(file: string): string {
  return file.replace(/(?<=^|\/)([^./]+)\.[^/]*(?=\.js$)/, '$1');
}
