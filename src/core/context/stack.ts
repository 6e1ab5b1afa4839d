/** The stack of a project: frameworks, languages, and libraries, as people name them. */

import { DOTNET_ITSELF, dotnetLanguage } from './dotnet-projects.ts';
import { compare } from './languages.ts';
import type { SourcePath } from './languages.ts';
import { NODE_ITSELF } from './packages.ts';
import type { Package, PackageKind } from './packages.ts';

type Label = readonly [dependency: string, label: string];

/** Placeholder for the language among the labels of a kind. */
const LANGUAGE = '';

/** What a dependency reveals about the stack, in the display order for a single package. */
const LABELS: Readonly<Record<PackageKind, readonly Label[]>> = {
  node: [
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
    [NODE_ITSELF, 'Node.js'],
    [LANGUAGE, ''],
    ['tailwindcss', 'TailwindCSS'],
    ['prisma', 'Prisma'],
    ['@prisma/client', 'Prisma'],
    ['drizzle-orm', 'Drizzle'],
    ['pg', 'PostgreSQL'],
    ['postgres', 'PostgreSQL'],
    ['mongoose', 'MongoDB'],
    ['redis', 'Redis'],
    ['ioredis', 'Redis'],
    ['vite', 'Vite'],
  ],
  python: [
    ['django', 'Django'],
    ['fastapi', 'FastAPI'],
    ['flask', 'Flask'],
    [LANGUAGE, 'Python'],
    ['sqlalchemy', 'SQLAlchemy'],
    ['pydantic', 'Pydantic'],
    ['typer', 'Typer'],
    ['click', 'Click'],
    ['numpy', 'NumPy'],
    ['pandas', 'pandas'],
    ['torch', 'PyTorch'],
  ],
  go: [
    ['github.com/gin-gonic/gin', 'Gin'],
    ['github.com/labstack/echo/v4', 'Echo'],
    ['github.com/go-chi/chi/v5', 'chi'],
    ['github.com/gofiber/fiber/v2', 'Fiber'],
    [LANGUAGE, 'Go'],
    ['github.com/spf13/cobra', 'Cobra'],
    ['google.golang.org/grpc', 'gRPC'],
  ],
  rust: [
    ['axum', 'Axum'],
    ['actix-web', 'Actix'],
    ['tauri', 'Tauri'],
    [LANGUAGE, 'Rust'],
    ['tokio', 'Tokio'],
    ['clap', 'clap'],
  ],
  java: [
    ['spring-boot-starter', 'Spring Boot'],
    ['spring-boot-starter-web', 'Spring Boot'],
    ['spring-boot-starter-parent', 'Spring Boot'],
    ['org.springframework.boot', 'Spring Boot'],
    ['quarkus-core', 'Quarkus'],
    ['com.android.application', 'Android'],
    [LANGUAGE, 'Java'],
  ],
  php: [
    ['laravel/framework', 'Laravel'],
    ['symfony/framework-bundle', 'Symfony'],
    [LANGUAGE, 'PHP'],
  ],
  dotnet: [
    ['microsoft.net.sdk.web', 'ASP.NET Core'],
    ['microsoft.aspnetcore.app', 'ASP.NET Core'],
    ['microsoft.net.sdk.blazorwebassembly', 'Blazor'],
    ['microsoft.aspnetcore.components.web', 'Blazor'],
    ['usemaui', '.NET MAUI'],
    ['usewpf', 'WPF'],
    ['usewindowsforms', 'Windows Forms'],
    ['avalonia', 'Avalonia'],
    [DOTNET_ITSELF, '.NET'],
    [LANGUAGE, ''],
    ['microsoft.entityframeworkcore', 'Entity Framework Core'],
    ['microsoft.entityframeworkcore.sqlserver', 'Entity Framework Core'],
    ['microsoft.entityframeworkcore.sqlite', 'Entity Framework Core'],
    ['npgsql.entityframeworkcore.postgresql', 'Entity Framework Core'],
    ['dapper', 'Dapper'],
  ],
  ruby: [
    ['rails', 'Rails'],
    [LANGUAGE, 'Ruby'],
  ],
  dart: [[LANGUAGE, 'Dart']],
};

/** Share of source files from which a language without a manifest is part of the stack. */
const NOTABLE_SHARE = 0.1;
const MIN_FILES = 3;

