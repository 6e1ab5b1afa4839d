import { deepStrictEqual, ok } from 'node:assert/strict';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { scanProject } from '../../../src/node/context/scan-project.ts';
import { git, newFolder, removeFolders } from '../support/folders.ts';

/** What is right for each fixture: stack, then type → convention, example and how many of how many files. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'react-vite': {
    name: 'reading-list',
    stack: ['React', 'TypeScript', 'TailwindCSS', 'Vite'],
    manager: 'pnpm',
    test: 'pnpm test',
    patterns: [
      ['file_naming', 'PascalCase components, camelCase modules', 'BookCard.tsx', 13, 13],
      ['imports', 'absolute from @/', '@/types/book', 9, 9],
      ['exports', 'named', 'export function BookCard', 13, 13],
      ['errors', 'result objects', "{ ok: false, error: 'books-unreachable' }", 4, 4],
      ['testing', 'vitest with testing-library', "describe('BookCard', () => {", 3, 3],
      ['styling', 'tailwind', 'className="rounded-lg border p-4 shadow-sm"', 5, 5],
    ],
  },
  'node-service': {
    name: 'parcel-tracker',
    stack: ['Fastify', 'Node.js', 'PostgreSQL', 'JavaScript'],
    manager: 'npm',
    test: 'npm test',
    patterns: [
      ['file_naming', 'kebab-case', 'domain-error.js', 8, 8],
      ['imports', 'relative with .js endings', './domain-error.js', 7, 7],
      ['exports', 'named', 'export class DomainError', 8, 8],
      ['errors', 'error classes', 'export class DomainError extends Error', 4, 4],
      ['testing', 'node:test', "describe('ParcelService', () => {", 2, 2],
    ],
  },
  'python-package': {
    name: 'tidemark',
    stack: ['Python', 'Pydantic', 'Click'],
    manager: 'uv',
    test: 'uv run pytest',
    patterns: [
      ['file_naming', 'snake_case', 'harmonic_terms.py', 6, 6],
      ['imports', 'absolute from tidemark', 'from tidemark.prediction import predict', 4, 4],
      ['errors', 'own exception classes', 'raise ConstituentError(line)', 3, 4],
      ['testing', 'pytest', 'def test_parses_a_line() -> None:', 2, 2],
    ],
  },
  'go-module': {
    name: 'berth',
    stack: ['chi', 'Go'],
    manager: 'go',
    test: 'make test',
    patterns: [
      ['file_naming', 'snake_case', 'show_berth.go', 5, 5],
      [
        'imports',
        'absolute from example.com/harbour/berth/v2',
        '"example.com/harbour/berth/v2/internal/api"',
        4,
        4,
      ],
      ['errors', 'wrapped with %w', 'fmt.Errorf("find berth %s: %w", id, ErrNoBerth)', 3, 3],
      ['testing', 'go test with testify, tables of cases', 'func TestFindUnknownBerth(t *testing.T) {', 2, 2],
    ],
  },
  monorepo: {
    name: 'lighthouse',
    stack: ['TypeScript', 'React', 'Express', 'Next.js'],
    manager: 'pnpm',
    test: 'pnpm test',
    patterns: [
      ['file_naming', 'kebab-case', 'beam-meter.tsx', 11, 11],
      ['imports', 'relative', '../errors/signal-lost-error', 6, 6],
      ['exports', 'named', 'export class SignalLostError', 10, 10],
      ['errors', 'error classes', 'export class SignalLostError extends Error', 5, 5],
      ['testing', 'jest', "describe('signalRouter', () => {", 2, 2],
      ['styling', 'CSS modules', "import styles from './beam-meter.module.css';", 3, 3],
    ],
  },
};

interface Expected {
  readonly name: string;
  readonly stack: readonly string[];
  readonly manager: string;
  readonly test: string;
  readonly patterns: readonly (readonly [string, string, string, number, number])[];
}

/** A copy of a fixture; git lists it only where it is a repository of its own. */
function copyOf(fixture: string): string {
  const folder = newFolder();
  cpSync(join('test/fixtures/projects', fixture), folder, { recursive: true });
  return folder;
}

describe('project context of a code base', () => {
  afterEach(removeFolders);

  for (const [fixture, expected] of Object.entries(EXPECTED)) {
    it(`names stack and patterns of ${fixture}, with examples that exist`, async () => {
      const folder = copyOf(fixture);
      const { project } = await scanProject(folder, { isTrusted: true });
      deepStrictEqual(
        {
          name: project.name,
          stack: project.stack,
          manager: project.packageManager,
          test: project.commands.test,
          patterns: project.patterns.map(({ type, convention, example, matches, of }) => [
            type,
            convention,
            example,
            matches,
            of,
          ]),
        },
        expected,
      );
      for (const { type, example, file } of project.patterns) {
        const isThere =
          type === 'file_naming'
            ? existsSync(join(folder, file)) && basename(file) === example
            : readFileSync(join(folder, file), 'utf8').includes(example);
        ok(isThere, `${example} in ${file}`);
      }
    });
  }

  it('finds the same by git as by the walk without it', async () => {
    const folder = copyOf('react-vite');
    const walked = await scanProject(folder, { isTrusted: false });
    git(folder, 'init', '-q');
    git(folder, 'add', 'src/components');
    deepStrictEqual((await scanProject(folder, { isTrusted: true })).project, walked.project);
  });

  it('names the members of a monorepo, and not what its list leaves out', async () => {
    const { project } = await scanProject(copyOf('monorepo'), { isTrusted: false });
    deepStrictEqual(project.members, ['apps/api', 'apps/web', 'packages/signals', 'packages/ui']);
  });
});
