/** What a Python file shows about imports, errors, and tests. */

import type { CodeHints } from './code-hints.ts';
import type { SourceFile, Vote } from './project-scan.ts';
import { firstMatch } from './script-votes.ts';

const FAMILY = 'Python';
const RELATIVE = /^from \.+[\w.]* import .*/;
const ABSOLUTE = /^(?:from|import) (\w+)[\w.]*(?: import .*)?/;
const RAISED = /^\s*(raise (\w+(?:\.\w+)*)\(?.*)/;
const BUILT_IN =
  /^(Exception|(Value|Type|Key|Index|Runtime|Attribute|OS|IO|Lookup|NotImplemented|Assertion|Permission|FileNotFound|Arithmetic|Overflow|ZeroDivision|Timeout|Connection|Import|Name|Unicode|UnicodeDecode|EOF|Memory|Recursion|FileExists|BlockingIO)Error|StopIteration|SystemExit|KeyboardInterrupt)$/;
const TEST_FUNCTION = /^(?:async )?def test_\w*\(.*/;
const TEST_CASE = /^class \w+\((?:unittest\.)?(?:\w*TestCase)\):?/;

/** Votes of a file that isn't a test. */
export function pythonVotes(source: SourceFile, hints: CodeHints): readonly Vote[] {
  return [importVote(source, hints), errorVote(source)].flatMap((vote) => vote ?? []);
}

function importVote({ path, lines }: SourceFile, { pythonPackages }: CodeHints): Vote | undefined {
  const relative = lines.filter((line) => RELATIVE.test(line));
  const absolute = lines.filter((line) => pythonPackages.includes(ABSOLUTE.exec(line)?.[1] ?? ''));
  const base = { type: 'imports', family: FAMILY, file: path };
  const [line] = absolute.length >= relative.length ? absolute : relative;
  if (line === undefined) return undefined;
  if (line === relative[0]) return { ...base, convention: 'relative', example: line };
  const name = ABSOLUTE.exec(line)?.[1] ?? '';
  return { ...base, convention: `absolute from ${name}`, example: line };
}

function errorVote({ path, lines }: SourceFile): Vote | undefined {
  const own: string[] = [];
  const builtIn: string[] = [];
  for (const line of lines) {
    const [, statement, name] = RAISED.exec(line) ?? [];
    if (statement === undefined || name === undefined) continue;
    // A lower-case name is a caught exception that is raised again.
    if (/^[a-z_]+$/.test(name)) continue;
    (BUILT_IN.test(name) ? builtIn : own).push(statement);
  }
  const isOwn = own.length >= builtIn.length;
  const [example] = isOwn ? own : builtIn;
  if (example === undefined) return undefined;
  const convention = isOwn ? 'own exception classes' : 'built-in exceptions';
  return { type: 'errors', family: FAMILY, convention, example, file: path };
}

/** The vote of a test on its framework. */
export function pythonTestVotes({ path, lines }: SourceFile): readonly Vote[] {
  const base = { type: 'testing', family: FAMILY, file: path };
  const testCase = firstMatch(lines, TEST_CASE);
  if (testCase !== undefined) return [{ ...base, convention: 'unittest', example: testCase }];
  const test = firstMatch(lines, TEST_FUNCTION);
  return test === undefined ? [] : [{ ...base, convention: 'pytest', example: test }];
}
