/** Name and stack of a project, from the manifests in its folder. */

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { ProjectFacts } from '../core/service/ports.ts';
import { errorCode } from './system-error.ts';

/** What a dependency of a `package.json` says about the stack, in the order in which the stack is told. */
const PACKAGES: readonly (readonly [dependency: string, label: string])[] = [
  ['next', 'Next.js'],
  ['nuxt', 'Nuxt'],
  ['@remix-run/react', 'Remix'],
  ['astro', 'Astro'],
  ['react-native', 'React Native'],
  ['react', 'React'],
  ['vue', 'Vue'],
  ['svelte', 'Svelte'],
  ['@angular/core', 'Angular'],
  ['solid-js', 'Solid'],
  ['@nestjs/core', 'NestJS'],
  ['express', 'Express'],
  ['fastify', 'Fastify'],
  ['hono', 'Hono'],
  ['electron', 'Electron'],
  ['typescript', 'TypeScript'],
  ['tailwindcss', 'TailwindCSS'],
  ['prisma', 'Prisma'],
  ['vite', 'Vite'],
];

/** Manifests that tell a language by being there, with where their name stands. */
const MANIFESTS: readonly (readonly [file: string, label: string, name: RegExp | undefined])[] = [
  ['pyproject.toml', 'Python', /^\s*name\s*=\s*["']([^"']+)["']/m],
  ['requirements.txt', 'Python', undefined],
  ['go.mod', 'Go', /^module\s+(\S+)/m],
  ['Cargo.toml', 'Rust', /^\s*name\s*=\s*"([^"]+)"/m],
  ['pom.xml', 'Java', /<artifactId>([^<]+)<\/artifactId>/],
  ['build.gradle', 'Java', undefined],
  ['build.gradle.kts', 'Kotlin', undefined],
  ['composer.json', 'PHP', /"name"\s*:\s*"([^"]+)"/],
  ['Gemfile', 'Ruby', undefined],
  ['pubspec.yaml', 'Dart', /^name:\s*(\S+)/m],
];

/** Name and stack; the folder's own name and nothing where no manifest says more. */
export async function projectFacts(folder: string): Promise<ProjectFacts> {
  const node = nodeProject(await readText(join(folder, 'package.json')));
  const stack: string[] = [...node.stack];
  let name = node.name;
  for (const [file, label, pattern] of MANIFESTS) {
    const text = await readText(join(folder, file));
    if (text === undefined) continue;
    if (!stack.includes(label)) stack.push(label);
    const found = pattern === undefined ? undefined : pattern.exec(text)?.[1];
    name ??= found?.split('/').at(-1);
  }
  return { name: name ?? basename(folder), stack };
}

function nodeProject(text: string | undefined): {
  readonly name?: string;
  readonly stack: readonly string[];
} {
  if (text === undefined) return { stack: [] };
  const manifest = parseObject(text);
  const dependencies = new Set(
    ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) =>
      Object.keys(asObject(manifest[key])),
    ),
  );
  const known = PACKAGES.filter(([dependency]) => dependencies.has(dependency)).map(([, label]) => label);
  const isPlain = !known.includes('TypeScript');
  const stack = isPlain ? [...known, 'JavaScript'] : known;
  const { name } = manifest;
  return typeof name === 'string' && name !== '' ? { name, stack } : { stack };
}

/** A manifest somebody is in the middle of editing tells nothing; it is no failure of ours. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EISDIR') return undefined;
    throw error;
  }
}
