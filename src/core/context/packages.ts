/** Packages: what a manifest of any language says about its part of the project. */

import { DOTNET_FILES, readDotnetProject, readSolution } from './dotnet-projects.ts';
import type { DotnetProject } from './dotnet-projects.ts';
import { asName, asRecord, asTexts, valueAt } from './parsed-values.ts';
import type { Manifest } from './project-scan.ts';

export type PackageKind = 'node' | 'python' | 'go' | 'rust' | 'java' | 'php' | 'dotnet' | 'ruby' | 'dart';

export interface Package {
  readonly kind: PackageKind;
  /** Folder of the manifest; empty for the root. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Short name, as people use it. */
  readonly name: string | undefined;
  /** Name for importing it. */
  readonly fullName: string | undefined;
  readonly dependencies: ReadonlySet<string>;
  /** Globs of its members, relative to its folder. */
  readonly members: readonly string[];
}

/** Listed as a dependency of packages that run on Node itself. */
export const NODE_ITSELF = 'node:';
const BROWSER = /^(react|react-dom|vue|svelte|@angular\/core|solid-js|preact|lit|vite|astro|nuxt|next)$/;

type Reading = Pick<Package, 'kind' | 'fullName' | 'dependencies' | 'members'>;

/** Reader of each manifest, in the order in which they give the project's name; `*` stands for any name. */
const READERS: readonly (readonly [file: string, read: (manifest: Manifest) => Reading])[] = [
  ['package.json', readNode],
  ['pnpm-workspace.yaml', ({ value }) => plain('node', undefined, [], asTexts(valueAt(value, 'packages')))],
  ['pyproject.toml', readPython],
  ['requirements.txt', ({ text }) => plain('python', undefined, requirements(text.split('\n')))],
  ['go.mod', readGo],
  ['go.work', ({ text }) => plain('go', undefined, [], goWorkMembers(text))],
  ['Cargo.toml', readRust],
  ['pom.xml', readMaven],
  ['build.gradle', ({ text }) => plain('java', undefined, gradleDependencies(text))],
  ['build.gradle.kts', ({ text }) => plain('java', undefined, gradleDependencies(text))],
  ['settings.gradle', readGradleSettings],
  ['settings.gradle.kts', readGradleSettings],
  ['composer.json', readPhp],
  ...DOTNET_FILES.map(
    (file) => [file, dotnet(file.includes('sln') ? readSolution : readDotnetProject)] as const,
  ),
  ['Gemfile', ({ text }) => plain('ruby', undefined, matches(text, /^\s*gem ['"]([\w-]+)['"]/gm))],
  ['pubspec.yaml', ({ text }) => plain('dart', /^name:\s*(\S+)/m.exec(text)?.[1])],
];

/** Names of files that describe a package; `*` stands for any name. */
export const PACKAGE_FILES: readonly string[] = READERS.map(([file]) => file);

/** Tests whether a file of that name describes a package. */
export function isPackageFile(name: string): boolean {
  return READERS.some(([file]) => isNamed(name, file));
}

function isNamed(name: string, file: string): boolean {
  return file.startsWith('*') ? name.endsWith(file.slice(1)) : name === file;
}

/** Reads the packages that manifests describe: the root's first, in the order of `PACKAGE_FILES`. */
export function packagesOf(manifests: readonly Manifest[]): readonly Package[] {
  const found = READERS.flatMap(([file, read]) =>
    manifests.flatMap((manifest) => {
      const end = manifest.path.lastIndexOf('/');
      if (!isNamed(manifest.path.slice(end + 1), file)) return [];
      const reading = read(manifest);
      const folder = end < 0 ? '' : manifest.path.slice(0, end);
      return [{ ...reading, name: shortName(reading), folder, manifest }];
    }),
  );
  const depth = ({ folder }: Package): number => (folder === '' ? 0 : 1);
  return found.sort((left, right) => depth(left) - depth(right));
}

/** Returns the folders among those of `packages` that the root's manifests name as members. */
export function memberFolders(packages: readonly Package[]): readonly string[] {
  const globs = packages.filter(({ folder }) => folder === '').flatMap(({ members }) => members);
  const [taken, left] = [
    globs.filter((glob) => !glob.startsWith('!')),
    globs.filter((glob) => glob.startsWith('!')),
  ];
  const folders = [...new Set(packages.map(({ folder }) => folder))].filter((folder) => folder !== '');
  const isListed = (folder: string, list: readonly string[]): boolean =>
    list.some((glob) => globPattern(glob.replace(/^!/, '')).test(folder));
  return folders.filter((folder) => isListed(folder, taken) && !isListed(folder, left)).sort();
}

function globPattern(glob: string): RegExp {
  const parts = glob
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '')
    .split('/');
  const pattern = parts.map((part) =>
    part === '**' ? '.+' : part.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '[^/]*'),
  );
  return new RegExp(`^${pattern.join('/')}$`);
}

function readNode({ value }: Manifest): Reading {
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies'];
  const { workspaces } = asRecord(value);
  const members = [...asTexts(workspaces), ...asTexts(valueAt(workspaces, 'packages'))];
  const named = kinds.flatMap((kind) => keysAt(value, kind));
  const dependencies = isForNode(value, named) ? [...named, NODE_ITSELF] : named;
  return plain('node', asName(valueAt(value, 'name')), dependencies, members);
}

/** Tests whether a package runs on Node itself; a browser package has Node only for tools. */
function isForNode(value: unknown, dependencies: readonly string[]): boolean {
  if (dependencies.some((name) => BROWSER.test(name))) return false;
  return dependencies.includes('@types/node') || asName(valueAt(value, 'engines', 'node')) !== undefined;
}

function readPython({ value }: Manifest): Reading {
  const poetry = valueAt(value, 'tool', 'poetry');
  const groups = [valueAt(value, 'project', 'optional-dependencies'), valueAt(value, 'dependency-groups')];
  const listed = [
    ...asTexts(valueAt(value, 'project', 'dependencies')),
    ...groups.flatMap((group) => Object.values(asRecord(group)).flatMap(asTexts)),
  ];
  const poetryGroups = Object.values(asRecord(valueAt(poetry, 'group')));
  const tables = [poetry, ...poetryGroups].flatMap((table) => keysAt(table, 'dependencies'));
  const name = asName(valueAt(value, 'project', 'name')) ?? asName(valueAt(poetry, 'name'));
  const members = asTexts(valueAt(value, 'tool', 'uv', 'workspace', 'members'));
  return plain('python', name, [...requirements(listed), ...tables.map((key) => key.toLowerCase())], members);
}

function readPhp({ value }: Manifest): Reading {
  const dependencies = ['require', 'require-dev'].flatMap((kind) => keysAt(value, kind));
  return plain('php', asName(valueAt(value, 'name')), dependencies);
}

function dotnet(read: (manifest: Manifest) => DotnetProject): (manifest: Manifest) => Reading {
  return (manifest) => {
    const { fullName, dependencies, members } = read(manifest);
    return plain('dotnet', fullName, dependencies, members);
  };
}

function requirements(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1]?.toLowerCase() ?? []);
}

