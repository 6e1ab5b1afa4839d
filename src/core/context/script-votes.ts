/** What a TypeScript or JavaScript file shows about imports, exports, and errors. */

import type { CodeHints } from './code-hints.ts';
import { SCRIPT } from './languages.ts';
import type { SourceFile, Vote } from './project-scan.ts';

const FROM = /^\s*(?:import|export|\})(?:.*?\bfrom)?\s*['"]([^'"]+)['"]/;
const REQUIRE = /\brequire\(\s*['"]([^'"]+)['"]\s*\)/;
const CODE_ENDING = /\.[cm]?[jt]sx?$/;

const DEFAULT_EXPORT = /^export default(?: (?:async )?(?:function\*?|class)(?: [\w$]+)?| [\w$]+)?/;
const NAMED_EXPORT =
  /^export (?:declare )?(?:async )?(?:const|let|function\*?|(?:abstract )?class|interface|type|enum) [\w$]+/;
const LISTED_EXPORT = /^export (?:type )?\{[^}]*\}(?!\s*from)/;
const COMMON_EXPORT = /^(?:module\.exports|exports(?:\.[\w$]+)?)\s*=(?!=)/;
/** Files whose exports a tool or framework dictates. */
const GIVEN_EXPORTS =
  /\.(config|setup|stories|story)\.\w+$|(^|\/)(page|layout|route|loading|error|not-found)\.[jt]sx?$/;
const GIVEN_BY_NEXT = /(^|\/)pages\/.*\.[jt]sx?$/;

const RESULT = /\{\s*(?:ok|success):\s*(?:true|false)\b[^{}]*\}?/;
const THROWN = /\bthrow new ([A-Z]\w*)\b.*/;
const OWN_ERROR = /^\s*(?:export )?class \w+ extends \w*(?:Error|Exception)\b/;
const BUILT_IN_ERRORS = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
  'AggregateError',
]);

/** Returns the specifiers of a file's imports, in order. */
export function importsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => FROM.exec(line)?.[1] ?? REQUIRE.exec(line)?.[1] ?? []);
}

/** Votes of a file that isn't a test. */
export function scriptVotes(source: SourceFile, hints: CodeHints): readonly Vote[] {
  return [importVote(source, hints), exportVote(source, hints), errorVote(source)].flatMap(
    (vote) => vote ?? [],
  );
}

function importVote({ path, lines }: SourceFile, { aliases, hasOwnAliases }: CodeHints): Vote | undefined {
  const specifiers = importsOf(lines);
  const absolute = specifiers.find((specifier) => aliases.some((alias) => specifier.startsWith(alias)));
  const base = { type: 'imports', family: SCRIPT, file: path };
  if (absolute !== undefined) {
    const alias = aliases.find((candidate) => absolute.startsWith(candidate)) ?? '';
    return { ...base, convention: `absolute from ${alias}`, example: absolute };
  }
  const relative = specifiers.filter((specifier) => /^\.\.?(\/|$)/.test(specifier));
  const upward = relative.find((specifier) => specifier.startsWith('..'));
  const example = upward ?? relative[0];
  // If the rest is imported by an alias, a relative import of a neighbor says nothing.
  if (example === undefined || (hasOwnAliases && upward === undefined)) return undefined;
  const ending = CODE_ENDING.exec(example)?.[0];
  const detail = ending === undefined ? {} : { detail: ` with ${ending} endings` };
  return { ...base, convention: 'relative', ...detail, example };
}

function exportVote({ path, lines }: SourceFile, { dependencies }: CodeHints): Vote | undefined {
  if (GIVEN_EXPORTS.test(path)) return undefined;
  if (dependencies.has('next') && GIVEN_BY_NEXT.test(path)) return undefined;
  const base = { type: 'exports', family: SCRIPT, file: path };
  const first = (pattern: RegExp): string | undefined => firstMatch(lines, pattern);
  const byDefault = first(DEFAULT_EXPORT);
  if (byDefault !== undefined) return { ...base, convention: 'default', example: byDefault };
  const named = first(NAMED_EXPORT) ?? first(LISTED_EXPORT);
  if (named !== undefined) return { ...base, convention: 'named', example: named };
  const common = first(COMMON_EXPORT);
  if (common === undefined) return undefined;
  return { ...base, convention: 'CommonJS', example: common };
}

function errorVote({ path, lines }: SourceFile): Vote | undefined {
  const found: Record<'result objects' | 'error classes' | 'plain Error', string[]> = {
    'result objects': [],
    'error classes': [],
    'plain Error': [],
  };
  for (const line of lines) {
    const result = RESULT.exec(line)?.[0];
    if (result !== undefined) found['result objects'].push(result);
    const thrown = THROWN.exec(line);
    if (thrown !== null) {
      const isBuiltIn = BUILT_IN_ERRORS.has(thrown[1] ?? '');
      found[isBuiltIn ? 'plain Error' : 'error classes'].push(thrown[0]);
    }
    const own = OWN_ERROR.exec(line)?.[0];
    if (own !== undefined) found['error classes'].push(own);
  }
  const [most] = Object.entries(found).sort((left, right) => right[1].length - left[1].length);
  const [convention = '', [example] = []] = most ?? [];
  if (example === undefined) return undefined;
  return { type: 'errors', family: SCRIPT, convention, example, file: path };
}

/** Returns the first match of a pattern in the lines; undefined if there is none. */
export function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match[0];
  }
  return undefined;
}
