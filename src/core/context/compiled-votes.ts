/** What a Go, Rust, or Java file shows about imports, errors, and tests. */

import type { CodeHints } from './code-hints.ts';
import type { SourceFile, Vote } from './project-scan.ts';
import { firstMatch } from './script-votes.ts';

const JAVA_BUILT_IN =
  /^(RuntimeException|Exception|Error|(IllegalArgument|IllegalState|NullPointer|UnsupportedOperation|IndexOutOfBounds|IO|NoSuchElement|Arithmetic|ClassCast|Interrupted)Exception)$/;

/** Votes of a Go file that isn't a test. */
export function goVotes({ path, lines }: SourceFile, { goModules }: CodeHints): readonly Vote[] {
  const base = { family: 'Go', file: path };
  const votes: Vote[] = [];
  for (const module of goModules) {
    const line = lines.find((candidate) => candidate.includes(`"${module}/`));
    if (line === undefined) continue;
    const example = /"[^"]+"/.exec(line)?.[0] ?? line;
    votes.push({ ...base, type: 'imports', convention: `absolute from ${module}`, example });
    break;
  }
  const error =
    voteFor('wrapped with %w', lines, /\bfmt\.Errorf\(.*%w.*/) ??
    voteFor('errors.New, not wrapped', lines, /\b(?:errors\.New|fmt\.Errorf)\(.*/) ??
    voteFor('returned as they are', lines, /^\s*return (?:.*, )?err$/);
  if (error !== undefined) votes.push({ ...base, type: 'errors', ...error });
  return votes;
}

export function goTestVotes({ path, lines }: SourceFile): readonly Vote[] {
  const example = firstMatch(lines, /^func Test\w*\(\w+ \*testing\.T\).*/);
  if (example === undefined) return [];
  const isTestify = lines.some((line) => line.includes('"github.com/stretchr/testify/'));
  const isTable = lines.some((line) => /:?= (\[\]|map\[\w+\])struct ?\{/.test(line));
  const detail = isTable ? { detail: ', tables of cases' } : {};
  const convention = isTestify ? 'go test with testify' : 'go test';
  return [{ type: 'testing', family: 'Go', file: path, convention, ...detail, example }];
}

/** Votes of a Rust file; it often contains its tests. */
export function rustVotes({ path, lines }: SourceFile, _: CodeHints, isTest: boolean): readonly Vote[] {
  const base = { family: 'Rust', file: path };
  const votes: Vote[] = [];
  const marker = lines.findIndex((line) => /^\s*#\[(?:\w+::)?test\b/.test(line));
  const test = marker < 0 ? undefined : firstMatch(lines.slice(marker), /\bfn \w+\(.*/);
  if (test !== undefined) {
    const convention = isTest ? 'cargo test, in tests/' : 'cargo test, next to the code';
    votes.push({ ...base, type: 'testing', convention, example: test });
  }
  if (isTest) return votes;
  const use =
    voteFor('absolute from crate', lines, /^\s*(?:pub )?use crate::.*/) ??
    voteFor('relative', lines, /^\s*(?:pub )?use (?:super|self)::.*/);
  if (use !== undefined) votes.push({ ...base, type: 'imports', ...use });
  const error =
    voteFor('anyhow', lines, /\banyhow::.*/) ??
    voteFor('thiserror', lines, /\bthiserror::.*|#\[derive\(.*\bError\b.*/) ??
    voteFor('Result', lines, /-> (?:[\w:]+::)?Result<.*/) ??
    voteFor('panics', lines, /\.(?:unwrap|expect)\(.*/);
  if (error !== undefined) votes.push({ ...base, type: 'errors', ...error });
  return votes;
}

/** Votes of a Java file that isn't a test. */
export function javaVotes({ path, lines }: SourceFile): readonly Vote[] {
  const thrown = lines.flatMap((line) => {
    const match = /\bthrow new (\w+)\(.*/.exec(line);
    return match === null ? [] : [{ name: match[1] ?? '', text: match[0] }];
  });
  const own = thrown.filter(({ name }) => !JAVA_BUILT_IN.test(name));
  const isOwn = own.length * 2 >= thrown.length;
  const [first] = isOwn ? own : thrown.filter(({ name }) => JAVA_BUILT_IN.test(name));
  if (first === undefined) return [];
  const convention = isOwn ? 'own exception classes' : 'built-in exceptions';
  return [{ type: 'errors', family: 'Java', convention, example: first.text, file: path }];
}

export function javaTestVotes({ path, lines }: SourceFile): readonly Vote[] {
  const framework =
    voteFor('JUnit 5', lines, /^import (?:static )?org\.junit\.jupiter\..*/) ??
    voteFor('JUnit 4', lines, /^import (?:static )?org\.junit\..*/) ??
    voteFor('TestNG', lines, /^import (?:static )?org\.testng\..*/);
  if (framework === undefined) return [];
  const marker = lines.findIndex((line) => /^\s*@(?:Parameterized)?Test\b/.test(line));
  const method = marker < 0 ? undefined : firstMatch(lines.slice(marker), /(?:\w+ )*void \w+\(.*/);
  return [
    {
      type: 'testing',
      family: 'Java',
      file: path,
      ...framework,
      ...(method === undefined ? {} : { example: method }),
    },
  ];
}

function voteFor(
  convention: string,
  lines: readonly string[],
  pattern: RegExp,
): Pick<Vote, 'convention' | 'example'> | undefined {
  const example = firstMatch(lines, pattern);
  return example === undefined ? undefined : { convention, example };
}
