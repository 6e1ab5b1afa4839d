/** What scripts and targets do, by their names: `test:unit`, `lint`, `type-check`. */

import type { CheckKind } from './check-run.ts';

/** Purposes of scripts by a part of the name; the first part that names one decides. */
const PARTS: ReadonlyMap<string, CheckKind> = new Map<string, CheckKind>([
  ...['test', 'tests', 'spec', 'specs', 'e2e', 'unit', 'check', 'verify', 'validate', 'ci'].map(
    (part) => [part, 'test'] as const,
  ),
  ...['jest', 'mocha', 'vitest', 'pytest', 'cypress', 'playwright', 'phpunit', 'coverage'].map(
    (part) => [part, 'test'] as const,
  ),
  ...['lint', 'eslint', 'types', 'typecheck', 'tsc', 'stylelint', 'clippy', 'ruff', 'mypy', 'phpstan'].map(
    (part) => [part, 'lint'] as const,
  ),
  ...['build', 'compile', 'bundle'].map((part) => [part, 'build'] as const),
]);

/** Parts of names of scripts that don't end, or change files instead of checking them. */
const NO_CHECK = new Set([
  'watch',
  'dev',
  'debug',
  'ui',
  'open',
  'serve',
  'fix',
  'update',
  'clean',
  'install',
]);

/** Returns what a script checks by its name; null if it isn't known to check anything. */
export function kindOfScript(name: string): CheckKind | null {
  const whole = name.toLowerCase().replace(/^(?:type|format)[-_:]check/, 'typecheck');
  const parts = whole.split(/[^a-z0-9]+/);
  if (parts.some((part) => NO_CHECK.has(part))) return null;
  for (const part of parts) {
    const kind = PARTS.get(part);
    if (kind !== undefined) return kind;
  }
  return null;
}
