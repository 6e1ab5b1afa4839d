/** Orders a root's packages by the code that they are about: a manifest for the documentation's tools isn't the project. */

import type { SourcePath } from './languages.ts';
import type { Package, PackageKind } from './packages.ts';

const LANGUAGES: Readonly<Record<PackageKind, readonly string[]>> = {
  node: ['TypeScript', 'JavaScript', 'Vue', 'Svelte'],
  python: ['Python'],
  go: ['Go'],
  rust: ['Rust'],
  java: ['Java', 'Kotlin', 'Scala'],
  php: ['PHP'],
  dotnet: ['C#'],
  ruby: ['Ruby'],
  dart: ['Dart'],
};

/** Puts the root's packages first whose language has the most files; others keep their order, and so do equals. */
export function mostCodeFirst(
  packages: readonly Package[],
  sources: readonly SourcePath[],
): readonly Package[] {
  const counts = new Map<string, number>();
  for (const { language } of sources) counts.set(language, (counts.get(language) ?? 0) + 1);
  const codeOf = ({ kind }: Package): number =>
    LANGUAGES[kind].reduce((sum, language) => sum + (counts.get(language) ?? 0), 0);
  const root = packages.filter(({ folder }) => folder === '');
  const others = packages.filter(({ folder }) => folder !== '');
  return [...root.toSorted((one, other) => codeOf(other) - codeOf(one)), ...others];
}
