/** The `apply_patch` language: which files a patch writes. */

const HEADER = /^\*\*\* (Add File|Update File|Move to): (.+)$/gm;

/**
 * Lists the files that a patch adds or changes, with repetitions; a moved file by its new name.
 *
 * @example writtenByPatch('*** Begin Patch\n*** Update File: a\n*** Move to: b\n') // ['b']
 */
export function writtenByPatch(patch: string): readonly string[] {
  const paths: string[] = [];
  for (const [, what, name = ''] of patch.matchAll(HEADER)) {
    if (what === 'Move to') paths.pop();
    paths.push(name.trim());
  }
  return paths.filter((path) => path !== '');
}
