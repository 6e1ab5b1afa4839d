/** What the root's manifests reveal without reading a source file. */

import { packagesOf } from './packages.ts';
import type { Package } from './packages.ts';
import type { Manifest } from './project-scan.ts';
import { stackOfPackages } from './stack.ts';

/** Returns name and stack from the root's manifests, for when nothing more is known. */
export function manifestFacts(
  folderName: string,
  manifests: readonly Manifest[],
): { readonly name: string; readonly stack: readonly string[] } {
  const packages = packagesOf(manifests).filter(({ folder }) => folder === '');
  return { name: projectName(folderName, packages), stack: stackOfPackages(packages) };
}

/** Returns the root's name from its manifests; otherwise the folder's name. */
export function projectName(folderName: string, packages: readonly Package[]): string {
  const named = packages.find(({ folder, name }) => folder === '' && name !== undefined);
  return named?.name ?? folderName;
}
