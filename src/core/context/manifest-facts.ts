/** What the manifests of a root alone tell, without a look at a single source file. */

import { packagesOf } from './packages.ts';
import type { Package } from './packages.ts';
import type { Manifest } from './project-scan.ts';
import { stackOfPackages } from './stack.ts';

/** Name and stack by the root's manifests alone, for when nothing more is known. */
export function manifestFacts(
  folderName: string,
  manifests: readonly Manifest[],
): { readonly name: string; readonly stack: readonly string[] } {
  const packages = packagesOf(manifests).filter(({ folder }) => folder === '');
  return { name: projectName(folderName, packages), stack: stackOfPackages(packages) };
}

/** The root's name by its manifests; the folder's own where they give none. */
export function projectName(folderName: string, packages: readonly Package[]): string {
  const named = packages.find(({ folder, name }) => folder === '' && name !== undefined);
  return named?.name ?? folderName;
}
