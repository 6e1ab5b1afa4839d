/** Which language a file is written in, whether it is a test, and how a code base is made up of languages. */

import type { FolderShare, LanguageShare } from './project-scan.ts';

/** TypeScript and JavaScript, and what is written in them: one family, whose files follow the same habits. */
export const SCRIPT = 'script';

const SCRIPT_LANGUAGES: ReadonlySet<string> = new Set(['TypeScript', 'JavaScript', 'Vue', 'Svelte']);
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

/** A source file by its path alone. Looked at once: a code base has many. */
export interface SourcePath {
  readonly path: string;
  /** Folder it lies in; empty for the root. */
  readonly folder: string;
  readonly language: string;
  readonly family: string;
  readonly isTest: boolean;
}

/** What a path tells; undefined where the file is no source or was made by a tool. */
export function sourcePathOf(path: string): SourcePath | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  const language = LANGUAGE_OF_ENDING.get(ending.toLowerCase());
  if (language === undefined || GENERATED.test(path)) return undefined;
  const family = familyOf(language);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return { path, folder, language, family, isTest: isTestFile(path, family) };
}

/** Family of a language: the languages whose files follow the same habits. */
function familyOf(language: string): string {
  return SCRIPT_LANGUAGES.has(language) ? SCRIPT : language;
}

/** Whether a source file holds tests, or what only tests use. */
function isTestFile(path: string, family: string): boolean {
  return (TEST_NAMES[family] ?? OTHER_TESTS).test(path);
}

/** The languages of a code base, most files first. */
export function languageShares(sources: readonly SourcePath[]): readonly LanguageShare[] {
  const counts = new Map<string, number>();
  for (const { language } of sources) counts.set(language, (counts.get(language) ?? 0) + 1);
  const shares = [...counts].map(([language, files]) => ({
    language,
    files,
    percent: Math.round((files / sources.length) * 100),
  }));
  return shares.sort((left, right) => right.files - left.files || compare(left.language, right.language));
}

/** Folders one and two levels deep that hold source files, as they are in the tree; the fullest are kept. */
export function folderShares(sources: readonly SourcePath[], most = 12): readonly FolderShare[] {
  const counts = new Map<string, number>();
  const count = (folder: string): void => void counts.set(folder, (counts.get(folder) ?? 0) + 1);
  for (const { folder } of sources) {
    if (folder === '') continue;
    const first = folder.indexOf('/');
    if (first < 0) count(folder);
    else {
      const second = folder.indexOf('/', first + 1);
      count(folder.slice(0, first));
      count(second < 0 ? folder : folder.slice(0, second));
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
