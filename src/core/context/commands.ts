/** How to test, build, and check a project: from its manifests, as people type it. */

import type { Package, PackageKind } from './packages.ts';
import { asName, asRecord, valueAt } from './parsed-values.ts';
import type { Manifest } from './project-scan.ts';

export interface ProjectCommands {
  readonly packageManager: string | null;
  readonly commands: Readonly<Record<string, string>>;
}

/** Lock files of a language and the package manager of each; the first existing one decides. */
const LOCK_FILES: Readonly<
  Partial<Record<PackageKind, readonly (readonly [file: string, manager: string])[]>>
> = {
  node: [
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
    ['bun.lockb', 'bun'],
    ['package-lock.json', 'npm'],
  ],
  python: [
    ['uv.lock', 'uv'],
    ['poetry.lock', 'poetry'],
    ['pdm.lock', 'pdm'],
    ['Pipfile.lock', 'pipenv'],
  ],
};

/** Package manager of a manifest if nothing else names one. */
const MANAGERS: Readonly<Record<string, string>> = {
  'package.json': 'npm',
  'composer.json': 'composer',
  'pyproject.toml': 'pip',
  'requirements.txt': 'pip',
  'go.mod': 'go',
  'go.work': 'go',
  'Cargo.toml': 'cargo',
  'pom.xml': 'maven',
  'build.gradle': 'gradle',
  'build.gradle.kts': 'gradle',
};

/** Package manager of a kind whose manifests have any name. */
const MANAGERS_OF_KINDS: Readonly<Partial<Record<PackageKind, string>>> = { dotnet: 'dotnet' };

/** Reported purposes, and the scripts and targets that serve them, best first. */
const PURPOSES: readonly (readonly [purpose: string, names: readonly string[]])[] = [
  ['install', ['install', 'setup', 'bootstrap']],
  ['build', ['build']],
  ['test', ['test', 'tests', 'test:unit', 'test-unit', 'unit', 'spec', 'check']],
  ['lint', ['lint']],
  ['types', ['typecheck', 'type-check', 'types', 'tsc']],
  ['format', ['format', 'fmt']],
  ['start', ['dev', 'start', 'serve', 'run']],
];

/** What `npm init` writes for a project without tests. */
const NO_TESTS = 'no test specified';

/** What a toolchain offers every project of its kind. */
const TOOLCHAINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  go: { build: 'go build ./...', test: 'go test ./...' },
  cargo: { build: 'cargo build', test: 'cargo test' },
  maven: { build: 'mvn package', test: 'mvn test' },
  gradle: { build: 'gradle build', test: 'gradle test' },
  dotnet: { build: 'dotnet build', test: 'dotnet test' },
};

/**
 * Finds the root's package manager and commands.
 *
 * @param rootFiles names of the files in the root
 */
export function projectCommands(
  packages: readonly Package[],
  manifests: readonly Manifest[],
  rootFiles: readonly string[],
): ProjectCommands {
  const root = packages.filter(({ folder }) => folder === '');
  const files = new Set(rootFiles);
  const packageManager = managerOf(root, files);
  const scripts = scriptsOf(root, packageManager);
  const targets = targetsOf(manifests);
  const commands: Record<string, string> = {};
  const given = givenCommands(root, packageManager, files);
  for (const [purpose, names] of PURPOSES) {
    const command = scripts(names) ?? targets(names) ?? given[purpose];
    if (command !== undefined) commands[purpose] = command;
  }
  return { packageManager, commands };
}

function managerOf(root: readonly Package[], files: ReadonlySet<string>): string | null {
  for (const { manifest } of root) {
    const named = asName(valueAt(manifest.value, 'packageManager'));
    if (named !== undefined) return named.replace(/@.*/s, '');
  }
  for (const { kind, manifest } of root) {
    const locked = LOCK_FILES[kind]?.find(([file]) => files.has(file));
    const manager = locked?.[1] ?? MANAGERS[manifest.path] ?? MANAGERS_OF_KINDS[kind];
    if (manager !== undefined) return manager;
  }
  return null;
}

type Find = (names: readonly string[]) => string | undefined;