function readGo({ text }: Manifest): Reading {
  const required = matches(text, /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v\d/gm);
  return plain('go', asName(/^module\s+(\S+)/m.exec(text)?.[1]), required);
}

function goWorkMembers(text: string): readonly string[] {
  const block = /^use\s*\(([^)]*)\)/m.exec(text)?.[1] ?? '';
  const listed = block.split('\n').map((line) => line.replace(/\/\/.*/, '').trim());
  return [...listed, ...matches(text, /^use\s+([^\s(]+)/gm)].filter((path) => path !== '');
}

function readRust({ value }: Manifest): Reading {
  const tables = [value, valueAt(value, 'workspace')];
  const kinds = ['dependencies', 'dev-dependencies', 'build-dependencies'];
  const dependencies = tables.flatMap((table) => kinds.flatMap((kind) => keysAt(table, kind)));
  const members = asTexts(valueAt(value, 'workspace', 'members'));
  const left = asTexts(valueAt(value, 'workspace', 'exclude')).map((glob) => `!${glob}`);
  return plain('rust', asName(valueAt(value, 'package', 'name')), dependencies, [...members, ...left]);
}

function readMaven({ text }: Manifest): Reading {
  // The names of the parent and dependencies are in blocks of their own.
  const own = text.replaceAll(/<(parent|dependencies|dependencyManagement|build|profiles)>[^]*?<\/\1>/g, '');
  const dependencies = matches(text, /<artifactId>([^<]+)<\/artifactId>/g);
  const members = matches(text, /<module>([^<]+)<\/module>/g);
  return plain('java', asName(/<artifactId>([^<]+)<\/artifactId>/.exec(own)?.[1]), dependencies, members);
}

function gradleDependencies(text: string): readonly string[] {
  const coordinates = matches(text, /['"][\w.-]+:([\w.-]+)(?::[^'"]*)?['"]/g);
  const plugins = matches(text, /\bid\s*\(?['"]([\w.-]+)['"]/g);
  return [...coordinates, ...plugins];
}

function readGradleSettings({ text }: Manifest): Reading {
  const included = matches(text, /['"]:?([\w.:-]+)['"]/g).map((path) => path.replaceAll(':', '/'));
  const lines = text.split('\n').filter((line) => /^\s*include\b/.test(line));
  const members = included.filter((path) => lines.some((line) => line.includes(path.replaceAll('/', ':'))));
  return plain('java', asName(/rootProject\.name\s*=\s*['"]([^'"]+)['"]/.exec(text)?.[1]), [], members);
}

function plain(
  kind: PackageKind,
  fullName?: string,
  dependencies: readonly string[] = [],
  members: readonly string[] = [],
): Reading {
  return { kind, fullName, dependencies: new Set(dependencies), members };
}

/** Returns the last part of a module path, without the major version; a scoped npm name stays whole. */
function shortName({ kind, fullName }: Reading): string | undefined {
  if (fullName === undefined || kind === 'node') return fullName;
  return fullName
    .replace(/\/v\d+$/, '')
    .split('/')
    .at(-1);
}

function keysAt(value: unknown, key: string): readonly string[] {
  return Object.keys(asRecord(valueAt(value, key)));
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
