/**
 * `npm run package`: `ninefold.vsix`, or the file that is named. The Marketplace loads the README's pictures by URL: where
 * package.json names its `repository`, vsce makes their links absolute. Where it doesn't they stay as they are, and a page of the
 * Marketplace would show none of them, which is said.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const [out = 'ninefold.vsix'] = process.argv.slice(2);
const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
const withoutHome = repository ? [] : ['--allow-missing-repository', '--no-rewrite-relative-links'];
const words = ['package', '--no-dependencies', ...withoutHome, '--out', out];
process.exitCode = spawnSync(process.execPath, [vsce, ...words], { stdio: 'inherit' }).status ?? 1;
if (process.exitCode === 0 && !repository) {
  console.log('package.json names no repository: on the Marketplace the README would show no picture.');
}
