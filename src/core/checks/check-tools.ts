/** Well-known tools that check a project, and how their arguments decide what they check. */

import type { CheckKind } from './check-run.ts';

/** Returns what a tool checks with these arguments; null if it checks nothing. */
type KindOf = (args: readonly string[]) => CheckKind | null;

/** Options with which a tool runs nothing, never ends, or passes whatever it finds. */
const RUNS_NOTHING = new Set([
  ...['--help', '-h', '--version', '--list', '--list-tests', '--listTests', '--collect-only', '--co'],
  ...[
    '--dry-run',
    '--print-config',
    '--showConfig',
    '--show-config',
    '--init',
    '--setup-only',
    '--setup-plan',
  ],
  ...[
    '--watch',
    '--watchAll',
    '--ui',
    '--exit-zero',
    '--if-present',
    '--no-run',
    '--just-print',
    '--clearCache',
  ],
]);

/** The same, of a single tool. */
const OWN_RUNS_NOTHING: Readonly<Record<string, readonly string[]>> = {
  mocha: ['-w', '-V'],
  jest: ['-v'],
  vitest: ['watch', 'dev', 'bench', 'list', 'init', '-v'],
  make: ['-n', '-t', '-q', '-i', '-p', '-v', '--ignore-errors', '--touch', '--question', '--recon'],
  go: ['-c', '-n', '-list', '-run=^$', '-run=XXX'],
  mvn: [
    '-DskipTests',
    '-DskipTests=true',
    '-Dmaven.test.skip=true',
    '-Dmaven.test.failure.ignore=true',
    '-fn',
    '-v',
  ],
  gradle: ['-m', '-t', '-v', '--continuous'],
  dotnet: ['-t', 'watch'],
  ctest: ['-N'],
  tsc: ['-w', '-v'],
  pytest: ['-V'],
  rspec: ['-v'],
  eslint: ['-v'],
};

/** Options that only change how a result is shown: with or without them it is the same check. */
const ONLY_SHOWN =
  /^(?:--(?:no-)?colors?(?:=.*)?|--verbose|--silent|--quiet|-v+|-q+|--tb=.*|--no-header|--reporters?=.*|--no-progress|--progress=.*)$/;

const always =
  (kind: CheckKind): KindOf =>
  () =>
    kind;

/** By the first argument that isn't an option. */
const byVerb =
  (verbs: Readonly<Record<string, CheckKind>>): KindOf =>
  (args) => {
    const verb = args.find((arg) => !/^[-+]/.test(arg)) ?? '';
    return Object.hasOwn(verbs, verb) ? (verbs[verb] ?? null) : null;
  };

/** By the first of these that is among the arguments, whatever else is. */
const byAny =
  (words: Readonly<Record<string, CheckKind>>): KindOf =>
  (args) => {
    const found = Object.entries(words).find(([word]) =>
      args.some((arg) => arg === word || arg.endsWith(`:${word}`)),
    );
    return found?.[1] ?? null;
  };

/** Only with one of these options does it check instead of changing files. */
const onlyWith =
  (...options: readonly string[]): KindOf =>
  (args) =>
    args.some((arg) => options.includes(arg)) ? 'lint' : null;

const entries = (kind: CheckKind, names: string): readonly (readonly [string, KindOf])[] =>
  names.split(' ').map((name) => [name, always(kind)] as const);

const MAVEN = {
  test: 'test',
  verify: 'test',
  'integration-test': 'test',
  package: 'build',
  install: 'build',
  compile: 'build',
  'test-compile': 'build',
} as const;
const GRADLE = {
  test: 'test',
  check: 'test',
  integrationTest: 'test',
  connectedAndroidTest: 'test',
  testDebugUnitTest: 'test',
  lint: 'lint',
  build: 'build',
  assemble: 'build',
  compileJava: 'build',
  compileKotlin: 'build',
} as const;

