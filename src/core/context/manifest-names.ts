/**
 * Manifest names that reveal a project's name and stack, for file watchers. Separate from `packages.ts`, which reads
 * them, because startup needs no reader; a test keeps the two in sync.
 */
export const MANIFEST_NAMES: readonly string[] = [
  'package.json',
  'pnpm-workspace.yaml',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'go.work',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'composer.json',
  '*.slnx',
  '*.sln',
  '*.csproj',
  '*.fsproj',
  '*.vbproj',
  'Gemfile',
  'pubspec.yaml',
];
