/**
 * Names of the manifests that tell a project's name and stack, for whoever watches them. Apart from `packages.ts`, which
 * reads them, because a start-up needs no reader; a test holds the two together.
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
  'Gemfile',
  'pubspec.yaml',
];