const TOOLS: ReadonlyMap<string, KindOf> = new Map<string, KindOf>([
  ...entries(
    'test',
    'mocha jest vitest ava tap tape jasmine qunit uvu wtr web-test-runner cucumber-js testcafe wdio',
  ),
  ...entries(
    'test',
    'pytest py.test unittest nosetests nose2 tox nox rspec phpunit pest ctest bats prove busted gotestsum',
  ),
  ...entries(
    'lint',
    'eslint oxlint tslint standard xo stylelint flake8 pylint mypy pyright basedpyright pyre rubocop',
  ),
  ...entries(
    'lint',
    'psalm phpcs staticcheck shellcheck hadolint actionlint ktlint swiftlint knip svelte-check vue-tsc markdownlint',
  ),
  ...entries('build', 'webpack rollup esbuild tsup ninja msbuild'),
  ['tsc', (args) => (args.includes('--noEmit') ? 'lint' : 'build')],
  ['vite', byVerb({ build: 'build' })],
  ['parcel', byVerb({ build: 'build' })],
  ['next', byVerb({ build: 'build', lint: 'lint' })],
  ['nuxt', byVerb({ build: 'build', typecheck: 'lint' })],
  ['astro', byVerb({ build: 'build', check: 'lint' })],
  ['ng', byVerb({ test: 'test', e2e: 'test', lint: 'lint', build: 'build' })],
  ['react-scripts', byVerb({ test: 'test', build: 'build' })],
  ['vue-cli-service', byVerb({ 'test:unit': 'test', 'test:e2e': 'test', lint: 'lint', build: 'build' })],
  ['playwright', byVerb({ test: 'test' })],
  ['cypress', byVerb({ run: 'test' })],
  ['karma', byVerb({ start: 'test' })],
  ['detox', byVerb({ test: 'test', build: 'build' })],
  ['biome', byVerb({ check: 'lint', lint: 'lint', ci: 'lint' })],
  [
    'ruff',
    (args) => (args[0] === 'format' ? onlyWith('--check', '--diff')(args) : byVerb({ check: 'lint' })(args)),
  ],
  ['prettier', onlyWith('--check', '-c', '--list-different', '-l')],
  ['black', onlyWith('--check')],
  ['isort', onlyWith('--check', '--check-only', '-c')],
  ['phpstan', byVerb({ analyse: 'lint', analyze: 'lint' })],
  ['golangci-lint', byVerb({ run: 'lint' })],
  ['go', byVerb({ test: 'test', vet: 'lint', build: 'build' })],
  [
    'cargo',
    byVerb({
      test: 'test',
      t: 'test',
      nextest: 'test',
      clippy: 'lint',
      build: 'build',
      b: 'build',
      check: 'build',
      c: 'build',
    }),
  ],
  ['mvn', byAny(MAVEN)],
  ['gradle', byAny(GRADLE)],
  ['dotnet', byVerb({ test: 'test', build: 'build' })],
  ['deno', byVerb({ test: 'test', lint: 'lint', check: 'lint' })],
  ['swift', byVerb({ test: 'test', build: 'build' })],
  ['xcodebuild', byAny({ test: 'test', build: 'build' })],
  ['mix', byVerb({ test: 'test', credo: 'lint', compile: 'build' })],
  ['sbt', byAny({ test: 'test', compile: 'build' })],
  ['lein', byVerb({ test: 'test' })],
  ['stack', byVerb({ test: 'test', build: 'build' })],
  ['cabal', byVerb({ test: 'test', build: 'build' })],
  [
    'zig',
    (args) =>
      args[0] === 'test' || (args[0] === 'build' && args[1] === 'test')
        ? 'test'
        : byVerb({ build: 'build' })(args),
  ],
  ['flutter', byVerb({ test: 'test', analyze: 'lint', build: 'build' })],
  ['dart', byVerb({ test: 'test', analyze: 'lint' })],
  ['bazel', byVerb({ test: 'test', build: 'build' })],
  ['rails', byVerb({ test: 'test', spec: 'test' })],
  ['artisan', byVerb({ test: 'test' })],
  ['manage.py', byVerb({ test: 'test', check: 'lint' })],
  ['cmake', (args) => (args.includes('--build') ? 'build' : null)],
]);

/** Programs under another name, or their wrappers in a repository. */
const SAME: Readonly<Record<string, string>> = {
  mvnw: 'mvn',
  gradlew: 'gradle',
  'py.test': 'pytest',
  _mocha: 'mocha',
  bazelisk: 'bazel',
  'phpunit.phar': 'phpunit',
  gmake: 'make',
};

/** Returns a tool's one name. */
export function toolName(name: string): string {
  return Object.hasOwn(SAME, name) ? (SAME[name] ?? name) : name;
}

/** Returns what a tool checks; null if it isn't known, or checks nothing with these arguments. */
export function kindOfTool(tool: string, args: readonly string[]): CheckKind | null {
  return runsNothing(tool, args) ? null : (TOOLS.get(tool)?.(args) ?? null);
}

/** Tests for arguments with which a tool runs nothing, never ends, or always passes. */
export function runsNothing(tool: string, args: readonly string[]): boolean {
  const own = OWN_RUNS_NOTHING[tool] ?? [];
  return args.some((arg) => RUNS_NOTHING.has(arg) || own.includes(arg));
}

/** Removes options that only change how a result is shown. */
export function checkArguments(args: readonly string[]): readonly string[] {
  const kept = args.filter((arg) => !ONLY_SHOWN.test(arg));
  return kept.at(-1) === '--' ? kept.slice(0, -1) : kept;
}