/** Returns the labels of a project whose files weren't read: those of its packages, the first package's first. */
export function stackOfPackages(packages: readonly Package[]): readonly string[] {
  return [...new Set(packages.flatMap((one) => labelsOf(one, languageByManifest(one))))];
}

/**
 * Returns the labels of a project: the most used first across packages, or in the order of its kind for a single
 * package; then languages used without a manifest.
 */
export function stackOf(packages: readonly Package[], sources: readonly SourcePath[]): readonly string[] {
  const languages = languagesByFolder(packages, sources);
  const counts = new Map<string, number>();
  const folders = new Set<string>();
  for (const one of packages) {
    const written = languages.get(one.folder);
    for (const label of labelsOf(one, languageOfPackage(one, written))) {
      const key = `${one.folder}\0${label}`;
      if (folders.has(key)) continue;
      folders.add(key);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  const labels = [...counts].sort((left, right) => right[1] - left[1]).map(([label]) => label);
  return [...labels, ...unnamedLanguages(languages, labels)];
}

function labelsOf(one: Package, language: string | undefined): readonly string[] {
  const labels = LABELS[one.kind].flatMap(([dependency, label]) => {
    if (dependency !== LANGUAGE) return one.dependencies.has(dependency) ? [label] : [];
    if (one.kind === 'node') return language === 'TypeScript' ? [language] : [];
    return [language ?? label].filter((name) => name !== '');
  });
  // Plain JavaScript comes last: it is rarely what characterizes a project.
  return one.kind === 'node' && language === 'JavaScript' ? [...labels, language] : labels;
}

function languageByManifest({ kind, manifest, dependencies }: Package): string | undefined {
  if (kind === 'dotnet') return dotnetLanguage(manifest);
  if (kind === 'java') return manifest.path.endsWith('.kts') ? 'Kotlin' : 'Java';
  if (kind !== 'node' || !manifest.path.endsWith('package.json')) return undefined;
  return dependencies.has('typescript') ? 'TypeScript' : 'JavaScript';
}

/** Decides by the files of its folder, or by the manifest if there are none. */
function languageOfPackage(
  one: Package,
  written: ReadonlyMap<string, number> | undefined,
): string | undefined {
  const declared = languageByManifest(one);
  if (declared === undefined || one.kind === 'dotnet') return declared;
  if (one.kind === 'java')
    return (written?.get('Kotlin') ?? 0) > (written?.get('Java') ?? 0) ? 'Kotlin' : 'Java';
  const typed = written?.get('TypeScript') ?? 0;
  const plain = written?.get('JavaScript') ?? 0;
  if (typed + plain > 0) return typed >= plain ? 'TypeScript' : 'JavaScript';
  const others = [...(written?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  // A manifest just for tools (a formatter, hooks) next to code in another language, or a root without code.
  return others > 0 ? undefined : declared === 'TypeScript' ? declared : undefined;
}

/** Counts files of each language by the deepest package folder that contains them. */
function languagesByFolder(
  packages: readonly Package[],
  sources: readonly SourcePath[],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const holders = new Map(packages.map(({ folder }) => [folder, folder]));
  const holderOf = (folder: string): string => {
    const known = holders.get(folder);
    if (known !== undefined || folder === '') return known ?? '';
    const holder = holderOf(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    holders.set(folder, holder);
    return holder;
  };
  const counts = new Map<string, Map<string, number>>();
  for (const { folder, language } of sources) {
    const holder = holderOf(folder);
    const own = counts.get(holder) ?? new Map<string, number>();
    own.set(language, (own.get(language) ?? 0) + 1);
    counts.set(holder, own);
  }
  return counts;
}

function unnamedLanguages(
  languages: ReadonlyMap<string, ReadonlyMap<string, number>>,
  labels: readonly string[],
): readonly string[] {
  const sums = new Map<string, number>();
  let all = 0;
  for (const own of languages.values()) {
    for (const [language, files] of own) {
      sums.set(language, (sums.get(language) ?? 0) + files);
      all += files;
    }
  }
  const notable = [...sums].filter(
    ([language, files]) => files >= MIN_FILES && files / all >= NOTABLE_SHARE && !labels.includes(language),
  );
  // Configuration in JavaScript doesn't add a language to a TypeScript project.
  const own = notable.filter(([language]) => language !== 'JavaScript' || !labels.includes('TypeScript'));
  return own.sort((left, right) => right[1] - left[1] || compare(left[0], right[0])).map(([name]) => name);
}
