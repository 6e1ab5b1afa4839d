/** Names of the files that the build makes. */

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
 * @example bundleOf('dist/cli.run-7C32J4EZ.js') // 'dist/cli.js'
 */
export function bundleOf(file: string): string {
  return file.replace(/(?<=^|\/)([^./]+)\.[^/]*(?=\.js$)/, '$1');
}
