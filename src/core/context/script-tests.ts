/** What a TypeScript or JavaScript file shows about tests and styling. */

import type { CodeHints } from './code-hints.ts';
import { SCRIPT } from './languages.ts';
import type { SourceFile, Vote } from './project-scan.ts';
import { firstMatch, importsOf } from './script-votes.ts';

const TEST_CALL = /^\s*(?:describe|suite|it|test)(?:\.\w+)*\(\s*['"`].*/;

/** Imported module of a test, and the framework that it implies. */
const FRAMEWORK_OF_IMPORT: Readonly<Record<string, string>> = {
  vitest: 'vitest',
  '@jest/globals': 'jest',
  'node:test': 'node:test',
  'bun:test': 'bun test',
  '@playwright/test': 'playwright',
  mocha: 'mocha',
  ava: 'ava',
  tap: 'tap',
};
/** Frameworks with global functions: recognized by what is installed. */
const GLOBAL_FRAMEWORKS = ['vitest', 'jest', 'mocha', 'jasmine', 'cypress'];

const CLASS_VALUE = /\bclass(?:Name)?=(?:"[^"]*"|'[^']*'|\{`[^`]*`\}|\{\w+\([^)]*\)\})/;
const UTILITY =
  /(?:^|[\s"'`])(?:\w+:)*-?(?:flex|grid|hidden|block|inline-flex|rounded|border|shadow|(?:p|m)[xytrbl]?-|(?:text|bg|font|gap|w|h|min-w|max-w|items|justify|space-[xy]|rounded|border|shadow|ring|z|top|left|inset|grid-cols)-)/;

/** The vote of a test on its framework. */
export function scriptTestVotes({ path, lines }: SourceFile, hints: CodeHints): readonly Vote[] {
  const example = firstMatch(lines, TEST_CALL);
  if (example === undefined) return [];
  const specifiers = importsOf(lines);
  const convention = frameworkOf(specifiers, hints);
  if (convention === undefined) return [];
  const hasLibrary = specifiers.some((specifier) => specifier.startsWith('@testing-library/'));
  const detail = hasLibrary ? { detail: ' with testing-library' } : {};
  return [{ type: 'testing', family: SCRIPT, convention, ...detail, example, file: path }];
}

function frameworkOf(specifiers: readonly string[], { dependencies }: CodeHints): string | undefined {
  for (const specifier of specifiers) {
    const framework = FRAMEWORK_OF_IMPORT[specifier];
    if (framework !== undefined) return framework;
  }
  const installed = GLOBAL_FRAMEWORKS.filter((name) => dependencies.has(name));
  return installed.length === 1 ? installed[0] : undefined;
}

/** The vote of a component on how it is styled. */
export function stylingVotes(source: SourceFile, hints: CodeHints): readonly Vote[] {
  const { path, lines } = source;
  const base = { type: 'styling', family: SCRIPT, file: path };
  const importLine = (pattern: RegExp): string | undefined =>
    lines.find((line) => /^\s*(import\b|const .*require\()/.test(line) && pattern.test(line));
  const modules = importLine(/['"][^'"]+\.module\.(css|scss|sass|less)['"]/);
  if (modules !== undefined) return [{ ...base, convention: 'CSS modules', example: modules }];
  for (const library of ['styled-components', '@emotion/styled', '@emotion/react', '@vanilla-extract/css']) {
    const line = importLine(new RegExp(`['"]${library}['"]`));
    if (line !== undefined) return [{ ...base, convention: library, example: line }];
  }
  const classValue = classValueOf(lines, hints.dependencies.has('tailwindcss'));
  if (classValue !== undefined && hints.dependencies.has('tailwindcss')) {
    const isUtility = UTILITY.test(classValue);
    return [{ ...base, convention: isUtility ? 'tailwind' : null, example: classValue }];
  }
  const sheet = importLine(/['"][^'"]+\.(css|scss|sass|less)['"]/);
  if (sheet !== undefined) return [{ ...base, convention: 'style sheets, imported', example: sheet }];
  if (classValue === undefined) return [];
  return [{ ...base, convention: 'classes of global style sheets', example: classValue }];
}

/** Returns a class attribute of the file, preferably one with utility classes if those are wanted. */
function classValueOf(lines: readonly string[], wantsUtility: boolean): string | undefined {
  let first: string | undefined;
  for (const line of lines) {
    const value = CLASS_VALUE.exec(line)?.[0];
    if (value === undefined) continue;
    if (!wantsUtility || UTILITY.test(value)) return value;
    first ??= value;
  }
  return first;
}
