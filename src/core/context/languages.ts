/** Which language a file is written in, whether it is a test, and how a code base is made up of languages. */

import type { FolderShare, LanguageShare } from './project-scan.ts';

/** TypeScript and JavaScript, and what is written in them: one family, whose files follow the same habits. */
export const SCRIPT = 'script';

const TYPESCRIPT = ['ts', 'tsx', 'mts', 'cts'];
const JAVASCRIPT = ['js', 'jsx', 'mjs', 'cjs'];

const LANGUAGE_OF_ENDING: ReadonlyMap<string, string> = new Map([
  ...TYPESCRIPT.map((ending) => [ending, 'TypeScript'] as const),
  ...JAVASCRIPT.map((ending) => [ending, 'JavaScript'] as const),
  ['vue', 'Vue'],
  ['svelte', 'Svelte'],
  ['py', 'Python'],
  ['go', 'Go'],
  ['rs', 'Rust'],
  ['java', 'Java'],
  ['kt', 'Kotlin'],
  ['kts', 'Kotlin'],
  ['rb', 'Ruby'],
  ['php', 'PHP'],
  ['cs', 'C#'],
  ['swift', 'Swift'],
  ['dart', 'Dart'],
  ['c', 'C'],
  ['h', 'C'],
  ['cc', 'C++'],
  ['cpp', 'C++'],
  ['hpp', 'C++'],
  ['ex', 'Elixir'],
  ['exs', 'Elixir'],
  ['scala', 'Scala'],
]);

/** Written by a tool: says nothing of how people here write. */
const GENERATED =
  /(\.d\.[cm]?ts|\.min\.js|\.pb\.go|_pb2(_grpc)?\.py|\.(gen|generated|g)\.\w+|_generated\.\w+)$/;
const TEST_NAMES: Readonly<Record<string, RegExp>> = {
  [SCRIPT]: /(\.(test|spec|e2e|cy)\.[cm]?[jt]sx?$)|((^|\/)(__tests__|tests?|e2e|spec)\/)/,
  Python: /((^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$)|((^|\/)tests?\/)/,
  Go: /_test\.go$/,
  Rust: /((^|\/)tests\/)|(_tests?\.rs$)/,
  Java: /((^|\/)src\/(test|it|integrationTest)\/)|(Tests?\.java$)/,
};
const OTHER_TESTS = /(^|\/)(tests?|spec)\//;

/** Language of a file by its ending; undefined where it is no source or was made by a tool. */
export function languageOf(path: string): string | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1];
  if (ending === undefined) return undefined;
  const language = LANGUAGE_OF_ENDING.get(ending.toLowerCase());
  return language === undefined || GENERATED.test(path) ? undefined : language;
}

/** Family of a language: the languages whose files follow the same habits. */
export function familyOf(language: string): string {
  return ['TypeScript', 'JavaScript', 'Vue', 'Svelte'].includes(language) ? SCRIPT : language;
}

/** Whether a source file holds tests, or what only tests use. */
export function isTestFile(path: string, family: string): boolean {
  return (TEST_NAMES[family] ?? OTHER_TESTS).test(path);
}

/** The languages of a code base, most files first. */
export function languageShares(paths: readonly string[]): readonly LanguageShare[] {
  const counts = new Map<string, number>();
  let all = 0;
  for (const path of paths) {
    const language = languageOf(path);
    if (language === undefined) continue;
    counts.set(language, (counts.get(language) ?? 0) + 1);
    all++;
  }
  const shares = [...counts].map(([language, files]) => ({
    language,
    files,
    percent: Math.round((files / all) * 100),
  }));
  return shares.sort((left, right) => right.files - left.files || compare(left.language, right.language));
}

/** Folders one and two levels deep that hold source files, as they are in the tree; the fullest are kept. */
export function folderShares(paths: readonly string[], most = 12): readonly FolderShare[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (languageOf(path) === undefined) continue;
    const parts = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= Math.min(2, parts.length); depth++) {
      const folder = parts.slice(0, depth).join('/');
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  const fullest = [...counts].sort((left, right) => right[1] - left[1] || compare(left[0], right[0]));
  const kept = fullest.slice(0, most).map(([path, files]) => ({ path, files }));
  return kept.sort((left, right) => compare(left.path, right.path));
}

/** Order of code units: the same on every machine. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