/** Scripts of the root's `package.json` or `composer.json`, as its manager runs them. */
function scriptsOf(root: readonly Package[], manager: string | null): Find {
  if (manager === 'composer') return composerScripts(root);
  const node = root.find(({ manifest }) => manifest.path === 'package.json');
  const scripts = asRecord(valueAt(node?.manifest.value, 'scripts'));
  const runner = ['pnpm', 'yarn', 'bun'].includes(manager ?? '') ? (manager ?? 'npm') : 'npm';
  return (names) => {
    const name = names.find((candidate) => {
      const script = scripts[candidate];
      return typeof script === 'string' && script.trim() !== '' && !script.includes(NO_TESTS);
    });
    if (name === undefined) return undefined;
    return name === 'test' && runner !== 'bun' ? `${runner} test` : `${runner} run ${name}`;
  };
}

function composerScripts(root: readonly Package[]): Find {
  const php = root.find(({ manifest }) => manifest.path === 'composer.json');
  const scripts = asRecord(valueAt(php?.manifest.value, 'scripts'));
  return (names) => {
    const name = names.find((candidate) => Object.hasOwn(scripts, candidate));
    if (name === undefined) return undefined;
    return name === 'install' ? 'composer run install' : `composer ${name}`;
  };
}

function targetsOf(manifests: readonly Manifest[]): Find {
  const text = manifests.find(({ path }) => path === 'Makefile')?.text ?? '';
  const targets = new Set([...text.matchAll(/^([\w-]+)\s*:(?!=)/gm)].map((match) => match[1] ?? ''));
  return (names) => {
    const name = names.find((candidate) => targets.has(candidate));
    return name === undefined ? undefined : `make ${name}`;
  };
}

function givenCommands(
  root: readonly Package[],
  manager: string | null,
  files: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  if (manager === 'composer') return phpCommands(root, files);
  const python = root.filter(({ kind }) => kind === 'python');
  if (python.length === 0) return { ...rubyCommands(root), ...toolchainCommands(manager, files) };
  const uses = (name: string): boolean =>
    python.some(
      ({ dependencies, manifest }) =>
        dependencies.has(name) || valueAt(manifest.value, 'tool', name) !== undefined,
    );
  const prefix = manager === 'uv' || manager === 'poetry' || manager === 'pdm' ? `${manager} run ` : '';
  return {
    ...(uses('pytest') || files.has('pytest.ini') ? { test: `${prefix}pytest` } : {}),
    ...(uses('ruff') ? { lint: `${prefix}ruff check .`, format: `${prefix}ruff format .` } : {}),
    ...(uses('mypy') ? { types: `${prefix}mypy .` } : {}),
  };
}

function rubyCommands(root: readonly Package[]): Readonly<Record<string, string>> {
  const usesRspec = root.some(
    ({ kind, dependencies }) => kind === 'ruby' && [...dependencies].some((name) => /^rspec\b/.test(name)),
  );
  return usesRspec ? { test: 'bundle exec rspec' } : {};
}

function phpCommands(root: readonly Package[], files: ReadonlySet<string>): Readonly<Record<string, string>> {
  const uses = (name: string): boolean =>
    root.some(({ kind, dependencies }) => kind === 'php' && dependencies.has(name));
  const test = uses('pestphp/pest')
    ? 'vendor/bin/pest'
    : uses('phpunit/phpunit') || files.has('phpunit.xml') || files.has('phpunit.xml.dist')
      ? 'vendor/bin/phpunit'
      : null;
  return {
    install: 'composer install',
    ...(test === null ? {} : { test }),
    ...(uses('phpstan/phpstan') ? { types: 'vendor/bin/phpstan analyse' } : {}),
  };
}

function toolchainCommands(
  manager: string | null,
  files: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  const own = TOOLCHAINS[manager ?? ''] ?? {};
  const wrapper = files.has('mvnw')
    ? ['mvn', './mvnw']
    : files.has('gradlew')
      ? ['gradle', './gradlew']
      : null;
  const wrapped = Object.entries(own).map(([purpose, command]) => {
    const [tool = '', script = ''] = wrapper ?? [];
    return [purpose, tool === '' ? command : command.replace(new RegExp(`^${tool}\\b`), script)] as const;
  });
  const hasLint = manager === 'go' && [...files].some((file) => /^\.golangci\.ya?ml$/.test(file));
  return { ...Object.fromEntries(wrapped), ...(hasLint ? { lint: 'golangci-lint run' } : {}) };
}
