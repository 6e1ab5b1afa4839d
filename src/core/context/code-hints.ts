/** What must be known about a project before judging a single file. */

import { asRecord } from './parsed-values.ts';
import type { Manifest } from './project-scan.ts';
import type { Package } from './packages.ts';
import { compare } from './languages.ts';
import type { SourcePath } from './languages.ts';

export interface CodeHints {
  /** Prefixes of imports from the root of the code (`@/`), longest first. */
  readonly aliases: readonly string[];
  /** Whether the project itself defined an alias. */
  readonly hasOwnAliases: boolean;
  /** Names of all dependencies of all packages. */
  readonly dependencies: ReadonlySet<string>;
  /** Python packages of the project itself. */
  readonly pythonPackages: readonly string[];
  readonly goModules: readonly string[];
}

/** Prefixes that no registry package can have: such an import is always from the project. */
const KNOWN_ALIASES = ['@/', '~/'];
const PYTHON_MARKER = '__init__.py';
const NOT_THE_PACKAGE = new Set(['test', 'tests']);

export function codeHints(
  sources: readonly SourcePath[],
  manifests: readonly Manifest[],
  packages: readonly Package[],
): CodeHints {
  const own = manifests.flatMap(aliasesOf);
  const aliases = [...new Set([...KNOWN_ALIASES, ...own])];
  return {
    hasOwnAliases: own.length > 0,
    aliases: aliases.sort((left, right) => right.length - left.length || compare(left, right)),
    dependencies: new Set(packages.flatMap(({ dependencies }) => [...dependencies])),
    pythonPackages: pythonPackages(sources),
    goModules: packages.flatMap(({ kind, fullName }) =>
      kind === 'go' && fullName !== undefined ? [fullName] : [],
    ),
  };
}

/** `@/*` in a tsconfig's paths, `#*` in a package's imports; excludes a path that names a single module. */
function aliasesOf({ path, value }: Manifest): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const root = asRecord(value);
  const keys =
    name === 'package.json'
      ? Object.keys(asRecord(root.imports))
      : /^[tj]sconfig.*\.json$/.test(name)
        ? Object.keys(asRecord(asRecord(root.compilerOptions).paths))
        : [];
  return keys.flatMap((key) => {
    const prefix = /^([@~#$][\w@~#$/-]*|\w[\w-]*\/)\*$/.exec(key)?.[1];
    return prefix === undefined ? [] : [prefix];
  });
}

/** Topmost folders with an `__init__.py`. */
function pythonPackages(sources: readonly SourcePath[]): readonly string[] {
  const markers = sources.filter(({ path }) => path.endsWith(PYTHON_MARKER));
  const folders = new Set(markers.map(({ folder }) => folder));
  const tops = [...folders].filter((folder) => folder !== '' && !folders.has(parentOf(folder)));
  const names = tops.map((folder) => folder.slice(folder.lastIndexOf('/') + 1));
  return [...new Set(names)].filter((name) => !NOT_THE_PACKAGE.has(name));
}

function parentOf(folder: string): string {
  const end = folder.lastIndexOf('/');
  // A marker in the root doesn't make packages of its folders.
  return end < 0 ? '\0' : folder.slice(0, end);
}
